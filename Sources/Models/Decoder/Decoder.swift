public import IsoglossTorch

// Letters in this file: B texts, T positions, W width of the residual stream, H query heads, G key/value heads,
// D head width, F hidden width, V vocabulary. Names in quotes are a checkpoint's.

/// A linear layer: x [.., in] by weight [out, in].
public struct Linear {
  /// "….weight" without its ending: the name that adapters and optimisers know it by.
  public let name: String
  /// "….weight" [out, in].
  public var weight: Tensor
  /// "….bias" [out], in the models that have one.
  public var bias: Tensor?
  /// Added to the weight's product where there is one.
  public var adapter: LowRank?

  init(_ name: String, _ weights: WeightReader, _ outputs: Int, _ inputs: Int, bias: Bool, _ dtype: DType) throws {
    self.name = name
    weight = try weights.tensor("\(name).weight", shape: [outputs, inputs], dtype: dtype)
    self.bias = bias ? try weights.tensor("\(name).bias", shape: [outputs], dtype: dtype) : nil
  }

  /// [.., in] -> [.., out].
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let y = try x.linear(weight, bias: bias)
    guard let adapter else { return y }
    return try y + adapter(x).to(y.dtype)
  }

  /// The weight with its adapter added, formed in float32.
  public func merged() throws -> Tensor {
    guard let adapter else { return weight }
    return try (weight.to(.float32) + adapter.product()).to(weight.dtype)
  }
}

/// A low-rank addition to a weight: scale · B A (Hu et al. 2021).
public struct LowRank {
  /// [rank, in].
  public var a: Tensor
  /// [out, rank].
  public var b: Tensor
  /// α / rank.
  public var scale: Double

  /// An addition.
  public init(a: Tensor, b: Tensor, scale: Double) {
    self.a = a
    self.b = b
    self.scale = scale
  }

  /// [.., in] -> [.., out], in the type of `a`.
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    try x.to(a.dtype).linear(a).linear(b) * scale
  }

  /// scale · B A in float32 [out, in].
  public func product() throws -> Tensor { try b.to(.float32).matmul(a.to(.float32)) * scale }
}

/// x / rms(x) times a weight, computed in float32.
public struct RMSNorm {
  /// "….weight" without its ending.
  public let name: String
  /// "….weight" [width], as the checkpoint has it.
  public var weight: Tensor
  /// Added to the mean square.
  public let epsilon: Double
  /// Whether the factor is one plus the weight, applied before the result is rounded (Gemma).
  public let addsOne: Bool

  init(_ name: String, _ weights: WeightReader, _ width: Int, _ configuration: ModelConfiguration, _ dtype: DType)
    throws
  {
    self.name = name
    weight = try weights.tensor("\(name).weight", shape: [width], dtype: dtype)
    epsilon = configuration.epsilon
    addsOne = configuration.normAddsOne
  }

  /// [.., width] -> [.., width].
  public func callAsFunction(_ x: Tensor) throws -> Tensor {
    let wide = try x.to(.float32)
    let normed = try wide * (wide.square().mean(-1, keep: true) + epsilon).rsqrt()
    if addsOne { return try (normed * factor()).to(x.dtype) }
    return try normed.to(x.dtype) * weight
  }

  /// The factor in float32 [width].
  public func factor() throws -> Tensor {
    let factor = try weight.to(.float32)
    return addsOne ? try factor + 1 : factor
  }
}

/// Attention with rotary positions and key/value heads shared by groups of query heads.
public struct Attention {
  /// "q_proj" [H·D, W].
  public var query: Linear
  /// "k_proj" [G·D, W].
  public var key: Linear
  /// "v_proj" [G·D, W].
  public var value: Linear
  /// "o_proj" [W, H·D].
  public var output: Linear
  /// "q_norm" [D], in Qwen 3 and Gemma 3.
  public var queryNorm: RMSNorm?
  /// "k_norm" [D].
  public var keyNorm: RMSNorm?
  let configuration: ModelConfiguration
  /// Whether this layer looks only a window back.
  public let slides: Bool

