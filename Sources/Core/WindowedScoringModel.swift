/// Scores continuations of prompts that may be longer than the model's context.
public protocol WindowedScoringModel: ScoringModel {
  /// As `logLikelihoods`, but an item that is longer than the context loses tokens at its start, as
  /// lm-evaluation-harness has it. `cut` holds the positions of the items that did.
  func windowedLogLikelihoods(
    _ items: [(prompt: String, continuation: String)]
  ) async throws -> (values: [Double], cut: Set<Int>)
}
