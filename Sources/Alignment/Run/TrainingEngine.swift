public import Foundation

/// What a run needs of a trainer. Implementations belong to one thread.
public protocol TrainingEngine: AnyObject {
  /// Takes an optimiser step on the mean loss of some pairs.
  func step(_ pairs: [TokenizedPair]) throws -> StepMetrics
  /// Scores pairs without a step.
  func evaluate(_ pairs: [TokenizedPair]) throws -> [PairScore]
  /// Writes everything that training needs to go on as if it had not stopped.
  func exportState(to url: URL) throws
  /// Goes on from a written state.
  func importState(from url: URL) throws
}

extension Trainer: TrainingEngine {
  /// Writes the trainer's state as a safetensors file.
  public func exportState(to url: URL) throws { try exportState().write(to: url) }
  /// Reads it.
  public func importState(from url: URL) throws { try importState(TrainerState(contentsOf: url)) }
}
