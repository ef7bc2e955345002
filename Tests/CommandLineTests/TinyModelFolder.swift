import Foundation
import IsoglossModelFiles

/// A small Llama with made-up weights and a real tokenizer and template, as a Hugging Face folder: small enough to
/// train in a second.
enum TinyModelFolder {
  private static let width = 32
  private static let hidden = 64
  private static let vocabulary = 1406

  static func make(in folder: URL, seed: Float = 0, layers: Int = 2) throws -> URL {
    let url = folder.appending(path: layers == 2 ? "tiny-\(seed)" : "tiny-\(seed)-\(layers)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let goldens = Program.root.appending(path: "Tests/AlignmentTests/Goldens/llama3")
    for name in ["tokenizer.json", "tokenizer_config.json"] {
      try FileManager.default.copyItem(at: goldens.appending(path: name), to: url.appending(path: name))
    }
    try FileManager.default.copyItem(
      at: Program.root.appending(path: "Tests/TokenizersTests/Templates/llama-3.1-8b-instruct.jinja"),
      to: url.appending(path: "chat_template.jinja"))
    let configuration: [String: Any] = [
      "architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": width, "intermediate_size": hidden,
      "num_hidden_layers": layers, "num_attention_heads": 2, "num_key_value_heads": 1, "vocab_size": vocabulary,
      "max_position_embeddings": 2048, "rms_norm_eps": 1e-5, "tie_word_embeddings": true, "hidden_act": "silu",
      "torch_dtype": "float32", "rope_theta": 10000.0,
    ]
    try JSONSerialization.data(withJSONObject: configuration).write(to: url.appending(path: "config.json"))
    var shapes: [(String, [Int])] = [
      ("model.embed_tokens.weight", [vocabulary, width]), ("model.norm.weight", [width]),
    ]
    for layer in 0..<layers {
      let name = "model.layers.\(layer)"
      shapes += [
        ("\(name).input_layernorm.weight", [width]), ("\(name).post_attention_layernorm.weight", [width]),
        ("\(name).self_attn.q_proj.weight", [width, width]), ("\(name).self_attn.k_proj.weight", [width / 2, width]),
        ("\(name).self_attn.v_proj.weight", [width / 2, width]), ("\(name).self_attn.o_proj.weight", [width, width]),
        ("\(name).mlp.gate_proj.weight", [hidden, width]), ("\(name).mlp.up_proj.weight", [hidden, width]),
        ("\(name).mlp.down_proj.weight", [width, hidden]),
      ]
    }
    let tensors = try shapes.enumerated().map { index, item in
      let count = item.1.reduce(1, *)
      let values = (0..<count).map { place -> Float in
        if item.1.count == 1 { return 1 }
        // Spread without a pattern that layers could share.
        let x = sin(Float(place) * 12.9898 + Float(index) * 78.233 + seed) * 43758.547
        return (x - x.rounded(.down) - 0.5) * 0.3
      }
      return (
        try TensorEntry(name: item.0, type: .f32, shape: item.1), values.withUnsafeBytes { Data($0) }
      )
    }
    try SafetensorsWriter.write(
      tensors: tensors.map { (entry: $0.0, bytes: $0.1) }, metadata: ["format": "pt"],
      to: url.appending(path: "model.safetensors"))
    return url
  }

  /// Pairs in three languages, 14 harmful and 14 benign groups each, without any meaning.
  static func pairs(in folder: URL) throws -> URL {
    let url = folder.appending(path: "pairs")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    for code in ["en", "de", "lv"] {
      let lines = (0..<28).map { index in
        let hazard = index < 14 ? "\"S\(index + 1)\"" : "null"
        let intent = index < 14 ? "harmful" : "benign"
        return """
          {"id":"g\(index).\(code)","group":"g\(index)","language":"\(code)","hazard":\(hazard),"style":null,\
          "intent":"\(intent)","prompt":"Question \(index) in \(code)?","chosen":"The first answer, number \(index).",\
          "rejected":"Another answer, \(index) times \(code).","provenance":{"source":"test"}}
          """
      }
      try Data(lines.joined(separator: "\n").utf8).write(to: url.appending(path: "\(code).jsonl"))
    }
    return url
  }
}
