internal import IsoglossAlignment
internal import IsoglossCore
internal import IsoglossModels
internal import IsoglossStatistics
internal import IsoglossTorch

/// How the small adapters of a study are trained: DPO from nothing, at a constant rate.
public struct RetrainingOptions: Hashable, Sendable, Codable {
  /// Rank of the adapters; α is twice that.
  public var rank = 4
  /// Learning rate.
  public var rate = 1e-3
  /// Strength of the tie to the reference.
  public var beta = 0.1
  /// Pairs a step.
  public var batch = 10
  /// Passes over the pairs.
  public var epochs = 1
  /// Seed of the adapters' first values and of the order.
  public var seed: UInt64 = 0

  /// The largest rank, batch and number of passes.
  public static let most = 10_000

  /// Options.
  public init() {}

  /// - Throws: `InfluenceError.badOptions`.
  func validate() throws {
    guard rank > 0, rate > 0, rate.isFinite, beta > 0, batch > 0, epochs > 0 else {
      throw InfluenceError(.badOptions, "Rank, rate, beta, batch and epochs must be above 0.")
    }
    guard max(rank, batch, epochs) <= Self.most else {
      throw InfluenceError(.badOptions, "Rank, batch and epochs must be at most \(Self.most).")
    }
  }
}

/// Trains the same model again and again, each time from the same start.
///
/// One trainer is set back to its first state: the weights are packed once, and the reference's log-probabilities are kept.
final class Retraining {
  let options: RetrainingOptions
  private let trainer: Trainer
  private let start: TrainerState

  init(_ decoder: Decoder, _ options: RetrainingOptions, steps: Int, usesFusedKernels: Bool = true) throws {
    try options.validate()
    self.options = options
    var settings = TrainerOptions(
      loss: PreferenceLoss(.sigmoid, beta: options.beta),
      weights: .lowRank(LowRankOptions(rank: options.rank, alpha: Double(2 * options.rank))),
      rate: LearningRate(peak: options.rate, shape: .constant, steps: max(1, steps)))
    settings.seed = options.seed
    settings.usesFusedKernels = usesFusedKernels
    trainer = try Trainer(decoder, fingerprint: "study", options: settings)
    start = try trainer.exportState()
  }

  /// Trains on some of the pairs, in the order that all of them have.
  /// - Parameters:
  ///   - chosen: places of the pairs; empty trains on nothing.
  ///   - keeping: states to keep on the way, evenly spaced, the last one included.
  /// - Returns: the adapter at these moments; the rate of each is that of its share of the steps.
  func train(
    _ pairs: [TokenizedPair], on chosen: some Sequence<Int>, keeping: Int = 0
  ) throws -> [AdapterSnapshot] {
    try trainer.importState(start)
    // One at a time: what is kept of a pair must not depend, in its last bits, on the pairs that ran beside it.
    for pair in pairs { try trainer.prepareReferences([pair]) }
    let wanted = Set(chosen)
    var batches: [[TokenizedPair]] = []
    for epoch in 0..<options.epochs {
      var generator = SeededGenerator(seed: options.seed &+ UInt64(epoch) &* 7919)
      var order = Array(pairs.indices)
      generator.shuffle(&order)
      let mine = order.filter(wanted.contains)
      batches += stride(from: 0, to: mine.count, by: options.batch).map { first in
        mine[first..<min(first + options.batch, mine.count)].map { pairs[$0] }
      }
    }
    var kept: [AdapterSnapshot] = []
    for (number, batch) in batches.enumerated() {
      if Task.isCancelled { throw CancellationError() }
      _ = try trainer.step(batch)
      let due = keeping > 0 && (number + 1) * keeping / batches.count > number * keeping / batches.count
      guard due, let adapter = try trainer.adapter() else { continue }
      let state = try trainer.exportState()
      kept.append(
        AdapterSnapshot(
          name: "step-\(number + 1)", hash: "", rate: options.rate, weights: adapter,
          moments: .init(first: state.first, second: state.second)))
    }
    return kept
  }

  /// log π(chosen) − log π(rejected) of some pairs under the model as it is now.
  func margins(_ pairs: [TokenizedPair]) throws -> [Double] {
    try trainer.evaluate(pairs).map { $0.chosen - ($0.rejected ?? 0) }
  }
}
