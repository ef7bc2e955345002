internal import Foundation

/// Rank 0's trainer: the other ranks do with theirs what is asked of it.
///
/// A run asks rank 0 alone, so that its files, its decisions and its interruption are in one place.
final class LeadingEngine: TrainingEngine {
  private let trainer: Trainer
  private let group: any RankGroup
  /// Pairs whose references are found between two looks at whether the run was interrupted, for each rank.
  private let chunk = 64

  /// Brings all ranks to the numbers of this trainer.
  init(_ trainer: Trainer, _ group: any RankGroup) throws {
    self.trainer = trainer
    self.group = group
    try synchronize()
  }

  /// Makes sure that the reference's log-probabilities of some pairs are known on all ranks.
  /// - Parameter progress: called with the number of pairs that are done, of all.
  func prepareReferences(_ pairs: [TokenizedPair], progress: (Int, Int) throws -> Void) throws {
    for start in stride(from: 0, to: pairs.count, by: chunk * group.count) {
      let part = Array(pairs[start..<min(start + chunk * group.count, pairs.count)])
      try tell(.prepare(part))
      try trainer.prepareReferences(part)
      try progress(start + part.count, pairs.count)
    }
  }

  func step(_ pairs: [TokenizedPair]) throws -> StepMetrics {
    try tell(.step(pairs))
    return try trainer.step(pairs)
  }

  func evaluate(_ pairs: [TokenizedPair]) throws -> [PairScore] {
    try tell(.evaluate(pairs))
    return try trainer.evaluate(pairs)
  }

  func exportState(to url: URL) throws { try trainer.exportState(to: url) }

  func importState(from url: URL) throws {
    try trainer.importState(from: url)
    try synchronize()
  }

  /// Lets the other ranks go on to what follows the stage, or stop.
  func end(interrupted: Bool = false) throws { try tell(interrupted ? .interrupted : .end) }

  private func synchronize() throws {
    try tell(.synchronize)
    try trainer.synchronize()
  }

  private func tell(_ command: RankCommand) throws { _ = try group.said(command) }
}

extension Trainer {
  /// Does what rank 0 says until the stage is over.
  /// - Throws: `CancellationError` where it was interrupted; what a step throws, on all ranks alike.
  func follow(_ group: any RankGroup) throws {
    while true {
      let command: RankCommand = try group.said(nil)
      switch command {
      case .prepare(let pairs): try prepareReferences(pairs)
      case .step(let pairs): _ = try step(pairs)
      case .evaluate(let pairs): _ = try evaluate(pairs)
      case .synchronize: try synchronize()
      case .end: return
      case .interrupted: throw CancellationError()
      }
    }
  }
}
