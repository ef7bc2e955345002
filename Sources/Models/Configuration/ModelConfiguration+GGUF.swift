internal import Foundation
public import IsoglossModelFiles
internal import IsoglossTorch

extension ModelConfiguration {
  /// The configuration in a GGUF file's metadata, by llama.cpp's keys.
  ///
  /// llama.cpp's name `llama` covers Mistral too; the two differ only in what a file says of windows.
  /// - Throws: `ModelError` where a key is missing, or an option is not implemented.
  public init(gguf file: GGUFFile) throws {
    let name = file.architecture ?? "(none)"
    let known: [String: Architecture] = ["llama": .llama, "qwen2": .qwen2, "qwen3": .qwen3, "gemma3": .gemma3]
    guard let architecture = known[name] else {
      let list = known.keys.sorted().joined(separator: ", ")
      throw ModelError(.unsupported, "Architecture \(name) in \(file.url.path) is not implemented; these are: \(list).")
    }
    func int(_ key: String) throws -> Int {
      guard let value = file.int("\(name).\(key)") else {
        throw ModelError(.badConfiguration, "\(file.url.path) has no \(name).\(key); convert the model again.")
      }
      return value
    }
    let gemma = architecture == .gemma3
    let width = try int("embedding_length")
    let heads = try int("attention.head_count")
    let layers = try int("block_count")
    guard heads > 0, layers > 0, layers < 10_000 else {
      throw ModelError(.badConfiguration, "\(file.url.path) has \(heads) attention heads and \(layers) layers.")
    }
    guard let table = file["token_embd.weight"] else {
      throw ModelError(.badConfiguration, "\(file.url.path) has no token embeddings: it is no language model.")
    }
    let headWidth = file.int("\(name).attention.key_length") ?? width / heads
    // Gemma 3 27B alone scales by the width of its residual stream over its heads.
    let scalar = gemma && layers == 62 ? Double(width / heads) : Double(headWidth)
    let window = gemma ? file.int("\(name).attention.sliding_window") : nil
    let (rope, slidingRope) = try Self.rope(file, name, gemma: gemma)
    let ends = ["eos", "eot", "eom"].compactMap { file.int("tokenizer.ggml.\($0)_token_id") }
    try self.init(
      architecture: architecture, width: width, hiddenWidth: int("feed_forward_length"), layers: layers,
      heads: heads, sharedHeads: file.int("\(name).attention.head_count_kv") ?? heads, headWidth: headWidth,
      vocabulary: table.rowCount, context: file.int("\(name).context_length") ?? 2048,
      epsilon: file.float("\(name).attention.layer_norm_rms_epsilon") ?? 1e-6, activation: gemma ? .geluTanh : .silu,
      isTied: file["output.weight"] == nil, attentionScale: 1 / scalar.squareRoot(),
      embeddingScale: gemma ? Double(width).squareRoot() : 1, normAddsOne: gemma, hasPostNorms: gemma,
      hasHeadNorms: file["blk.0.attn_q_norm.weight"] != nil, hasQKVBias: file["blk.0.attn_q.bias"] != nil,
      hasOutputBias: file["blk.0.attn_output.bias"] != nil, hasMLPBias: file["blk.0.ffn_up.bias"] != nil,
      window: window, slides: (0..<layers).map { window != nil && ($0 + 1) % 6 != 0 }, rope: rope,
      slidingRope: slidingRope, endTokens: Set(ends).sorted(),
      storedType: file["blk.0.ffn_up.weight"]?.type.rawValue ?? "")
    self = try validated()
  }

  private static func rope(
    _ file: GGUFFile, _ name: String, gemma: Bool
  ) throws -> (global: RotaryConfiguration, sliding: RotaryConfiguration) {
    let base = file.float("\(name).rope.freq_base") ?? (gemma ? 1e6 : 1e4)
    var scaling = RotaryConfiguration.Scaling.none
    if file["rope_freqs.weight"] != nil {
      scaling = .factors(try file.float32(of: "rope_freqs.weight"))
    } else {
      switch file.string("\(name).rope.scaling.type") ?? "none" {
      case "none": break
      case "linear": scaling = .linear(factor: file.float("\(name).rope.scaling.factor") ?? 1)
      case let type: throw ModelError(.unsupported, "Rope scaling \(type) in \(file.url.path) is not implemented.")
      }
    }
    let global = RotaryConfiguration(base: base, scaling: scaling)
    guard gemma else { return (global, global) }
    return (global, RotaryConfiguration(base: file.float("\(name).rope.freq_base_swa") ?? 1e4))
  }
}
