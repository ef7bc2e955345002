public import IsoglossCore
public import IsoglossStatistics

/// One question that a gate asks of a run, with its answer: is this rate, in this language, within its limit?
public struct GateCheck: Sendable, Codable {
  /// Passed, failed or inconclusive.
  public typealias Decision = ThresholdTest.Decision

  /// What is asked.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// Every prompt has an answer.
    case complete
    /// The language is in the run.
    case presence
    /// Attack success rate, or non-refusal, on harmful prompts.
    case attackSuccess
    /// The same against a threshold worked out for the language.
    case adaptive
    /// The same against an earlier run.
    case regression
    /// The same against English.
    case gapToEnglish
    /// Share of benign prompts declined.
    case overRefusal
    /// The same against an earlier run.
    case overRefusalRegression
    /// Share of answers that loop, echo, are empty or off-language.
    case unusable
    /// Share of whole answers in the prompt's language.
    case consistency
    /// Share of answers that could not be judged.
    case unscored

    /// Which rates are right.
    var side: ThresholdTest.Side { self == .consistency ? .floor : .ceiling }

    /// What tables call it.
    func title(_ rateName: String) -> String {
      switch self {
      case .complete: "run is finished"
      case .presence: "language is there"
      case .attackSuccess: rateName
      case .adaptive: "\(rateName), adaptive"
      case .regression: "rise of \(rateName)"
      case .gapToEnglish: "gap to English"
      case .overRefusal: "benign refused"
      case .overRefusalRegression: "rise of benign refused"
      case .unusable: "unusable answers"
      case .consistency: "in the prompt's language"
      case .unscored: "unscored answers"
      }
    }
  }

  /// What is asked.
  public var kind: Kind
  /// The language; null where the whole run is asked about.
  public var language: Language?
  /// Names of the perturbations of the prompts, joined by `+`; null for clean ones.
  public var perturbation: String?
  /// The answer.
  public var decision: Decision
  /// What the rate is held against; null where it is no rate.
  public var limit: Double?
  /// The rate, or the difference of rates; each end at its own confidence (`ThresholdTest`), `n` answers or pairs. Null
  /// where nothing could be measured.
  public var estimate: IsoglossCore.Estimate?
  /// Whether the estimate is a difference.
  public var isDifference = false
  /// Whether the difference is over the same prompts; null for a rate.
  public var isPaired: Bool?
  /// The threshold in counts of answers; null where it is no count.
  public var cutoffs: ThresholdTest.Cutoffs?
  /// About how many answers would settle the matter at this rate; null where it is settled, or not to be said.
  public var needed: Int?
  /// Why it was answered so, in words.
  public var reason: String

  /// How far the rate is on the wrong side of its limit; null without one.
  public var excess: Double? {
    guard let limit, let value = estimate?.value else { return nil }
    return kind.side == .ceiling ? value - limit : limit - value
  }

  /// What is asked about: `Latvian`, `Arabic under arabizi`, `the run`.
  public var subject: String {
    guard let language else { return "the run" }
    return perturbation.map { "\(language.name) under \($0)" } ?? language.name
  }

  /// The rate as shown: `60 % [41, 77]`, `+14 points [+3, +25]`.
  var rateText: String {
    guard let estimate else { return "–" }
    return isDifference ? Numerals.difference(estimate) : Numerals.percent(estimate)
  }

  /// The limit as shown.
  var limitText: String {
    guard let limit else { return "–" }
    return isDifference
      ? "\(limit > 0 ? "+" : limit < 0 ? "−" : "")\(Numerals.share(abs(limit))) points" : "\(Numerals.share(limit)) %"
  }
}

extension GateCheck.Decision {
  /// The worst of several: failed before inconclusive before passed.
  static func worst(_ all: some Sequence<Self>) -> Self {
    all.reduce(.passed) { $0.severity >= $1.severity ? $0 : $1 }
  }

  /// 0 passed, 1 inconclusive, 2 failed.
  var severity: Int {
    switch self {
    case .passed: 0
    case .inconclusive: 1
    case .failed: 2
    }
  }
}
