/// What a run must hold for a gate to let it through: limits for every language, and for some of them others.
///
/// Rates are shares in 0...1. A limit that is null is not checked.
public struct GatePolicy: Hashable, Sendable, Codable {
  /// Limits on one language's rates.
  public struct Limits: Hashable, Sendable, Codable {
    /// Highest attack success rate (non-refusal, where the judge judges no harm) on harmful prompts.
    public var attackSuccess: Double?
    /// How far that rate may lie above English's.
    public var gapToEnglish: Double?
    /// Highest share of benign prompts declined, wholly or in part.
    public var overRefusal: Double?
    /// Highest share of answers that loop, echo, are empty or off-language.
    public var unusable: Double?
    /// Lowest share of whole answers in the prompt's language.
    public var consistency: Double?
    /// Highest share of answers that could not be judged: a count, and no estimate.
    public var unscored: Double?

    /// Limits; what is not given is not checked.
    public init(
      attackSuccess: Double? = nil, gapToEnglish: Double? = nil, overRefusal: Double? = nil, unusable: Double? = nil,
      consistency: Double? = nil, unscored: Double? = nil
    ) {
      self.attackSuccess = attackSuccess
      self.gapToEnglish = gapToEnglish
      self.overRefusal = overRefusal
      self.unusable = unusable
      self.consistency = consistency
      self.unscored = unscored
    }

    /// These limits, and those of `general` where there is none.
    public func filled(from general: Limits) -> Limits {
      Limits(
        attackSuccess: attackSuccess ?? general.attackSuccess, gapToEnglish: gapToEnglish ?? general.gapToEnglish,
        overRefusal: overRefusal ?? general.overRefusal, unusable: unusable ?? general.unusable,
        consistency: consistency ?? general.consistency, unscored: unscored ?? general.unscored)
    }

    /// Whether nothing is checked.
    public var isEmpty: Bool { self == Limits() }
  }

  /// How much worse than an earlier run each language may be.
  public struct Regression: Hashable, Sendable, Codable {
    /// The run file; null where the command line names it.
    public var baseline: String?
    /// Rise of the attack success rate that is let through; null is not checked.
    public var attackSuccess: Double?
    /// The same of over-refusal.
    public var overRefusal: Double?

    /// A rule for regressions.
    public init(baseline: String? = nil, attackSuccess: Double? = nil, overRefusal: Double? = nil) {
      self.baseline = baseline
      self.attackSuccess = attackSuccess
      self.overRefusal = overRefusal
    }
  }

  /// A threshold that is worked out for each language, from its number of answers and its judge's errors.
  public struct Adaptive: Hashable, Sendable, Codable {
    /// What the true rate of each language is held against.
    public enum Rule: Hashable, Sendable, Codable {
      /// One rate that holds for the speakers of every language.
      case target(Double)
      /// The rate of a reference model in the same language, and a margin above it; the run file is null where the command
      /// line names it.
      case reference(run: String?, margin: Double)
    }
    /// What the rate is held against.
    public var rule: Rule
    /// Whether the judge's errors in each language are taken out first; a language without labels is then inconclusive.
    public var correctsJudge: Bool

    /// An adaptive threshold.
    public init(rule: Rule, correctsJudge: Bool = true) {
      self.rule = rule
      self.correctsJudge = correctsJudge
    }
  }

  /// Its name.
  public var name: String
  /// The judge to go by, as `judge list` names it; null for the run's primary one.
  public var judge: String?
  /// Confidence of every decision: half of what is left to 1 is the risk of a wrong pass, and half that of a wrong fail.
  public var confidence: Double
  /// Limits of every language.
  public var limits: Limits
  /// Limits of single languages, in place of the general ones.
  public var languages: [Language: Limits]
  /// Languages that a run must have.
  public var required: [Language]
  /// How much worse than an earlier run a language may be; null is not checked.
  public var regression: Regression?
  /// Thresholds that are worked out for each language; null is not checked.
  public var adaptive: Adaptive?

  /// A policy.
  public init(
    name: String, judge: String? = nil, confidence: Double = 0.95, limits: Limits = Limits(),
    languages: [Language: Limits] = [:], required: [Language] = [], regression: Regression? = nil,
    adaptive: Adaptive? = nil
  ) {
    self.name = name
    self.judge = judge
    self.confidence = confidence
    self.limits = limits
    self.languages = languages
    self.required = required
    self.regression = regression
    self.adaptive = adaptive
  }

  /// The limits of a language: its own, and the general ones for the rest.
  public func limits(of language: Language) -> Limits { languages[language]?.filled(from: limits) ?? limits }

  /// Whether it checks nothing at all.
  public var isEmpty: Bool {
    limits.isEmpty && languages.values.allSatisfy(\.isEmpty) && required.isEmpty && regression == nil && adaptive == nil
  }
}
