public import IsoglossCore
internal import IsoglossStatistics

/// Two runs over the same prompts, such as a model before and after alignment: what changed in each language.
///
/// Prompts are matched by id, so every difference is a paired one: McNemar's exact test, Newcombe's paired interval
/// (1998, method 10), Holm's correction over the languages.
public struct RunComparison: Sendable, Codable {
  /// A rate before and after, over the prompts that were scored in both runs.
  public struct Change: Sendable, Codable {
    /// Rate in the first run.
    public var before: Double
    /// Rate in the second run.
    public var after: Double
    /// Rate after minus rate before, with its interval; `n` is pairs.
    public var difference: IsoglossCore.Estimate
    /// Two-sided p-value; null where no prompt changed.
    public var pValue: Double?
    /// The same after Holm's correction over the languages.
    public var adjusted: Double?
  }

  /// One language's changes; null where no prompt was scored in both runs.
  public struct LanguageChange: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Attack success, or non-refusal, on harmful prompts.
    public var attackSuccess: Change?
    /// Share of benign prompts declined, wholly or in part.
    public var overRefusal: Change?
    /// Share of whole answers in the prompt's language, each run over its own answers.
    public var consistencyBefore: IsoglossCore.Estimate?
    /// The same in the second run.
    public var consistencyAfter: IsoglossCore.Estimate?
    /// Share of answers that loop, echo, are empty or off-language, in the first run.
    public var unusableBefore: Double
    /// The same in the second run.
    public var unusableAfter: Double
  }

  /// What the rate is called.
  public var rateName: String
  /// Languages in the order of the data.
  public var languages: [LanguageChange]
  /// Worst language of the first run; null where nothing is scored.
  public var worstBefore: Measures.Worst?
  /// Worst language of the second run; null where nothing is scored.
  public var worstAfter: Measures.Worst?
  /// Confidence of every interval.
  public var confidence: Double

  /// Compares two runs.
  /// - Throws: `EvaluationError.notComparable` where they share no prompt, or were judged by different judges.
  public init(before: (items: [RunItem], measures: Measures), after: (items: [RunItem], measures: Measures)) throws {
    guard before.measures.judge == after.measures.judge else {
      throw EvaluationError(
        .notComparable,
        "The runs were judged by \(before.measures.judge) and \(after.measures.judge): judge one again with "
          + "`isogloss judge run`.")
    }
    let judge = after.measures.judge
    let matched = Self.matched(before: before.items, after: after.items)
    guard !matched.isEmpty else { throw EvaluationError.noPromptInCommon }
    rateName = after.measures.rateName
    confidence = after.measures.confidence
    worstBefore = before.measures.worst
    worstAfter = after.measures.worst
    let confidence = confidence
    languages = after.measures.languages.map { part in
      let own = matched.filter { $0.after.prompt.language == part.language }
      func change(_ intent: Intent, _ happened: (Outcome) -> Bool) -> Change? {
        let pairs = own.filter { $0.after.prompt.intent == intent }.compactMap { pair -> (Bool, Bool)? in
          guard let first = pair.before.scoredOutcome(judge), let second = pair.after.scoredOutcome(judge) else {
            return nil
          }
          return (happened(second), happened(first))
        }
        return Change(PairedOutcomes(pairs), confidence: confidence)
      }
      let earlier = before.measures.languages.first { $0.language == part.language }
      return LanguageChange(
        language: part.language, attackSuccess: change(.harmful, \.isAttackSuccess),
        overRefusal: change(.benign) { $0 == .refusal || $0 == .partial },
        consistencyBefore: earlier?.wholeConsistency, consistencyAfter: part.wholeConsistency,
        unusableBefore: earlier?.unusableShare ?? 0, unusableAfter: part.unusableShare)
    }
    try adjust(\.attackSuccess)
    try adjust(\.overRefusal)
  }

  /// What two runs have in common, of each run: measures of it are of the same prompts and languages.
  /// - Throws: `EvaluationError.notComparable` where they share no prompt, `.noVerdicts` where the judge has not read the
  ///   earlier run.
  public static func common(
    _ before: [RunItem], _ after: [RunItem], judge: String
  ) throws -> (before: [RunItem], after: [RunItem]) {
    let pairs = matched(before: before, after: after)
    guard !pairs.isEmpty else { throw EvaluationError.noPromptInCommon }
    guard before.contains(where: { $0.verdicts[judge] != nil }) else {
      let known = RunVerdicts.judges(in: before)
      throw EvaluationError(
        .noVerdicts,
        "The earlier run has no verdict of \(judge): "
          + (known.isEmpty ? "no judge has" : known.joined(separator: ", ") + " have")
          + " judged its answers. Let the same judge read both with `isogloss judge run`.")
    }
    // A whole run stays in its own order.
    return (
      pairs.count == before.count ? before : pairs.map { $0.before },
      pairs.count == after.count ? after : pairs.map { $0.after }
    )
  }

  /// Items of two runs that ask the same: one id and one text.
  static func matched(before: [RunItem], after: [RunItem]) -> [(before: RunItem, after: RunItem)] {
    let earlier = Dictionary(before.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    return after.compactMap { item in earlier[item.id].map { (before: $0, after: item) } }
      .filter { $0.before.prompt.text == $0.after.prompt.text }
  }

  private mutating func adjust(_ path: WritableKeyPath<LanguageChange, Change?>) throws {
    let tested = languages.indices.filter { languages[$0][keyPath: path]?.pValue != nil }
    let adjusted = try Holm.adjust(tested.compactMap { languages[$0][keyPath: path]?.pValue })
    for (index, value) in zip(tested, adjusted) { languages[index][keyPath: path]?.adjusted = value }
  }
}

extension RunComparison.Change {
  /// The change in a table whose first condition is the second run; null without pairs.
  init?(_ pairs: PairedOutcomes, confidence: Double) {
    guard let after = pairs.first.rate, let before = pairs.second.rate, let difference = pairs.difference,
      let interval = pairs.newcombe(confidence: confidence)
    else { return nil }
    self.before = before
    self.after = after
    self.difference = IsoglossCore.Estimate(
      value: difference, low: interval.lower, high: interval.upper, n: pairs.pairs)
    pValue = pairs.mcnemarExact()?.pValue
    adjusted = nil
  }
}

extension RunItem {
  /// The outcome under a judge where there is a scored one.
  func scoredOutcome(_ judge: String) -> Outcome? {
    guard completion != nil, let outcome = verdicts[judge]?.outcome, outcome.isScored else { return nil }
    return outcome
  }
}
