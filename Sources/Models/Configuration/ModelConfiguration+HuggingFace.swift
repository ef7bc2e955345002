public import Foundation
internal import IsoglossTorch

extension ModelConfiguration {
  /// The configuration in a Hugging Face folder: `config.json`, and `generation_config.json` where there is one.
  ///
  /// Reads the keys of transformers 4 (`rope_theta`, `rope_scaling`, `torch_dtype`) and 5 (`rope_parameters`, `dtype`).
  /// - Throws: `ModelError` where a key is missing, or an option is not implemented.
  public init(folder: URL) throws {
    let file = folder.appendingPathComponent("config.json")
    var reader = try ConfigurationReader(contentsOf: file)
    let outer = reader
    if let text = try reader.object("text_config"), try reader.optionalInt("hidden_size") == nil {
      // Models that also see images keep the language model's part inside.
      reader = text
    }
    self = try Self(reader)
    var ends = try reader.ints("eos_token_id") + outer.ints("eos_token_id")
    let generation = folder.appendingPathComponent("generation_config.json")
    if FileManager.default.fileExists(atPath: generation.path) {
      ends += try ConfigurationReader(contentsOf: generation).ints("eos_token_id")
    }
    endTokens = Set(ends).sorted()
  }

  init(_ reader: ConfigurationReader) throws {
    let type = try reader.optionalString("model_type") ?? "(none)"
    guard let architecture = Architecture(rawValue: type) else {
      let known = Architecture.allCases.map(\.rawValue).joined(separator: ", ")
      throw ModelError(.unsupported, "model_type \(type) in \(reader.file) is not implemented; these are: \(known).")
    }
    let gemma = architecture == .gemma3
    let width = try reader.int("hidden_size")
    let heads = try reader.int("num_attention_heads")
    let layers = try reader.int("num_hidden_layers")
    guard heads > 0, layers > 0, layers < 10_000 else {
      throw ModelError(.badConfiguration, "\(reader.file) has \(heads) attention heads and \(layers) layers.")
    }
    let headWidth = try reader.optionalInt("head_dim") ?? (gemma ? 256 : width / heads)
    let attentionBias = try reader.optionalBool("attention_bias") ?? false
    let scalar = gemma ? try reader.optionalDouble("query_pre_attn_scalar") ?? 256 : Double(headWidth)
    for key in ["attn_logit_softcapping", "final_logit_softcapping"] where try reader.optionalDouble(key) != nil {
      throw ModelError(.unsupported, "\"\(key)\" in \(reader.file) is not implemented; Gemma 3 has none.")
    }
    let (window, slides) = try Self.sliding(reader, architecture, layers)
    let (rope, slidingRope) = try Self.rope(reader, gemma: gemma)
    let activationKey = gemma ? "hidden_activation" : "hidden_act"
    try self.init(
      architecture: architecture, width: width, hiddenWidth: reader.int("intermediate_size"), layers: layers,
      heads: heads, sharedHeads: reader.optionalInt("num_key_value_heads") ?? heads, headWidth: headWidth,
      vocabulary: reader.int("vocab_size"), context: reader.optionalInt("max_position_embeddings") ?? 2048,
      epsilon: reader.optionalDouble("rms_norm_eps") ?? 1e-6,
      activation: Self.activation(
        reader.optionalString(activationKey) ?? (gemma ? "gelu_pytorch_tanh" : "silu"), reader),
      isTied: reader.optionalBool("tie_word_embeddings") ?? gemma, attentionScale: 1 / scalar.squareRoot(),
      embeddingScale: gemma ? Double(width).squareRoot() : 1, normAddsOne: gemma, hasPostNorms: gemma,
      hasHeadNorms: gemma || architecture == .qwen3, hasQKVBias: architecture == .qwen2 || attentionBias,
      hasOutputBias: attentionBias, hasMLPBias: reader.optionalBool("mlp_bias") ?? false, window: window,
      slides: slides, rope: rope, slidingRope: slidingRope, endTokens: [],
      storedType: reader.optionalString("dtype") ?? reader.optionalString("torch_dtype") ?? "float32")
    self = try validated()
  }

