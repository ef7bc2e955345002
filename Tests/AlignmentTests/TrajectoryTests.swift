import IsoglossTorch
import Testing

@testable import IsoglossAlignment

/// Twenty optimiser steps beside TRL's, for each loss, on a Llama and a Gemma 3.
@Suite struct TrajectoryTests {
  static let runs = [
    "sigmoid", "sft", "ipo", "robust", "cdpo", "hinge", "sigmoid+sft", "sigmoid-decay", "sigmoid-rslora",
    "sigmoid-full",
  ]

  static func trainer(_ model: String, _ golden: Golden, _ run: Golden.Run, budget: Int = 4096) throws -> Trainer {
    let kinds: [PreferenceLoss.Kind] = try run.loss.map {
      try #require(PreferenceLoss.Kind(rawValue: $0 == "aot" ? "cdpo" : $0))
    }
    let weights = run.weights ?? kinds.map { _ in 1 }
    let loss = PreferenceLoss(
      terms: zip(kinds, weights).map { .init($0, weight: $1) }, beta: run.beta, smoothing: run.smoothing)
    let shape = try #require(LearningRate.Shape(rawValue: run.schedule))
    let lowRank = LowRankOptions(
      rank: golden.made.rank, alpha: Double(2 * golden.made.rank), usesRankStabilisation: run.rslora)
    var options = TrainerOptions(
      loss: loss, weights: run.full ? .all : .lowRank(lowRank),
      rate: LearningRate(peak: run.rate, shape: shape, warmup: run.warmup, steps: run.steps.count))
    options.decay = run.decay
    options.clip = run.clip
    options.tokenBudget = budget
    let adapter = run.full ? nil : try Tiny.start(model, options: lowRank)
    return try Trainer(Tiny.decoder(model), fingerprint: model, options: options, adapter: adapter)
  }

  @Test("losses, gradients and metrics follow TRL's for twenty steps", arguments: Tiny.names, runs)
  func trajectory(model: String, name: String) throws {
    let golden = try Golden(model)
    let run = try #require(golden.runs[name])
    let trainer = try Self.trainer(model, golden, run)
    let pairs = golden.tokenized
    if run.loss != ["sft"] || run.full { try trainer.prepareReferences(pairs) }
    for (index, expected) in run.steps.enumerated() {
      let batch = Array(pairs[index * golden.made.batch..<(index + 1) * golden.made.batch])
      let found = try trainer.step(batch)
      func same(_ key: String, _ value: Double?, _ tolerance: Double, atLeast floor: Double = 0) throws {
        guard let value else { return }
        let wanted = try #require(expected[key])
        #expect(
          abs(value - wanted) <= tolerance * max(abs(wanted), floor),
          "\(name) step \(index + 1) \(key): \(value), \(wanted)")
      }
      let means = try #require(PairMeans(found.pairs))
      try same("loss", found.loss, 1e-5)
      try same("gradNorm", found.gradientNorm, 1e-4)
      try same("rate", found.rate, 1e-6, atLeast: 1e-9)
      try same("rewards/chosen", means.chosenReward, 1e-3, atLeast: 1e-2)
      try same("rewards/rejected", means.rejectedReward, 1e-3, atLeast: 1e-2)
      try same("rewards/margins", means.margin, 1e-3, atLeast: 1e-2)
      if index > 0 { try same("rewards/accuracies", means.accuracy, 1e-6) }
      try same("logps/chosen", means.chosen, 1e-5)
      try same("logps/rejected", means.rejected, 1e-5)
      // TRL means these over micro-batches whatever their tokens.
      guard run.accumulation == 1 else { continue }
      try same("mean_token_accuracy", means.tokenAccuracy, 1e-6)
      if means.rejected != nil { try same("entropy", means.entropy, 1e-4, atLeast: 1e-2) }
    }
  }

  @Test("the first DPO loss is ln 2 and no reward is above another", arguments: Tiny.names)
  func firstLoss(model: String) throws {
    let trainer = try Trainer(Tiny.decoder(model), fingerprint: model, options: Tiny.options())
    let found = try trainer.step(Tiny.pairs(5))
    #expect(abs(found.loss - 0.6931471805599453) < 1e-12)
    #expect(found.pairs.allSatisfy { $0.isAccurate == false && $0.margin == 0 })
  }

  @Test("losses' slopes equal finite differences", arguments: PreferenceLoss.Kind.allCases)
  func slopes(kind: PreferenceLoss.Kind) throws {
    let loss = PreferenceLoss(kind, beta: 0.3, smoothing: 0.15)
    func value(_ chosen: Tensor, _ rejected: Tensor) throws -> Tensor {
      try loss(
        .init(
          chosen: chosen, rejected: rejected, referenceChosen: Tensor([-30, -12.5]),
          referenceRejected: Tensor([-20, -33]), chosenTokens: Tensor([7.0, 3]), rejectedTokens: Tensor([5.0, 11]),
          meanChosenTokens: 5)
      ).sum()
    }
    let at = [[-28, -14.0], [-22.0, -31]]
    let leaves = try at.map { try Tensor($0).requiringGrad() }
    let slopes = try value(leaves[0], leaves[1]).gradients(by: leaves).map { try $0.doubles() }
    for side in 0..<2 {
      for index in 0..<2 {
        func moved(_ by: Double) throws -> Double {
          var point = at
          point[side][index] += by
          return try value(Tensor(point[0]), Tensor(point[1])).item()
        }
        let slope = (try moved(1e-5) - moved(-1e-5)) / 2e-5
        #expect(abs(slope - slopes[side][index]) < 1e-7 * max(1, abs(slope)), "\(kind) \(side) \(index)")
      }
    }
  }
}