  init(_ name: String, _ weights: WeightReader, _ c: ModelConfiguration, slides: Bool, _ dtype: DType) throws {
    let heads = c.heads * c.headWidth
    let shared = c.sharedHeads * c.headWidth
    query = try Linear("\(name).q_proj", weights, heads, c.width, bias: c.hasQKVBias, dtype)
    key = try Linear("\(name).k_proj", weights, shared, c.width, bias: c.hasQKVBias, dtype)
    value = try Linear("\(name).v_proj", weights, shared, c.width, bias: c.hasQKVBias, dtype)
    output = try Linear("\(name).o_proj", weights, c.width, heads, bias: c.hasOutputBias, dtype)
    queryNorm = c.hasHeadNorms ? try RMSNorm("\(name).q_norm", weights, c.headWidth, c, dtype) : nil
    keyNorm = c.hasHeadNorms ? try RMSNorm("\(name).k_norm", weights, c.headWidth, c, dtype) : nil
    configuration = c
    self.slides = slides
  }

  /// [B, T, W] -> what the heads give [B, T, H·D], before `output`. `angles` are [B or 1, 1, T, D / 2].
  ///
  /// Without a hook the pattern is never formed; with one it is, so that it can be read and replaced.
  func heads(
    _ x: Tensor, _ index: Int, angles: (cosines: Tensor, sines: Tensor), mask: Tensor, hook: Hook?
  ) throws -> Tensor {
    let (batch, time, width) = (x.shape[0], x.shape[1], configuration.headWidth)
    func split(_ x: Tensor, _ heads: Int, _ norm: RMSNorm?) throws -> Tensor {
      let apart = try x.reshaped(batch, time, heads, width)
      return try (norm.map { try $0(apart) } ?? apart).transposed(1, 2)
    }
    let q = try rotated(split(query(x), configuration.heads, queryNorm), angles)
    let k = try rotated(split(key(x), configuration.sharedHeads, keyNorm), angles)
    let values = try value(x)
    let v = try split(hook.map { try $0(.values(index), values) } ?? values, configuration.sharedHeads, nil)
    let mixed =
      if let hook {
        try mixed(q, k, v, mask) { try hook(.pattern(index), $0) }
      } else {
        try Tensor.attention(queries: q, keys: k, values: v, mask: mask, scale: configuration.attentionScale)
      }
    return try mixed.transposed(1, 2).reshaped(batch, time, configuration.heads * width)
  }

  /// softmax(q kᵀ scale) v with the pattern [B, H, T, T] formed in float32 and shown: [B, H, T, D].
  private func mixed(
    _ q: Tensor, _ k: Tensor, _ v: Tensor, _ mask: Tensor, show: (Tensor) throws -> Tensor
  ) throws -> Tensor {
    let group = configuration.heads / configuration.sharedHeads
    let keys = try k.repeatedInterleaved(group, axis: 1).transposed(-2, -1)
    let scores = try q.matmul(keys).to(.float32) * configuration.attentionScale
    let pattern = try show(scores.filled(where: mask.not(), with: -.infinity).softmax(-1))
    return try pattern.to(v.dtype).matmul(v.repeatedInterleaved(group, axis: 1))
  }

  /// Pairs (x[i], x[D/2 + i]) turned by their angle.
  private func rotated(_ x: Tensor, _ angles: (cosines: Tensor, sines: Tensor)) throws -> Tensor {
    let half = configuration.headWidth / 2
    let (a, b) = (try x.sliced(3, 0..<half), try x.sliced(3, half..<2 * half))
    let (cosines, sines) = angles
    return try Tensor.concatenated([a * cosines - b * sines, b * cosines + a * sines], 3)
  }
}

/// down(activation(gate x) · up x).
public struct GatedMLP {
  /// "gate_proj" [F, W].
  public var gate: Linear
  /// "up_proj" [F, W].
  public var up: Linear
  /// "down_proj" [W, F].
  public var down: Linear
  let activation: Activation

  init(_ name: String, _ weights: WeightReader, _ c: ModelConfiguration, _ dtype: DType) throws {
    gate = try Linear("\(name).gate_proj", weights, c.hiddenWidth, c.width, bias: c.hasMLPBias, dtype)
    up = try Linear("\(name).up_proj", weights, c.hiddenWidth, c.width, bias: c.hasMLPBias, dtype)
    down = try Linear("\(name).down_proj", weights, c.width, c.hiddenWidth, bias: c.hasMLPBias, dtype)
    activation = c.activation
  }

  /// [.., W] -> [.., F], before `down`.
  func hidden(_ x: Tensor) throws -> Tensor { try activation(gate(x)) * up(x) }
}

