public import IsoglossTorch

/// The model for inference: packed weights, a paged cache, and rows that belong to any sequence at any position.
///
/// A step takes rows, not texts: prompts and single new tokens mix freely and nothing is padded. The residual stream,
/// norms and softmax are float32; weights, the inputs they multiply, and the cache are `dtype`. A row's result does not
/// depend on the other rows (see `ctorch_inference.h`), so neither does a text on its batch.
public final class PackedDecoder {
  /// What it is.
  public let configuration: ModelConfiguration
  /// Type of the weights and of the cache.
  public let dtype: DType
  private let embedding: Tensor
  private let embeddingScale: Double
  private let blocks: [PackedBlock]
  private let finalNorm: Tensor
  private let head: PackedLinear
  private let rotary: RotaryTable
  private let slidingRotary: RotaryTable

  /// Reads and packs the weights, block by block: only the embedding table is also held plain.
  /// - Parameter adapter: added to the weights in memory.
  /// - Throws: `ModelError` (`badAdapter` where any part of the adapter does not belong to this model),
  ///   `ModelFileError`, `TorchError`.
  public convenience init(
    _ c: ModelConfiguration, weights: WeightReader, dtype: DType, adapter: AdapterWeights? = nil
  ) throws {
    try adapter?.check(c)
    let additions = adapter?.layersByName ?? [:]
    let embedding = try weights.tensor("model.embed_tokens.weight", shape: [c.vocabulary, c.width], dtype: dtype)
    let head =
      c.isTied ? embedding : try weights.tensor("lm_head.weight", shape: [c.vocabulary, c.width], dtype: dtype)
    try self.init(
      c, dtype, embedding: embedding, head: head, finalNorm: RMSNorm("model.norm", weights, c.width, c, dtype)
    ) { try Block($0, weights, c, dtype: dtype).merging(additions) }
  }

  /// Packs a copy of a decoder as it is now, adapters merged.
  public convenience init(_ decoder: Decoder, dtype: DType? = nil) throws {
    let dtype = dtype ?? decoder.dtype
    try self.init(
      decoder.configuration, dtype, embedding: decoder.embedding.detached().to(dtype),
      head: (decoder.head ?? decoder.embedding).detached(), finalNorm: decoder.finalNorm
    ) { decoder.blocks[$0] }
  }

  private init(
    _ c: ModelConfiguration, _ dtype: DType, embedding: Tensor, head: Tensor, finalNorm: RMSNorm,
    block: (Int) throws -> Block
  ) throws {
    guard dtype == .float32 || dtype == .bfloat16 else {
      throw ModelError(.unsupported, "Inference runs in float32 or bfloat16, not \(dtype).")
    }
    guard c.headWidth % 16 == 0 else {
      throw ModelError(.unsupported, "A head width of \(c.headWidth) is no multiple of 16.")
    }
    configuration = c
    self.dtype = dtype
    self.embedding = embedding
    embeddingScale = try Tensor.full([], c.embeddingScale, dtype: dtype).item()
    blocks = try (0..<c.layers).map { try PackedBlock(block($0), c, dtype) }
    self.finalNorm = try finalNorm.factor().detached()
    self.head = try PackedLinear([head], dtype: dtype)
    rotary = try RotaryTable(c.rope, width: c.headWidth)
    slidingRotary = try RotaryTable(c.slidingRope, width: c.headWidth)
  }

  /// Bytes of all weights as they are held.
  public var byteCount: Int {
    embedding.count * dtype.byteCount + head.byteCount + blocks.reduce(0) { $0 + $1.byteCount }
  }

  /// Whether the processor has the fast kernel for `dtype`.
  public var isFast: Bool { head.isFast }

  /// An empty cache that fits this model.
  public func makeCache() throws -> KeyValueCache {
    try KeyValueCache(
      layers: configuration.layers, heads: configuration.sharedHeads, width: configuration.headWidth, dtype: dtype)
  }

  /// The residual stream after the blocks, before the final norm: `[rows, width]`.
  ///
  /// Row i is token `ids[i]` at `positions[i]` of `slots[i]`; its keys and values join the cache. All earlier positions
  /// of its slot must be in the cache or among these rows.
  /// - Parameters:
  ///   - layers: number of blocks to run; null runs all.
  ///   - hook: called at every `HookPoint` that this path has.
  public func states(
    ids: [Int], slots: [Int64], positions: [Int64], cache: KeyValueCache, layers: Int? = nil, hook: Hook? = nil
  ) throws -> Tensor {
    guard let last = positions.max(), let lowest = ids.min(), let highest = ids.max() else {
      throw ModelError(.badRequest, "There are no tokens to run.")
    }
    guard lowest >= 0, highest < configuration.vocabulary else {
      throw ModelError(
        .badRequest, "Token ids run to \(configuration.vocabulary - 1); there is \(lowest < 0 ? lowest : highest).")
    }
    try rotary.reserve(Int(last) + 1)
    if configuration.window != nil { try slidingRotary.reserve(Int(last) + 1) }
    var reserved: [Int64: Int64] = [:]
    for (slot, position) in zip(slots, positions) { reserved[slot] = max(reserved[slot] ?? -1, position) }
    for (slot, position) in reserved { try cache.reserve(slot: Int(slot), length: Int(position) + 1) }
    var x = try Tensor.fusedEmbedding(embedding, ids, scale: embeddingScale)
    let rows = Rows(slots: slots, positions: positions, cache: cache)
    for (index, block) in blocks.prefix(layers ?? blocks.count).enumerated() {
      x = try block.run(x, index, rows, table: block.slides ? slidingRotary : rotary, configuration, hook)
    }
    return try hook.map { try $0(.final, x) } ?? x
  }

