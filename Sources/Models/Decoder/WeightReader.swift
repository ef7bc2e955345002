public import Foundation
public import IsoglossModelFiles
public import IsoglossTorch

/// Weights by the names of Hugging Face checkpoints, whatever file they come from.
public struct WeightReader: Sendable {
  private enum Source {
    case folder(SafetensorsFolder, prefix: String)
    case gguf(GGUFFile)
  }

  private let source: Source
  private let configuration: ModelConfiguration

  /// Weights of a folder with `model.safetensors`, or with shards and their index.
  /// - Throws: `ModelFileError`.
  public init(folder: URL, configuration: ModelConfiguration) throws {
    let folder = try SafetensorsFolder(contentsOf: folder)
    // Models that also see images keep the language model's part under a prefix, which two generations of transformers
    // place differently.
    let places = ["model.", "language_model.model.", "model.language_model."]
    source = .folder(folder, prefix: places.first { folder["\($0)embed_tokens.weight"] != nil } ?? "model.")
    self.configuration = configuration
  }

  /// Weights of a GGUF file.
  public init(gguf: GGUFFile, configuration: ModelConfiguration) {
    source = .gguf(gguf)
    self.configuration = configuration
  }

  /// A weight of the expected shape.
  /// - Parameter name: as in a checkpoint: `model.layers.0.self_attn.q_proj.weight`.
  /// - Throws: `ModelFileError` where it is missing, `ModelError.badWeight` for another shape.
  public func tensor(_ name: String, shape: [Int], dtype: DType) throws -> Tensor {
    let tensor: Tensor
    switch source {
    case .folder(let folder, let prefix): tensor = try load(Self.prefixed(name, prefix), from: folder, shape, dtype)
    case .gguf(let file): tensor = try fromGGUF(name, file, shape, dtype)
    }
    return tensor
  }

  private func load(_ name: String, from source: some TensorSource, _ shape: [Int], _ dtype: DType) throws -> Tensor {
    let stored = try source.entry(name).shape
    guard stored == shape else {
      let message = "\(name) in \(source.url.path) has shape \(stored); the configuration says \(shape)."
      throw ModelError(.badWeight, message)
    }
    return try Tensor.load(name, from: source, dtype: dtype)
  }

  /// "model.norm.weight" with the prefix of this file in place of "model."; the head stands outside of the model.
  private static func prefixed(_ name: String, _ prefix: String) -> String {
    if name.hasPrefix("model.") { return prefix + name.dropFirst("model.".count) }
    return prefix == "language_model.model." ? "language_model.\(name)" : name
  }

  private func fromGGUF(_ name: String, _ file: GGUFFile, _ shape: [Int], _ dtype: DType) throws -> Tensor {
    let stored = Self.ggufName(name, postNorms: configuration.hasPostNorms)
    // llama.cpp keeps Gemma's norms with their one added.
    if configuration.normAddsOne, name.hasSuffix("norm.weight") {
      return try (load(stored, from: file, shape, .float32) - 1).to(dtype)
    }
    let tensor = try load(stored, from: file, shape, dtype)
    // llama.cpp keeps rotated pairs side by side for this family; checkpoints keep the halves of a head apart.
    let isQuery = name.contains("self_attn.q_proj.")
    guard file.architecture == "llama", isQuery || name.contains("self_attn.k_proj.") else { return tensor }
    let heads = isQuery ? configuration.heads : configuration.sharedHeads
    let rest = Array(shape.dropFirst())
    return try tensor.reshaped([heads, configuration.headWidth / 2, 2] + rest).transposed(1, 2).reshaped(shape)
      .contiguous()
  }

  /// The name in a GGUF file of a checkpoint's weight.
  static func ggufName(_ name: String, postNorms: Bool) -> String {
    let fixed = [
      "model.embed_tokens.weight": "token_embd.weight", "model.norm.weight": "output_norm.weight",
      "lm_head.weight": "output.weight",
    ]
    if let name = fixed[name] { return name }
    let parts = name.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count >= 5, parts[0] == "model", parts[1] == "layers" else { return name }
    let inner = parts[3..<parts.count - 1].joined(separator: ".")
    let names = [
      "input_layernorm": "attn_norm", "self_attn.q_proj": "attn_q", "self_attn.k_proj": "attn_k",
      "self_attn.v_proj": "attn_v", "self_attn.o_proj": "attn_output", "self_attn.q_norm": "attn_q_norm",
      "self_attn.k_norm": "attn_k_norm", "mlp.gate_proj": "ffn_gate", "mlp.up_proj": "ffn_up",
      "mlp.down_proj": "ffn_down", "pre_feedforward_layernorm": "ffn_norm",
      "post_feedforward_layernorm": "post_ffw_norm",
      "post_attention_layernorm": postNorms ? "post_attention_norm" : "ffn_norm",
    ]
    return "blk.\(parts[2]).\(names[inner] ?? inner).\(parts[parts.count - 1])"
  }
}
