/// How a policy is trained. The defaults are those of TRL's DPO, with LoRA on every linear layer.
public struct TrainerOptions: Hashable, Sendable, Codable {
  /// Which weights are trained.
  public enum Weights: Hashable, Sendable, Codable {
    /// Low-rank additions (Hu et al. 2021) to the named kinds of linear layers; none named: all of them.
    case lowRank(LowRankOptions)
    /// Every weight of the model.
    case all
  }

  /// What is made small.
  public var loss: PreferenceLoss
  /// Which weights are trained.
  public var weights: Weights
  /// The learning rate.
  public var rate: LearningRate
  /// AdamW's decay of the first moment.
  public var beta1 = 0.9
  /// AdamW's decay of the second moment.
  public var beta2 = 0.999
  /// Added to AdamW's denominator.
  public var epsilon = 1e-8
  /// Weight decay; biases and norms are left out.
  public var decay = 0.0
  /// Largest norm of all gradients together; 0 leaves them as they are.
  public var clip = 1.0
  /// Tokens of the longest row that runs at once: what bounds memory. Longer steps run in several rows.
  public var tokenBudget = 4096
  /// Whether blocks are computed a second time for the gradient instead of being kept.
  public var checkpointing = false
  /// Whether this package's own kernels are used where they can be: adapters in bfloat16 on a processor with AVX-512 BF16.
  public var usesFusedKernels = true
  /// Seed of the adapters' first values.
  public var seed: UInt64 = 42

  /// Options.
  public init(loss: PreferenceLoss = PreferenceLoss(.sigmoid), weights: Weights = .lowRank(.init()), rate: LearningRate)
  {
    self.loss = loss
    self.weights = weights
    self.rate = rate
  }

  /// Refuses numbers that no training can be run with.
  /// - Throws: `AlignmentError.badOptions`.
  func validate() throws {
    try loss.validate()
    func need(_ holds: Bool, _ message: String) throws {
      if !holds { throw AlignmentError(.badOptions, message) }
    }
    try need(rate.peak >= 0 && rate.peak.isFinite, "The learning rate must be at least 0; it is \(rate.peak).")
    try need(rate.steps > 0, "A run needs at least one step.")
    try need(rate.warmup >= 0, "The warm-up cannot have \(rate.warmup) steps.")
    try need(clip >= 0, "The largest gradient norm must be at least 0; it is \(clip).")
    try need(decay >= 0, "The weight decay must be at least 0; it is \(decay).")
    try need(tokenBudget > 1, "A row needs room for at least two tokens; the budget is \(tokenBudget).")
    try need((0..<1).contains(beta1) && (0..<1).contains(beta2) && epsilon > 0, "AdamW's constants are out of range.")
    if case .lowRank(let options) = weights { try options.validate() }
  }
}

/// Low-rank adapters as PEFT makes them: A uniform in ±1/√inputs (kaiming_uniform with a = √5), B zero, no dropout.
public struct LowRankOptions: Hashable, Sendable, Codable {
  /// Rank of every addition.
  public var rank: Int
  /// α: the additions are scaled by α / rank.
  public var alpha: Double
  /// Whether they are scaled by α / √rank instead (Kalajdzievski 2023).
  public var usesRankStabilisation: Bool
  /// Ends of the names of the layers that are adapted (`q_proj`); empty: all linear layers of the blocks.
  public var targets: [String]

  /// Adapters.
  public init(rank: Int = 16, alpha: Double = 32, usesRankStabilisation: Bool = false, targets: [String] = []) {
    self.rank = rank
    self.alpha = alpha
    self.usesRankStabilisation = usesRankStabilisation
    self.targets = targets
  }

  /// Factor of B A.
  public var scale: Double { alpha / (usesRankStabilisation ? Double(rank).squareRoot() : Double(rank)) }

  /// Whether a layer is adapted.
  func adapts(_ layer: String) -> Bool { targets.isEmpty || targets.contains { layer.hasSuffix(".\($0)") } }

  func validate() throws {
    guard rank > 0, rank <= 1 << 12 else { throw AlignmentError(.badOptions, "Adapters cannot have rank \(rank).") }
    guard alpha.isFinite else { throw AlignmentError(.badOptions, "α must be a finite number.") }
    let known: Set = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
    if let unknown = targets.first(where: { !known.contains($0) }) {
      throw AlignmentError(
        .badOptions, "There are no layers called \(unknown); they are \(known.sorted().joined(separator: ", ")).")
    }
  }
}
