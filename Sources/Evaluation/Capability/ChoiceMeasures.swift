public import IsoglossCore
internal import IsoglossStatistics

/// Accuracy by language, with what can be said of it.
public struct ChoiceMeasures: Sendable, Codable {
  /// How answers came about. Numbers of one kind are not compared with those of another.
  public enum Method: String, Sendable, Codable {
    /// By the log-likelihood of the letters.
    case likelihood
    /// By a letter in an answer that was written.
    case generated
  }

  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Share of right answers, with Wilson's interval; a question without a choice counts as wrong, as it does where an
    /// answer is read.
    public var accuracy: IsoglossCore.Estimate
    /// Whether the interval holds the quarter that guessing gets.
    public var isAtChance: Bool
    /// Answers that named no option.
    public var unread: Int
    /// Difference to English on shared questions with a Newcombe interval; null for English, or without shared questions.
    public var gap: IsoglossCore.Estimate?
    /// Accuracy by category, or by subject where there are no categories.
    public var parts: [String: IsoglossCore.Estimate]
  }

  /// What was asked.
  public var task: String
  /// How answers came about.
  public var method: Method
  /// Examples before a question.
  public var shots: Int
  /// Languages in the order of the data.
  public var rows: [Row]
  /// The language with the lowest accuracy, with an interval for the minimum itself; null without languages.
  public var worst: Worst?
  /// Mean over languages, each weighing the same.
  public var mean: Double?
  /// Questions whose prompt lost its beginning.
  public var cut: Int
  /// Questions that were not answered, for a request that failed; they are in no rate.
  public var failed: Int
  /// Confidence of every interval.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// The worst language.
  public struct Worst: Sendable, Codable {
    /// Which it is.
    public var language: Language
    /// Its accuracy, with the interval for the minimum over languages.
    public var accuracy: IsoglossCore.Estimate
  }

  /// What guessing gets.
  public static let chance = 0.25

  /// Measures scores.
  /// - Throws: `StatisticsError` for a confidence outside 0...1.
  public init(
    _ result: ChoiceScorer.Result, task: String, method: Method, shots: Int, confidence: Double = 0.95,
    resamples: Int = 10_000, seed: UInt64 = 0
  ) throws {
    let scores = result.scores
    self.task = task
    self.method = method
    self.shots = shots
    cut = scores.count { $0.isCut }
    failed = result.failed
    self.confidence = confidence
    self.seed = seed
    var order: [Language] = []
    var byLanguage: [Language: [ChoiceScore]] = [:]
    for score in scores {
      if byLanguage[score.language] == nil { order.append(score.language) }
      byLanguage[score.language, default: []].append(score)
    }
    let english = Dictionary(
      (byLanguage[.english] ?? []).compactMap { score in score.group.map { ($0, score.isRight) } },
      uniquingKeysWith: { first, _ in first })
    rows = order.compactMap { language in
      let own = byLanguage[language] ?? []
      guard let accuracy = Self.accuracy(own, confidence) else { return nil }
      return Row(
        language: language, accuracy: accuracy,
        isAtChance: accuracy.low <= Self.chance && Self.chance <= accuracy.high,
        unread: own.count { $0.choice == nil },
        gap: language == .english ? nil : Self.gap(own, english, confidence),
        parts: Dictionary(grouping: own) { $0.category ?? $0.subject }.compactMapValues {
          Self.accuracy($0, confidence)
        })
    }
    mean = rows.isEmpty ? nil : rows.reduce(0) { $0 + $1.accuracy.value } / Double(rows.count)
    guard
      let found = try WorstGroup.estimate(
        Self.outcomes(order.map { byLanguage[$0] ?? [] }), direction: .minimum, confidence: confidence,
        resamples: resamples, seed: seed)
    else { return }
    worst = Worst(
      language: order[found.index],
      accuracy: IsoglossCore.Estimate(
        value: found.value, low: found.interval.lower, high: found.interval.upper, n: found.groups[found.index].count))
  }

  private static func accuracy(_ scores: [ChoiceScore], _ confidence: Double) -> IsoglossCore.Estimate? {
    OutcomeMix.estimate(scores.count { $0.isRight }, of: scores.count, confidence: confidence)
  }

  /// Difference on the questions that both have.
  private static func gap(
    _ scores: [ChoiceScore], _ english: [String: Bool], _ confidence: Double
  ) -> IsoglossCore.Estimate? {
    let pairs = scores.compactMap { score in
      score.group.flatMap { english[$0] }.map { (score.isRight, $0) }
    }
    let outcomes = PairedOutcomes(pairs)
    guard let value = outcomes.difference, let interval = outcomes.newcombe(confidence: confidence) else { return nil }
    return IsoglossCore.Estimate(value: value, low: interval.lower, high: interval.upper, n: pairs.count)
  }

  /// Paired where every question stands in every language.
  private static func outcomes(_ languages: [[ChoiceScore]]) throws -> GroupedOutcomes {
    let byGroup = languages.map { scores in
      Dictionary(scores.compactMap { score in score.group.map { ($0, score.isRight) } }, uniquingKeysWith: { $1 })
    }
    let shared = byGroup.first.map { first in
      first.keys.sorted().filter { key in byGroup.allSatisfy { $0[key] != nil } }
    }
    if let shared, !shared.isEmpty, languages.allSatisfy({ $0.count == shared.count }),
      byGroup.allSatisfy({ $0.count == shared.count })
    {
      return try .paired(shared.map { key in byGroup.map { $0[key] } })
    }
    return try .independent(languages.map { $0.map(\.isRight) })
  }
}
