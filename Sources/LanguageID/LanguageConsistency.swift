public import IsoglossCore

/// Whether answers keep to the language that was asked for, three ways, each with its coverage.
///
/// - ``whole``: the share of answers whose likeliest language is the expected one.
/// - ``lines``: the line-level pass rate of Marchisio et al. 2024: of answers with a line long enough to tell, the share
///   without a wrong one. Short refusals have none: they are skipped, and the coverage says how many answers count.
/// - ``words``: the word-level pass rate: of answers in other than Latin script that pass by line, the share without an
///   English word. Undefined for Latin scripts.
public struct LanguageConsistency: Hashable, Sendable, Codable {
  /// Answers that pass, of those that can be scored, of those that the measure is about.
  public struct Share: Hashable, Sendable, Codable {
    /// Answers that pass.
    public var passed = 0
    /// Answers that could be scored.
    public var scored = 0
    /// Answers that the measure is about.
    public var total = 0

    /// Passed by scored; `nil` where nothing was scored. (The published program says 1 there.)
    public var rate: Double? { scored == 0 ? nil : Double(passed) / Double(scored) }
    /// Scored by total; `nil` without answers.
    public var coverage: Double? { total == 0 ? nil : Double(scored) / Double(total) }
    /// Answers that could not be scored: empty, too short, or with a wrong line already.
    public var skipped: Int { total - scored }
  }

  /// Whole answers, each as one text; empty ones are skipped.
  public private(set) var whole = Share()
  /// Answers by line.
  public private(set) var lines = Share()
  /// Answers expected in other than Latin script, by word.
  public private(set) var words = Share()
  /// Mean over scored answers of the share of their lines that are right; `nil` where no answer has a line to score.
  public var lineAccuracy: Double? { lines.scored == 0 ? nil : lineShares / Double(lines.scored) }
  /// What whole answers were found to be.
  public private(set) var wholeConfusion = LanguageConfusion()
  /// What lines were found to be; unknown where the likeliest language is not probable enough.
  public private(set) var lineConfusion = LanguageConfusion()
  private var lineShares = 0.0

  /// Consistency of no answers.
  public init() {}

  /// Measures answers. For one number a language, call it once a language.
  public static func measure(
    _ answers: some Sequence<(expected: Language, text: String)>, with identifier: some LanguageIdentifier,
    rules: ConsistencyRules = ConsistencyRules()
  ) -> LanguageConsistency {
    var result = LanguageConsistency()
    for (expected, text) in answers { result.add(expected, text, identifier, rules) }
    return result
  }

  /// Adds the counts of other answers.
  public mutating func merge(_ other: LanguageConsistency) {
    for path in [\Self.whole, \Self.lines, \Self.words] {
      self[keyPath: path].passed += other[keyPath: path].passed
      self[keyPath: path].scored += other[keyPath: path].scored
      self[keyPath: path].total += other[keyPath: path].total
    }
    lineShares += other.lineShares
    wholeConfusion.merge(other.wholeConfusion)
    lineConfusion.merge(other.lineConfusion)
  }

  private mutating func add(
    _ expected: Language, _ text: String, _ identifier: some LanguageIdentifier, _ rules: ConsistencyRules
  ) {
    whole.total += 1
    if let guess = identifier.identify(text, count: 1).first {
      whole.scored += 1
      whole.passed += guess.language == expected ? 1 : 0
      wholeConfusion.add(expected: expected, found: guess.language)
    }
    lines.total += 1
    let checksWords = rules.checksWords(of: expected)
    words.total += checksWords ? 1 : 0
    let scorable = rules.lines(of: text, in: expected)
    guard !scorable.isEmpty else { return }
    var right = 0
    for line in scorable {
      let guess = identifier.identify(line.text, count: 1).first { $0.probability > rules.leastProbability }
      right += guess?.language == expected ? 1 : 0
      lineConfusion.add(expected: expected, found: guess?.language)
    }
    lines.scored += 1
    lineShares += Double(right) / Double(scorable.count)
    guard right == scorable.count else { return }
    lines.passed += 1
    guard checksWords else { return }
    words.scored += 1
    words.passed += scorable.contains { $0.tokens.contains { rules.isEnglish($0) } } ? 0 : 1
  }
}
