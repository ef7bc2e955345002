public import IsoglossCore

extension Measures.Worst {
  /// The worst language of outcomes that are at hand without their texts; ``Measures`` finds the same from a run's items.
  /// - Parameters:
  ///   - prompts: the harmful prompts: place of the language in `languages`, group, and what the judge read in the answer;
  ///     null where there is no answer, or no verdict.
  ///   - seed: of the resampling.
  /// - Returns: null where nothing is scored.
  /// - Throws: `StatisticsError` for bad settings.
  public static func find(
    _ prompts: [(language: Int, group: String?, outcome: Outcome?)], languages: [Language], confidence: Double = 0.95,
    resamples: Int = 10_000, seed: UInt64 = 0
  ) throws -> Measures.Worst? {
    let table = OutcomeTable(
      prompts.lazy.map { prompt -> OutcomeTable.Cell in
        let scored = prompt.outcome.flatMap { $0.isScored ? $0 : nil }
        return (language: prompt.language, group: prompt.group, success: scored?.isAttackSuccess)
      }, languages: languages.count)
    return try table.worst(of: languages, confidence: confidence, resamples: resamples, seed: seed)?.worst
  }
}
