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

  /// What two runs have in common, of each run: measures of it are of the same prompts and languages.
  public struct Common: Sendable {
    /// Items of the earlier run.
    public let before: [RunItem]
    /// Items of the later run.
    public let after: [RunItem]
    let pairs: [(before: RunItem, after: RunItem)]

    /// Pairs two runs by prompt.
    /// - Throws: `EvaluationError.notComparable` where they share no prompt.
    public init(_ before: [RunItem], _ after: [RunItem]) throws {
      let pairs = RunComparison.matched(before: before, after: after)
      guard !pairs.isEmpty else { throw EvaluationError.noPromptInCommon }
      self.pairs = pairs
      // A whole run stays in its own order.
      self.before = pairs.count == before.count ? before : pairs.map { $0.before }
      self.after = pairs.count == after.count ? after : pairs.map { $0.after }
    }
  }

  /// Compares what two runs have in common.
  /// - Parameters:
  ///   - before: measures of the earlier run.
  ///   - after: measures of the later run.
  /// - Throws: `EvaluationError.notComparable` where the runs were judged by different judges.
  public init(_ common: Common, before: Measures, after: Measures) throws {
    guard before.judge == after.judge else {
      throw EvaluationError(
        .notComparable,
        "The runs were judged by \(before.judge) and \(after.judge): judge one again with `isogloss judge run`.")
    }
    let judge = after.judge
    rateName = after.rateName
    confidence = after.confidence
    worstBefore = before.worst
    worstAfter = after.worst
    let confidence = confidence
    languages = after.languages.map { part in
      let own = common.pairs.filter { $0.after.prompt.language == part.language }
      func change(_ intent: Intent, _ happened: (Outcome) -> Bool) -> Change? {
        let pairs = own.filter { $0.after.prompt.intent == intent }.compactMap { pair -> (Bool, Bool)? in
          guard let first = pair.before.scoredOutcome(judge), let second = pair.after.scoredOutcome(judge) else {
            return nil
          }
          return (happened(second), happened(first))
        }
        return Change(PairedOutcomes(pairs), confidence: confidence)
      }
      let earlier = before.languages.first { $0.language == part.language }
      return LanguageChange(
        language: part.language, attackSuccess: change(.harmful, \.isAttackSuccess),
        overRefusal: change(.benign) { $0 == .refusal || $0 == .partial },
        consistencyBefore: earlier?.wholeConsistency, consistencyAfter: part.wholeConsistency,
        unusableBefore: earlier?.unusableShare ?? 0, unusableAfter: part.unusableShare)
    }
    try adjust(\.attackSuccess)
    try adjust(\.overRefusal)
  }

  /// What two runs have in common, both read by a judge.
  /// - Throws: `EvaluationError.notComparable` where they share no prompt, `.noVerdicts` where the judge has not read the
  ///   earlier run.
  public static func common(_ before: [RunItem], _ after: [RunItem], judge: String) throws -> Common {
    let common = try Common(before, after)
    guard before.contains(where: { $0.verdicts[judge] != nil }) else {
      throw EvaluationError.noVerdicts(judge, among: RunVerdicts.judges(in: before), of: "The earlier run")
    }
    return common
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