/// One block: norm, attention, norm, gated layer, each added to the residual stream.
public struct Block {
  /// "input_layernorm".
  public var inputNorm: RMSNorm
  /// "self_attn".
  public var attention: Attention
  /// "post_attention_layernorm" of Gemma: behind attention, before it is added.
  public var attentionPostNorm: RMSNorm?
  /// "post_attention_layernorm"; in Gemma "pre_feedforward_layernorm".
  public var mlpNorm: RMSNorm
  /// "mlp".
  public var mlp: GatedMLP
  /// "post_feedforward_layernorm" of Gemma.
  public var mlpPostNorm: RMSNorm?

  /// The weights of block `index`.
  public init(_ index: Int, _ weights: WeightReader, _ c: ModelConfiguration, dtype: DType) throws {
    let name = "model.layers.\(index)"
    func norm(_ part: String) throws -> RMSNorm { try RMSNorm("\(name).\(part)", weights, c.width, c, dtype) }
    inputNorm = try norm("input_layernorm")
    attention = try Attention("\(name).self_attn", weights, c, slides: c.slides[index], dtype)
    attentionPostNorm = c.hasPostNorms ? try norm("post_attention_layernorm") : nil
    mlpNorm = try norm(c.hasPostNorms ? "pre_feedforward_layernorm" : "post_attention_layernorm")
    mlp = try GatedMLP("\(name).mlp", weights, c, dtype)
    mlpPostNorm = c.hasPostNorms ? try norm("post_feedforward_layernorm") : nil
  }

  /// The linear layers, in the order of a checkpoint.
  public var linears: [Linear] {
    [attention.query, attention.key, attention.value, attention.output, mlp.gate, mlp.up, mlp.down]
  }

  /// The norms, in the order in which they are used.
  public var norms: [RMSNorm] {
    [inputNorm, attention.queryNorm, attention.keyNorm, attentionPostNorm, mlpNorm, mlpPostNorm].compactMap { $0 }
  }

  /// [B, T, W] -> [B, T, W].
  func callAsFunction(
    _ input: Tensor, _ index: Int, angles: (cosines: Tensor, sines: Tensor), mask: Tensor, hook: Hook?
  ) throws -> Tensor {
    func at(_ point: HookPoint, _ x: Tensor) throws -> Tensor { try hook.map { try $0(point, x) } ?? x }
    var x = try at(.blockInput(index), input)
    let heads = try at(.heads(index), attention.heads(inputNorm(x), index, angles: angles, mask: mask, hook: hook))
    let mixed = try at(.attentionOutput(index), attention.output(heads))
    x = try at(.blockMiddle(index), x + at(.attentionUpdate(index), attentionPostNorm.map { try $0(mixed) } ?? mixed))
    let hidden = try at(.mlpHidden(index), mlp.hidden(mlpNorm(x)))
    let down = try at(.mlpOutput(index), mlp.down(hidden))
    return try at(.blockOutput(index), x + at(.mlpUpdate(index), mlpPostNorm.map { try $0(down) } ?? down))
  }
}

/// A causal language model out of plain operations: for training, for looking inside, and as the measure that the fast
/// path (`PackedDecoder`) is checked against.
public final class Decoder {
  /// What it is.
  public let configuration: ModelConfiguration
  /// Type of its weights.
  public let dtype: DType
  /// "model.embed_tokens.weight" [V, W].
  public var embedding: Tensor
  /// "model.layers".
  public var blocks: [Block]
  /// "model.norm".
  public var finalNorm: RMSNorm
  /// "lm_head.weight" [V, W]; null where the head is the embedding table.
  public var head: Tensor?
  private let rotary: RotaryTable
  private let slidingRotary: RotaryTable
  /// Where the weights are. Ids, positions and masks may be in host memory: they are brought there.
  public private(set) var device = Device.cpu

  /// A model with its weights as `dtype`.
  /// - Throws: `ModelError`, `ModelFileError`, `TorchError`.
  public init(_ c: ModelConfiguration, weights: WeightReader, dtype: DType) throws {
    configuration = c
    self.dtype = dtype
    embedding = try weights.tensor("model.embed_tokens.weight", shape: [c.vocabulary, c.width], dtype: dtype)
    blocks = try (0..<c.layers).map { try Block($0, weights, c, dtype: dtype) }
    finalNorm = try RMSNorm("model.norm", weights, c.width, c, dtype)
    head = c.isTied ? nil : try weights.tensor("lm_head.weight", shape: [c.vocabulary, c.width], dtype: dtype)
    rotary = try RotaryTable(c.rope, width: c.headWidth)
    slidingRotary = try RotaryTable(c.slidingRope, width: c.headWidth)
  }

