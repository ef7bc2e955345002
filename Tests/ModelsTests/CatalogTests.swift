import Foundation
import IsoglossModelFiles
import IsoglossTokenizers
import IsoglossTorch
import Testing

@testable import IsoglossModels

@Suite struct CatalogTests {
  private func withFolder<R>(_ body: (URL) throws -> R) throws -> R {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("isogloss-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
  }

  @Test("an embedded model that is not there says to run make setup")
  func missing() throws {
    try withFolder { folder in
      let catalog = ModelCatalog(home: folder)
      let error = #expect(throws: ModelError.self) { try catalog.resolve("gemma-3-270m") }
      #expect(error?.code == .notFound && error?.message.contains("make setup") == true)
      #expect(catalog.names == ["gemma-3-270m", "smollm2-135m-instruct"])
    }
  }

  @Test("names, folders and files are told apart")
  func resolve() throws {
    try withFolder { folder in
      let catalog = ModelCatalog(home: folder)
      let unknown = #expect(throws: ModelError.self) { try catalog.resolve("gpt-9") }
      #expect(unknown?.message.contains("smollm2-135m-instruct") == true)
      #expect(throws: ModelError.self) { try catalog.resolve(folder.path) }
      try Data("{}".utf8).write(to: folder.appendingPathComponent("config.json"))
      let noWeights = #expect(throws: ModelError.self) { try catalog.resolve(folder.path) }
      #expect(noWeights?.message.contains("safetensors") == true)
      try Data().write(to: folder.appendingPathComponent("model.safetensors"))
      try Data().write(to: folder.appendingPathComponent("notes.txt"))
      let entry = try catalog.resolve(folder.path)
      #expect(entry.format == .folder)
      #expect(entry.files.map(\.lastPathComponent) == ["config.json", "model.safetensors"])
      let other = #expect(throws: ModelError.self) {
        try catalog.resolve(folder.appendingPathComponent("notes.txt").path)
      }
      #expect(other?.code == .notFound)
    }
  }

  @Test(
    "bad configurations are refused, not trapped on",
    arguments: [
      "[]", "{", "{}", #"{"model_type": "bert"}"#,
      #"{"model_type": "llama", "hidden_size": 32}"#,
      #"{"model_type": "llama", "hidden_size": 32, "num_attention_heads": 0, "num_hidden_layers": 2}"#,
      #"{"model_type": "llama", "hidden_size": "x", "num_attention_heads": 4, "num_hidden_layers": 2}"#,
      #"""
      {"model_type": "llama", "hidden_size": 32, "num_attention_heads": 4, "num_key_value_heads": 3,
       "num_hidden_layers": 2, "intermediate_size": 8, "vocab_size": 9}
      """#,
      #"""
      {"model_type": "llama", "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2,
       "intermediate_size": 8, "vocab_size": 9, "rope_scaling": {"type": "yarn", "factor": 2}}
      """#,
      #"""
      {"model_type": "llama", "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2,
       "intermediate_size": 8, "vocab_size": 9, "rope_scaling": {"rope_type": "llama3"}}
      """#,
      #"""
      {"model_type": "gemma3_text", "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2,
       "intermediate_size": 8, "vocab_size": 9, "layer_types": ["full_attention"], "sliding_window": 4}
      """#,
      #"""
      {"model_type": "gemma3_text", "hidden_size": 32, "num_attention_heads": 4, "num_hidden_layers": 2,
       "intermediate_size": 8, "vocab_size": 9, "final_logit_softcapping": 30.0}
      """#,
    ])
  func badConfiguration(json: String) throws {
    try withFolder { folder in
      try Data(json.utf8).write(to: folder.appendingPathComponent("config.json"))
      let error = #expect(throws: ModelError.self) { try ModelConfiguration(folder: folder) }
      #expect(error?.code == .badConfiguration || error?.code == .unsupported)
    }
  }

  @Test("a weight of another shape is refused by name")
  func badWeight() throws {
    let folder = Goldens.tinyFolder("llama-old")
    var configuration = try ModelConfiguration(folder: folder)
    configuration.hiddenWidth = 50
    let weights = try WeightReader(folder: folder, configuration: configuration)
    let error = #expect(throws: ModelError.self) { try Decoder(configuration, weights: weights, dtype: .float32) }
    #expect(error?.code == .badWeight && error?.message.contains("gate_proj") == true)
    configuration = try ModelConfiguration(folder: folder)
    configuration.layers = 3
    configuration.slides.append(false)
    #expect(throws: ModelFileError.self) { try Decoder(configuration, weights: weights, dtype: .float32) }
  }

  @Test(
    "llama.cpp's names",
    arguments: [
      ("model.embed_tokens.weight", false, "token_embd.weight"), ("lm_head.weight", false, "output.weight"),
      ("model.layers.11.self_attn.q_proj.bias", false, "blk.11.attn_q.bias"),
      ("model.layers.0.post_attention_layernorm.weight", false, "blk.0.ffn_norm.weight"),
      ("model.layers.0.post_attention_layernorm.weight", true, "blk.0.post_attention_norm.weight"),
      ("model.layers.0.pre_feedforward_layernorm.weight", true, "blk.0.ffn_norm.weight"),
      ("model.layers.3.mlp.down_proj.weight", false, "blk.3.ffn_down.weight"),
    ])
  func ggufNames(name: String, postNorms: Bool, expected: String) {
    #expect(WeightReader.ggufName(name, postNorms: postNorms) == expected)
  }

  @Test("base models get a plain template, others their own")
  func formats() throws {
    let gemma = try Tokenizer(gguf: GGUFFile(contentsOf: ModelCatalog().resolve("gemma-3-270m").url))
    #expect(try PromptFormat(gemma, named: nil).name == "question-answer")
    #expect(try PromptFormat(gemma, named: nil).stop == ["\nUser:", "\nAssistant:"])
    #expect(throws: ModelError.self) { try PromptFormat(gemma, named: "model") }
    #expect(throws: TokenizerError.self) { try PromptFormat(gemma, named: "nonsense") }
    let smol = try Tokenizer(gguf: GGUFFile(contentsOf: ModelCatalog().resolve("smollm2-135m-instruct").url))
    #expect(try PromptFormat(smol, named: nil).name == "model")
    #expect(try PromptFormat(smol, named: "plain").name == "plain")
  }
}
