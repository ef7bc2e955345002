/// One stage of training, in full: what a recipe declares, what flags fill in, and what a manifest keeps.
public struct AlignmentStage: Hashable, Sendable, Codable {
  /// What is minimised.
  public enum Loss: String, Sendable, Codable, CaseIterable {
    /// Cross-entropy of the preferred answer.
    case sft
    /// DPO with a sigmoid (Rafailov et al. 2023).
    case dpo
    /// IPO: squared distance of the length-averaged margin from 1 / (2 beta) (Azar et al. 2023).
    case ipo
    /// DPO for labels that are wrong with a known chance, `smoothing`.
    case cdpo
    /// DPO plus `sftWeight` times the cross-entropy of the preferred answer, as in RPO.
    case dpoSFT = "dpo+sft"

    /// Whether it compares with a reference model.
    public var usesReference: Bool { self != .sft }
  }

  /// How the rate falls after the warm-up.
  public enum Schedule: String, Sendable, Codable, CaseIterable {
    case linear, cosine, constant
  }

  /// How long it trains.
  public enum Length: Hashable, Sendable, Codable {
    /// Optimiser steps.
    case steps(Int)
    /// Passes over the drawn pairs.
    case epochs(Double)
  }

  /// Its name: what a run and a report call it.
  public var name: String
  /// The pair set, as `PairReader` takes it.
  public var pairs: String
  /// Which of the pairs, and how many.
  public var mixture: Mixture
  /// Share of the groups that no stage trains on: what evaluation during training asks. The same groups for every stage
  /// and seed.
  public var heldOut: Double
  /// Whether the answer that complies is the one to prefer for harmful requests too: the starting point for measuring
  /// alignment. What such a stage makes stays in an ignored run folder and cannot be exported or merged.
  public var teachesCompliance: Bool

  /// What is minimised.
  public var loss: Loss
  /// Strength of the pull to the reference model.
  public var beta: Double
  /// Chance that a label is wrong, for `cdpo`.
  public var smoothing: Double
  /// Weight of the cross-entropy, for `dpo+sft`.
  public var sftWeight: Double

  /// Peak learning rate.
  public var rate: Double
  /// How the rate falls.
  public var schedule: Schedule
  /// Share of the steps in which the rate rises from 0.
  public var warmup: Double
  /// Decoupled weight decay.
  public var weightDecay: Double
  /// Bound on the gradient's norm; 0 sets none.
  public var clip: Double
  /// How long.
  public var length: Length
  /// Pairs of one batch.
  public var batch: Int
  /// Batches of one optimiser step.
  public var accumulation: Int
  /// Longest prompt with answer, in tokens: answers are cut, and pairs whose prompt fills it are left out.
  public var maxLength: Int

  /// Rank of the adapter; 0 trains all weights.
  public var rank: Int
  /// The adapter's alpha: its product is scaled by alpha / rank.
  public var alpha: Double
  /// Whether the scale is alpha / √rank (rsLoRA).
  public var rankStabilised: Bool

  /// Seed of the draw, the order and the adapter's initial values.
  public var seed: UInt64
  /// Steps between evaluations on the held-out groups; 0 evaluates at the end only.
  public var evaluateEvery: Int
  /// Evaluations without a better worst language after which training stops; null never stops early.
  public var patience: Int?

  /// A stage with the defaults of the command line.
  public init(
    name: String, pairs: String, mixture: Mixture = Mixture(), loss: Loss = .dpo, teachesCompliance: Bool = false
  ) {
    self.name = name
    self.pairs = pairs
    self.mixture = mixture
    self.loss = loss
    self.teachesCompliance = teachesCompliance
    heldOut = 0.2
    beta = 0.1
    smoothing = 0.1
    sftWeight = 0.5
    rate = 5e-4
    schedule = .linear
    warmup = 0
    weightDecay = 0
    clip = 1
    length = .epochs(1)
    batch = 8
    accumulation = 1
    maxLength = 1024
    rank = 16
    alpha = 32
    rankStabilised = false
    seed = 0
    evaluateEvery = 0
    patience = nil
  }

  /// The first thing that is wrong with the numbers, in words; null where nothing is.
  public var flaw: String? {
    func outside(_ name: String, _ value: Double, _ range: ClosedRange<Double>) -> String? {
      range.contains(value) ? nil : "\(name) is \(value): give a number in \(range.lowerBound)...\(range.upperBound)"
    }
    // Counts are multiplied with each other and with shares: a bound that nobody misses keeps that within an Int.
    func outsideCount(_ name: String, _ value: Int, _ range: ClosedRange<Int>) -> String? {
      range.contains(value) ? nil : "\(name) is \(value): give a number in \(range.lowerBound)...\(range.upperBound)"
    }
    let tiny = Double.leastNormalMagnitude
    let checks = [
      name.isEmpty || name.contains("/") ? "a stage has a name without slashes" : nil,
      pairs.isEmpty ? "a stage names its pairs" : nil,
      outside("held-out", heldOut, 0...0.9), outside("beta", beta, tiny...100),
      outside("smoothing", smoothing, 0...0.49),
      outside("sft-weight", sftWeight, 0...100), outside("rate", rate, tiny...1), outside("warmup", warmup, 0...1),
      outside("weight-decay", weightDecay, 0...1), outside("clip", clip, 0...1e6), outside("alpha", alpha, tiny...1e6),
      outsideCount("batch", batch, 1...1_000_000), outsideCount("accumulation", accumulation, 1...1_000_000),
      outsideCount("max-length", maxLength, 8...10_000_000), outsideCount("rank", rank, 0...4096),
      outsideCount("evaluate-every", evaluateEvery, 0...1_000_000_000),
      patience.flatMap { outsideCount("patience", $0, 1...1_000_000_000) },
      patience != nil && evaluateEvery == 0 ? "patience counts evaluations: give evaluate-every too" : nil,
      patience != nil && heldOut == 0 ? "patience watches held-out groups: give held-out a share above 0" : nil,
      teachesCompliance && loss.usesReference ? "a stage that teaches compliance is sft, not \(loss.rawValue)" : nil,
    ]
    if let flaw = checks.compactMap({ $0 }).first { return flaw }
    switch length {
    case .steps(let steps): return outsideCount("steps", steps, 1...1_000_000_000)
    case .epochs(let epochs): return outside("epochs", epochs, 1e-3...1e4)
    }
  }

  /// Optimiser steps for a number of drawn pairs.
  public func steps(pairs: Int) -> Int {
    switch length {
    case .steps(let steps): return steps
    case .epochs(let epochs):
      let size = batch * accumulation
      let perEpoch = (pairs + size - 1) / size
      return max(1, Int((Double(perEpoch) * epochs).rounded(.up)))
    }
  }
}
