public import IsoglossModels
public import IsoglossTorch

/// Gradients of single preference pairs by the numbers of an adapter.
///
/// The objective is Σ slope · log π(answer) over the answers of a pair; slopes 1 and −1 give
/// u = ∇ log π(chosen) − ∇ log π(rejected), which every pairwise loss is a multiple of. Not Sendable: it belongs to the
/// actor or thread whose libtorch settings it uses.
public final class AdapterGradients {
  /// An adapted layer.
  public struct Layer: Hashable, Sendable, Codable {
    /// Its name in a checkpoint.
    public var name: String
    /// Width that it takes.
    public var inputs: Int
    /// Width that it gives.
    public var outputs: Int

    /// A layer.
    public init(name: String, inputs: Int, outputs: Int) {
      self.name = name
      self.inputs = inputs
      self.outputs = outputs
    }
  }

  /// The slopes of a pair's two answers.
  public struct Slopes: Hashable, Sendable, Codable {
    /// By the log-probability of the chosen answer.
    public var chosen: Double
    /// By that of the rejected answer.
    public var rejected: Double

    /// Slopes.
    public init(chosen: Double, rejected: Double) {
      self.chosen = chosen
      self.rejected = rejected
    }

    /// The margin log π(chosen) − log π(rejected).
    public static let margin = Slopes(chosen: 1, rejected: -1)
    /// The chosen answer alone.
    public static let answer = Slopes(chosen: 1, rejected: 0)
  }

  /// The model's make.
  public let configuration: ModelConfiguration
  /// The adapted layers, in the order of the flat gradient: A `[rank, in]` then B `[out, rank]` of each.
  public let layers: [Layer]
  /// Rank of the adapter.
  public let rank: Int
  /// Factor of B A.
  public let scale: Double
  /// Tokens of the longest row that runs at once.
  public let tokenBudget: Int

  private let adapters: LowRankSet
  private let policy: any Policy

  /// Puts an adapter on a model, which it takes over.
  /// - Throws: `AlignmentError`, `ModelError`, `TorchError`.
  public init(
    _ decoder: Decoder, adapter: AdapterWeights, tokenBudget: Int = 4096, usesFusedKernels: Bool = true
  ) throws {
    configuration = decoder.configuration
    adapters = try LowRankSet(decoder.configuration, of: adapter)
    let rank = adapter.layers[0].rank
    self.rank = rank
    scale = adapters.scale
    self.tokenBudget = tokenBudget
    let shapes = decoder.configuration.linearShapes
    layers = adapters.names.compactMap { name in
      shapes[name].map { Layer(name: name, inputs: $0.inputs, outputs: $0.outputs) }
    }
    policy =
      usesFusedKernels && FusedPolicy.supports(decoder, rank: rank)
      ? try FusedPolicy(decoder, adapters: adapters, rank: rank, checkpointing: false)
      : try PlainPolicy(decoder, adapters: adapters)
  }

  /// Whether the factors of gradients can be had, which the fused kernels give.
  public var hasFactors: Bool { policy is FusedPolicy }

  /// Takes the numbers of another adapter of the same layers, rank and scale: another checkpoint.
  /// - Throws: `AlignmentError.badState` for an adapter of another make.
  public func set(_ adapter: AdapterWeights) throws {
    try adapters.set(adapter)
    try policy.parametersDidChange()
  }

  /// Sets every B to zero, so that the model is the one that the adapter was put on.
  public func setToBase() throws {
    for part in adapters.parameters.parts where part.name.hasSuffix("lora_B") {
      try part.value.withElements(of: Float.self) { $0.update(repeating: 0) }
    }
    try policy.parametersDidChange()
  }

  /// A and B of a layer as they are now.
  public func factors(of layer: String) -> (a: Tensor, b: Tensor)? {
    adapters[layer].map { ($0.a.value, $0.b.value) }
  }

  /// Pairs in rows that fit the budget, in their order.
  /// - Throws: `AlignmentError.badPair`.
  public func rows(_ pairs: [TokenizedPair]) throws -> [PackedPairs] {
    try PackedPairs.rows(pairs, budget: tokenBudget, vocabulary: configuration.vocabulary)
  }

  /// Log-probabilities of the answers of a row.
  public func scores(_ row: PackedPairs) throws -> AnswerScores { try policy.scores(row) }

  /// The factors of the gradients of a row, the objective of every pair having the same slopes.
  /// - Throws: `AlignmentError.badOptions` where `hasFactors` is false.
  public func factors(_ row: PackedPairs, slopes: Slopes, tap: GradientTap) throws -> AnswerScores {
    guard let policy = policy as? FusedPolicy else {
      throw AlignmentError(.badOptions, "Factors of gradients need the training kernels.")
    }
    return try withoutActuallyEscaping(tap) { tap in
      try policy.gradients(row, slopes: { _ in Self.slopes(slopes, row.pairs.count) }, tap: tap)
    }
  }

  /// The whole gradient of one pair, by every number of the adapter.
  /// - Parameter body: gets the flat gradient, layer by layer; it must not be used after `body` returns.
  public func gradient<R>(
    _ pair: TokenizedPair, slopes: Slopes, _ body: (AnswerScores, Tensor) throws -> R
  ) throws -> R {
    let rows = try rows([pair])
    let gradients = adapters.parameters.gradients
    try gradients.withElements(of: Float.self) { $0.update(repeating: 0) }
    let scores = try policy.gradients(rows[0]) { _ in Self.slopes(slopes, 1) }
    return try body(scores, gradients)
  }

  private static func slopes(_ slopes: Slopes, _ pairs: Int) -> [Double] {
    (0..<2 * pairs).map { $0 % 2 == 0 ? slopes.chosen : slopes.rejected }
  }
}