  /// Scores of every token `[rows, vocabulary]`, float32, after `states`.
  public func logits(_ states: Tensor) throws -> Tensor { try head(normed(states)) }

  /// The most likely token of each row, the first of equals: int64 `[rows]`.
  public func argmax(_ states: Tensor) throws -> [Int] { try head.argmax(normed(states)).ints() }

  /// One pass of every linear layer and the head on given inputs, for measuring.
  func runLinearLayers(_ x: Tensor, heads: Tensor, hidden: Tensor) throws {
    for block in blocks { try block.runLinearLayers(x, heads: heads, hidden: hidden, configuration) }
    _ = try head.argmax(x)
  }

  private func normed(_ states: Tensor) throws -> Tensor {
    try states.fusedNorm(finalNorm, epsilon: configuration.epsilon)
  }
}

/// Where the rows of a step belong.
struct Rows {
  let slots: [Int64]
  let positions: [Int64]
  let cache: KeyValueCache
}

/// One block with packed weights: queries, keys and values in one product, gate and up in another.
struct PackedBlock {
  private let inputNorm: Tensor
  private let qkv: PackedLinear
  private let headNorms: (query: Tensor, key: Tensor)?
  private let output: PackedLinear
  private let attentionPostNorm: Tensor?
  private let mlpNorm: Tensor
  private let gateUp: PackedLinear
  private let down: PackedLinear
  private let mlpPostNorm: Tensor?
  let slides: Bool

  init(_ block: Block, _ c: ModelConfiguration, _ dtype: DType) throws {
    func pack(_ layers: [Linear], gated: Bool = false) throws -> PackedLinear {
      let biases = layers.compactMap(\.bias)
      let bias = biases.isEmpty ? nil : try Tensor.concatenated(biases, 0)
      return try PackedLinear(layers.map { try $0.merged() }, bias: bias, dtype: dtype, gated: gated)
    }
    let attention = block.attention
    inputNorm = try block.inputNorm.factor().detached()
    qkv = try pack([attention.query, attention.key, attention.value])
    if let query = attention.queryNorm, let key = attention.keyNorm {
      headNorms = (try query.factor().detached(), try key.factor().detached())
    } else {
      headNorms = nil
    }
    output = try pack([attention.output])
    attentionPostNorm = try block.attentionPostNorm?.factor().detached()
    mlpNorm = try block.mlpNorm.factor().detached()
    gateUp = try pack([block.mlp.gate, block.mlp.up], gated: true)
    down = try pack([block.mlp.down])
    mlpPostNorm = try block.mlpPostNorm?.factor().detached()
    slides = attention.slides
  }

  var byteCount: Int { qkv.byteCount + output.byteCount + gateUp.byteCount + down.byteCount }

  func runLinearLayers(_ x: Tensor, heads: Tensor, hidden: Tensor, _ c: ModelConfiguration) throws {
    _ = try qkv(x)
    _ = try output(heads)
    _ = try gateUp.gated(x, c.activation)
    _ = try down(hidden)
  }

  /// `[rows, width]` -> the same, changed in place where no hook looks.
  func run(
    _ input: Tensor, _ index: Int, _ rows: Rows, table: RotaryTable, _ c: ModelConfiguration, _ hook: Hook?
  ) throws -> Tensor {
    var x = try hook.map { try $0(.blockInput(index), input).clone() } ?? input
    let projected = try qkv(x.fusedNorm(inputNorm, epsilon: c.epsilon))
    let queries = try rows.cache.rotateAndStore(
      projected, heads: c.heads, norms: headNorms, epsilon: c.epsilon, cosines: table.cosines, sines: table.sines,
      slots: rows.slots, positions: rows.positions, layer: index)
    var heads = try rows.cache.attention(
      queries, heads: c.heads, scale: c.attentionScale, window: slides ? c.window : nil, slots: rows.slots,
      positions: rows.positions, layer: index)
    if let hook { heads = try hook(.heads(index), heads) }
    try add(output, heads, attentionPostNorm, to: x, c, hook, .attentionOutput(index), .attentionUpdate(index))
    if let hook { x = try hook(.blockMiddle(index), x).clone() }
    var hidden = try gateUp.gated(x.fusedNorm(mlpNorm, epsilon: c.epsilon), c.activation)
    if let hook { hidden = try hook(.mlpHidden(index), hidden) }
    try add(down, hidden, mlpPostNorm, to: x, c, hook, .mlpOutput(index), .mlpUpdate(index))
    return try hook.map { try $0(.blockOutput(index), x) } ?? x
  }

  /// x += norm(layer(input)).
  private func add(
    _ layer: PackedLinear, _ input: Tensor, _ norm: Tensor?, to x: Tensor, _ c: ModelConfiguration, _ hook: Hook?,
    _ before: HookPoint, _ after: HookPoint
  ) throws {
    if let hook {
      let raw = try hook(before, layer(input))
      try x.add(hook(after, norm.map { try raw.fusedNorm($0, epsilon: c.epsilon) } ?? raw))
    } else if let norm {
      try layer(input).addFusedNorm(norm, epsilon: c.epsilon, to: x)
    } else {
      try layer.add(input, to: x)
    }
  }
}
