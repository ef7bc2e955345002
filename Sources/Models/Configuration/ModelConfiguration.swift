public import IsoglossTorch

/// Everything that tells one decoder from another. One decoder reads it; there is no code for a single architecture
/// outside of the two readers, `ModelConfiguration+HuggingFace` and `ModelConfiguration+GGUF`.
public struct ModelConfiguration: Hashable, Sendable {
  /// The families that are implemented.
  public enum Architecture: String, Sendable, CaseIterable {
    case llama, qwen2, qwen3, mistral
    case gemma3 = "gemma3_text"
  }

  /// The family.
  public var architecture: Architecture
  /// Width of the residual stream.
  public var width: Int
  /// Width inside of the gated layer.
  public var hiddenWidth: Int
  /// Number of blocks.
  public var layers: Int
  /// Query heads.
  public var heads: Int
  /// Key/value heads; they divide the query heads.
  public var sharedHeads: Int
  /// Width of a head.
  public var headWidth: Int
  /// Number of tokens that it knows.
  public var vocabulary: Int
  /// Longest context that it was made for, in tokens.
  public var context: Int
  /// Added to the mean square in norms.
  public var epsilon: Double
  /// Activation of the gated layer.
  public var activation: Activation
  /// Whether the head is the embedding table.
  public var isTied: Bool
  /// Factor of the scores: 1/√(head width), unless the model says otherwise.
  public var attentionScale: Double
  /// Factor of the embeddings; 1 except for Gemma.
  public var embeddingScale: Double
  /// Whether norms multiply by one plus the weight (Gemma).
  public var normAddsOne: Bool
  /// Whether attention and gated layer have a norm behind them too (Gemma).
  public var hasPostNorms: Bool
  /// Whether queries and keys are normed, head by head.
  public var hasHeadNorms: Bool
  /// Whether queries, keys and values have a bias.
  public var hasQKVBias: Bool
  /// Whether the attention's output has a bias.
  public var hasOutputBias: Bool
  /// Whether the gated layer has biases.
  public var hasMLPBias: Bool
  /// Positions that a sliding layer looks at; null where no layer slides.
  public var window: Int?
  /// Which layers slide.
  public var slides: [Bool]
  /// Rotary angles of layers that do not slide.
  public var rope: RotaryConfiguration
  /// Rotary angles of layers that slide.
  public var slidingRope: RotaryConfiguration
  /// Tokens that end a text, as the configuration names them.
  public var endTokens: [Int]
  /// What the weights are stored as, in the file's own words.
  public var storedType: String

  /// Number of parameters.
  public var parameterCount: Int {
    let attention = width * headWidth * (2 * heads + 2 * sharedHeads)
    let qkvBias = hasQKVBias ? headWidth * (heads + 2 * sharedHeads) : 0
    let biases = qkvBias + (hasOutputBias ? width : 0) + (hasMLPBias ? 2 * hiddenWidth + width : 0)
    let norms = width * (hasPostNorms ? 4 : 2) + (hasHeadNorms ? 2 * headWidth : 0)
    let block = attention + 3 * width * hiddenWidth + biases + norms
    return vocabulary * width * (isTied ? 1 : 2) + layers * block + width
  }

  /// Architecture and size, for people: `gemma3 268M`.
  public var summary: String {
    let millions = Double(parameterCount) / 1e6
    let name = architecture == .gemma3 ? "gemma3" : architecture.rawValue
    return millions < 1
      ? "\(name) \(parameterCount / 1000)k"
      : millions < 1000 ? "\(name) \(Int(millions.rounded()))M" : "\(name) \((millions / 100).rounded() / 10)B"
  }

  /// Refuses sizes that cannot be.
  /// - Throws: `ModelError.badConfiguration`.
  func validated() throws -> ModelConfiguration {
    let sizes = [
      ("width", width), ("hidden width", hiddenWidth), ("number of layers", layers), ("number of heads", heads),
      ("number of key/value heads", sharedHeads), ("head width", headWidth), ("vocabulary", vocabulary),
      ("context", context),
    ]
    if let bad = sizes.first(where: { $0.1 < 1 || $0.1 > 1 << 30 }) {
      throw ModelError(.badConfiguration, "The configuration's \(bad.0) is \(bad.1).")
    }
    guard heads % sharedHeads == 0 else {
      throw ModelError(.badConfiguration, "\(sharedHeads) key/value heads do not divide \(heads) heads.")
    }
    guard headWidth % 2 == 0 else {
      throw ModelError(.badConfiguration, "A head width of \(headWidth) cannot be rotated in pairs.")
    }
    guard slides.count == layers else {
      throw ModelError(.badConfiguration, "The configuration names \(slides.count) layer types for \(layers) layers.")
    }
    guard !slides.contains(true) || (window ?? 0) > 0 else {
      throw ModelError(.badConfiguration, "Some layers slide, but there is no window.")
    }
    return self
  }
}

/// Rotary angles: position times base^(-2i/width), where low frequencies may be stretched for longer contexts.
public struct RotaryConfiguration: Hashable, Sendable {
  /// How frequencies are stretched.
  public enum Scaling: Hashable, Sendable {
    /// Not at all.
    case none
    /// All divided by a factor.
    case linear(factor: Double)
    /// Llama 3.1: wavelengths above `original / low` divided by the factor, below `original / high` kept, between them
    /// interpolated.
    case llama3(factor: Double, low: Double, high: Double, original: Double)
    /// Each divided by a number of its own, as GGUF files store it.
    case factors([Float])
  }

  /// Base of the frequencies (`rope_theta`).
  public var base: Double
  /// How they are stretched.
  public var scaling: Scaling

  /// Angles of the given base.
  public init(base: Double, scaling: Scaling = .none) {
    self.base = base
    self.scaling = scaling
  }
}
