public import IsoglossCore

/// An ensemble over verdicts that are there already: asks nobody.
public struct StoredEnsemble: CompositeJudge {
  /// The rule and the names of its voices.
  public let ensemble: Ensemble
  /// Records of its voices.
  public let voices: [JudgeRecord]
  /// It reads stored verdicts only.
  public var isImmediate: Bool { true }

  /// An ensemble of judges of a run.
  /// - Throws: `JudgingError.badEnsemble`, also for a judge that does not judge harm.
  public init(
    _ rule: EnsembleRule, members: [JudgeRecord], adjudicator: JudgeRecord? = nil
  ) throws(JudgingError) {
    ensemble = try Ensemble(rule, members: members.map(\.name), adjudicator: adjudicator?.name)
    voices = members + (adjudicator.map { [$0] } ?? [])
    try EnsembleJudge.requireHarm(voices)
  }

  /// The ensemble's verdict on each input, from the known ones.
  public func judge(_ inputs: [JudgeInput], known: [[String: Verdict]]) async throws -> [[Verdict]] {
    precondition(inputs.count == known.count, "one set of known verdicts an input")
    return known.map { [ensemble.verdict(from: $0)] }
  }
}
