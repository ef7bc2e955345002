internal import Foundation
public import IsoglossModels
internal import IsoglossTorch

/// Measures steps of DPO on given tokens from a given adapter: our side of `make bench-dpo`.
public struct TrainingBenchmark: Sendable {
  /// What was measured.
  public struct Result: Sendable {
    /// Wall time of each step.
    public var seconds: [Double]
    /// Processor time of each step, over all threads.
    public var processorSeconds: [Double]
    /// Loss of each step.
    public var losses: [Double]
    /// Tokens in the rows of a step, on average.
    public var tokens: Double
    /// Products of a step in units of 10^12 multiplications and additions: layers and head, forward and backward.
    public var work: Double
    /// What the kernels do when they multiply the layers' shapes and nothing else, 10^12 a second.
    public var ceiling: Double
    /// Whether the fused kernels ran.
    public var isFused: Bool
    /// Bytes at most.
    public var peakBytes: Int
  }

  /// The model's name or path.
  public var model: ModelCatalog.Entry
  /// File of pairs.
  public var pairs: String
  /// PEFT file of the first adapter; null draws one.
  public var adapter: String?
  /// Pairs a step.
  public var batch: Int
  /// Learning rate, falling to 0 in a straight line.
  public var rate: Double
  /// bfloat16 or float32, by name.
  public var dtype: String

  /// A benchmark.
  public init(model: ModelCatalog.Entry, pairs: String, adapter: String?, batch: Int, rate: Double, dtype: String) {
    self.model = model
    self.pairs = pairs
    self.adapter = adapter
    self.batch = batch
    self.rate = rate
    self.dtype = dtype
  }

  /// Trains one pass over the pairs.
  public func run() throws -> Result {
    guard let type = DType(rawValue: dtype) else {
      throw AlignmentError(.badOptions, "\(dtype) is no type of numbers.")
    }
    let all = try PeerFiles.pairs(URL(filePath: pairs))
    let steps = all.count / batch
    guard steps > 0 else { throw AlignmentError(.tooFewPairs, "The file has fewer pairs than a step takes.") }
    let lowRank = LowRankOptions(rank: 16, alpha: 32)
    let options = TrainerOptions(weights: .lowRank(lowRank), rate: LearningRate(peak: rate, steps: steps))
    let trainer = try Trainer(
      Decoder.load(model, dtype: type), fingerprint: "bench", options: options,
      adapter: adapter.map { try PeerFiles.adapter(URL(filePath: $0), scale: lowRank.scale) })
    try trainer.prepareReferences(all)
    var metrics: [StepMetrics] = []
    var busy: [Double] = []
    for step in 0..<steps {
      let before = PeerFiles.processorTime()
      metrics.append(try trainer.step(Array(all[step * batch..<(step + 1) * batch])))
      busy.append(PeerFiles.processorTime() - before)
    }
    let tokens = metrics.reduce(0) { $0 + $1.tokens } / steps
    let rows = all.reduce(0) { $0 + $1.chosen.count + $1.rejected.count } / steps
    return Result(
      seconds: metrics.map(\.seconds), processorSeconds: busy, losses: metrics.map(\.loss), tokens: Double(tokens),
      work: work(trainer.configuration, tokens: tokens, rows: rows, rank: lowRank.rank),
      ceiling: try ceiling(trainer.configuration, tokens: tokens), isFused: trainer.usesFusedKernels,
      peakBytes: ProcessMemory.peak ?? 0)
  }

  /// Forward and backward of layers, adapters and head; attention is left out.
  private func work(_ c: ModelConfiguration, tokens: Int, rows: Int, rank: Int) -> Double {
    let shapes = c.linearShapes.values
    let weights = shapes.reduce(0) { $0 + $1.inputs * $1.outputs }
    let additions = shapes.reduce(0) { $0 + ($1.inputs + $1.outputs) * rank }
    let head = c.vocabulary * c.width * rows
    return Double((weights * 2 + additions * 3) * tokens + head * 2) * 2 / 1e12
  }

  /// The rate of the largest product of a block alone, the best of several runs.
  private func ceiling(_ c: ModelConfiguration, tokens: Int) throws -> Double {
    try inference {
      let random = try RandomStream(seed: 1)
      let x = try random.normal([tokens, c.width]).to(.bfloat16)
      let weight = try random.normal([2 * c.hiddenWidth, c.width]).to(.bfloat16)
      let layer = Processor.hasTrainingKernels ? try TrainingLayer([weight], rank: 0) : nil
      let best = try (0..<20).map { _ in
        let start = ContinuousClock.now
        if let layer { _ = try layer.forward(x) } else { _ = try x.linear(weight) }
        return (ContinuousClock.now - start) / .seconds(1)
      }.min()
      return Double(2 * tokens * c.width * 2 * c.hiddenWidth) / 1e12 / (best ?? 1)
    }
  }
}