  /// Moves the weights to a device.
  /// - Throws: `TorchError` where there is no such device or it has no room.
  public func move(to device: Device) throws {
    try noGrad {
      embedding = try embedding.to(device)
      head = try head?.to(device)
      finalNorm.weight = try finalNorm.weight.to(device)
      for index in blocks.indices {
        try blocks[index].updateLinears { linear in
          linear.weight = try linear.weight.to(device)
          linear.bias = try linear.bias?.to(device)
        }
        try blocks[index].updateNorms { $0.weight = try $0.weight.to(device) }
      }
    }
    self.device = device
  }

  /// The residual stream after the last block and the final norm, [B, T, W].
  /// - Parameters:
  ///   - ids: int64 [B, T].
  ///   - positions: int64 [B or 1, T]; null counts each row from 0.
  ///   - mask: null lets each position look at itself and everything before it in its row.
  ///   - hook: called at every `HookPoint`.
  public func states(
    _ ids: Tensor, positions: Tensor? = nil, mask: AttentionMask? = nil, hook: Hook? = nil
  ) throws -> Tensor {
    guard ids.rank == 2, ids.count > 0 else {
      throw ModelError(.badRequest, "Token ids must be [texts, positions]; the shape is \(ids.shape).")
    }
    let place = try place(positions ?? Tensor.arange(ids.shape[1]).unsqueezed(0), mask)
    var x = try embedded(ids)
    for index in blocks.indices { x = try block(index, x, place, hook: hook) }
    let states = try finalNorm(hook.map { try $0(.final, x) } ?? x)
    return try hook.map { try $0(.finalNorm, states) } ?? states
  }

  /// Where the tokens of a pass stand and what they see: the same for every block.
  public struct Place {
    let angles: (full: (cosines: Tensor, sines: Tensor), sliding: (cosines: Tensor, sines: Tensor))
    let mask: AttentionMask
  }

  /// The place of tokens at positions int64 [B or 1, T]; a null mask is causal.
  public func place(_ positions: Tensor, _ mask: AttentionMask? = nil) throws -> Place {
    let full = try angles(rotary, positions)
    let mask = try mask ?? AttentionMask.causal(positions: positions, window: configuration.window)
    return Place(
      angles: (full, configuration.window == nil ? full : try angles(slidingRotary, positions)),
      mask: AttentionMask(full: try mask.full.to(device), sliding: try mask.sliding.to(device)))
  }

  /// The residual stream before the first block: [B, T] -> [B, T, W].
  public func embedded(_ ids: Tensor) throws -> Tensor {
    let x = try Tensor.embedding(embedding, ids.to(device))
    guard configuration.embeddingScale != 1 else { return x }
    // The factor is rounded to the weights' type first, as transformers does.
    return try x * Tensor.full([], configuration.embeddingScale, dtype: dtype)
  }

  /// One block: [B, T, W] -> [B, T, W].
  public func block(_ index: Int, _ x: Tensor, _ place: Place, hook: Hook? = nil) throws -> Tensor {
    let slides = blocks[index].attention.slides
    return try blocks[index](
      x, index, angles: slides ? place.angles.sliding : place.angles.full,
      mask: slides ? place.mask.sliding : place.mask.full, hook: hook)
  }

  /// Scores of every token [.., V] after states [.., W].
  public func logits(_ states: Tensor) throws -> Tensor { try states.linear(head ?? embedding) }

  /// Every parameter with its checkpoint name.
  public var parameters: [(name: String, tensor: Tensor)] {
    var all = [("model.embed_tokens.weight", embedding)]
    for block in blocks {
      for linear in block.linears {
        all.append(("\(linear.name).weight", linear.weight))
        if let bias = linear.bias { all.append(("\(linear.name).bias", bias)) }
      }
      all += block.norms.map { ("\($0.name).weight", $0.weight) }
    }
    all.append(("model.norm.weight", finalNorm.weight))
    if let head { all.append(("lm_head.weight", head)) }
    return all.map { (name: $0.0, tensor: $0.1) }
  }

  private func angles(_ table: RotaryTable, _ positions: Tensor) throws -> (cosines: Tensor, sines: Tensor) {
    try table.reserve(Int(positions.max().item()) + 1)
    let shape = positions.shape
    let flat = try positions.reshaped(-1)
    func pick(_ values: Tensor) throws -> Tensor {
      try values.rows(flat).reshaped(shape[0], 1, shape[1], configuration.headWidth / 2).to(dtype).to(device)
    }
    return (try pick(table.cosines), try pick(table.sines))
  }
}