  private static func activation(_ name: String, _ reader: ConfigurationReader) throws -> Activation {
    switch name {
    case "silu", "swish": return .silu
    case "gelu_pytorch_tanh", "gelu_new": return .geluTanh
    case "gelu": return .gelu
    default: throw ModelError(.unsupported, "Activation \(name) in \(reader.file) is not implemented.")
    }
  }

  /// The window, and which layers use it. `layer_types` decides where it is there.
  private static func sliding(
    _ reader: ConfigurationReader, _ architecture: Architecture, _ layers: Int
  ) throws -> (window: Int?, slides: [Bool]) {
    let none = [Bool](repeating: false, count: layers)
    if architecture == .llama { return (nil, none) }
    var window = try reader.optionalInt("sliding_window")
    if architecture == .gemma3 { window = window ?? 4096 }
    if architecture == .qwen2 || architecture == .qwen3, try reader.optionalBool("use_sliding_window") != true {
      return (nil, none)
    }
    guard let window else { return (nil, none) }
    if architecture == .mistral { return (window, none.map { _ in true }) }
    if let types = try reader.optionalStrings("layer_types") {
      let slides = types.map { $0 == "sliding_attention" }
      return (slides.contains(true) ? window : nil, slides)
    }
    if architecture == .gemma3 {
      let named = try reader.optionalInt("sliding_window_pattern") ?? reader.optionalInt("_sliding_window_pattern")
      let pattern = max(1, named ?? 6)
      return (window, (0..<layers).map { ($0 + 1) % pattern != 0 })
    }
    let first = try reader.optionalInt("max_window_layers") ?? 28
    let slides = (0..<layers).map { $0 >= first }
    return (slides.contains(true) ? window : nil, slides)
  }

  /// Angles of the layers that do not slide, and of those that do.
  private static func rope(
    _ reader: ConfigurationReader, gemma: Bool
  ) throws -> (global: RotaryConfiguration, sliding: RotaryConfiguration) {
    let globalBase = try reader.optionalDouble("rope_theta") ?? (gemma ? 1e6 : 1e4)
    let localBase = try reader.optionalDouble("rope_local_base_freq") ?? 1e4
    if let parameters = try reader.object("rope_parameters") {
      if let full = try parameters.object("full_attention") {
        let sliding = try parameters.object("sliding_attention") ?? full
        return (
          try rotary(full, full.optionalDouble("rope_theta") ?? globalBase),
          try rotary(sliding, sliding.optionalDouble("rope_theta") ?? localBase)
        )
      }
      let one = try rotary(parameters, parameters.optionalDouble("rope_theta") ?? globalBase)
      return (one, gemma ? RotaryConfiguration(base: localBase) : one)
    }
    let global = try reader.object("rope_scaling").map { try rotary($0, globalBase) }
    let one = global ?? RotaryConfiguration(base: globalBase)
    return (one, gemma ? RotaryConfiguration(base: localBase) : one)
  }

  private static func rotary(_ reader: ConfigurationReader, _ base: Double) throws -> RotaryConfiguration {
    func number(_ key: String) throws -> Double {
      guard let number = try reader.optionalDouble(key) else {
        throw ModelError(.badConfiguration, "The rope scaling in \(reader.file) has no \"\(key)\".")
      }
      return number
    }
    let type = try reader.optionalString("rope_type") ?? reader.optionalString("type") ?? "default"
    switch type {
    case "default": return RotaryConfiguration(base: base)
    case "linear": return RotaryConfiguration(base: base, scaling: .linear(factor: try number("factor")))
    case "llama3":
      return RotaryConfiguration(
        base: base,
        scaling: .llama3(
          factor: try number("factor"), low: try number("low_freq_factor"), high: try number("high_freq_factor"),
          original: try number("original_max_position_embeddings")))
    default: throw ModelError(.unsupported, "Rope scaling \(type) in \(reader.file) is not implemented.")
    }
  }
}
