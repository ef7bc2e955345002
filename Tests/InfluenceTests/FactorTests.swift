import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossInfluence

/// Gradients from the factors of packed rows, beside whole gradients of one pair after the other.
@Suite(.enabled(if: Processor.hasTrainingKernels, "the processor has no AVX-512 BF16"))
struct FactorTests {
  /// A small random model in whole tiles.
  private static func decoder(_ text: String) throws -> Decoder {
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "config.json"))
    let c = try ModelConfiguration(folder: folder)
    var shapes = c.linearShapes.map { (name: "\($0.key).weight", shape: [$0.value.outputs, $0.value.inputs]) }
    shapes += [("model.embed_tokens.weight", [c.vocabulary, c.width]), ("model.norm.weight", [c.width])]
    if !c.isTied { shapes.append(("lm_head.weight", [c.vocabulary, c.width])) }
    var norms = ["input_layernorm", "post_attention_layernorm"]
    if c.hasPostNorms { norms += ["pre_feedforward_layernorm", "post_feedforward_layernorm"] }
    for layer in 0..<c.layers {
      shapes += norms.map { ("model.layers.\(layer).\($0).weight", [c.width]) }
      guard c.hasHeadNorms else { continue }
      shapes += ["q_norm", "k_norm"].map { ("model.layers.\(layer).self_attn.\($0).weight", [c.headWidth]) }
    }
    let random = try RandomStream(seed: 7)
    let tensors = try shapes.sorted { $0.name < $1.name }.map { name, shape in
      let scale = shape.count == 1 ? 0.2 : name.contains("embed") ? 0.5 : 1.2 / Double(shape[1]).squareRoot()
      let values = try (random.normal(shape) * scale + (shape.count == 1 && !c.normAddsOne ? 1 : 0)).floats()
      return (entry: try TensorEntry(name: name, type: .f32, shape: shape), bytes: values.withUnsafeBytes { Data($0) })
    }
    try SafetensorsWriter.write(tensors: tensors, to: folder.appending(path: "model.safetensors"))
    return try Decoder(c, weights: WeightReader(folder: folder, configuration: c), dtype: .bfloat16)
  }

  static let llama = """
    {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 64, "intermediate_size": 96,
     "num_hidden_layers": 3, "num_attention_heads": 4, "num_key_value_heads": 2, "head_dim": 32, "rms_norm_eps": 1e-5,
     "vocab_size": 100, "tie_word_embeddings": false, "max_position_embeddings": 512, "hidden_act": "silu",
     "rope_theta": 10000.0}
    """
  static let gemma = """
    {"architectures": ["Gemma3ForCausalLM"], "model_type": "gemma3_text", "hidden_size": 96, "intermediate_size": 128,
     "num_hidden_layers": 7, "num_attention_heads": 2, "num_key_value_heads": 1, "head_dim": 64, "rms_norm_eps": 1e-6,
     "vocab_size": 600, "tie_word_embeddings": true, "max_position_embeddings": 512,
     "hidden_activation": "gelu_pytorch_tanh", "rope_theta": 1000000.0, "rope_local_base_freq": 10000.0,
     "sliding_window": 8, "sliding_window_pattern": 6, "query_pre_attn_scalar": 64}
    """

  /// Pairs of many lengths, among them answers of one token.
  private static let pairs = (1..<10).map { i in
    func text(_ count: Int, _ seed: Int) -> [Int32] {
      (0..<count).map { Int32(3 + (($0 + 1) * (seed * 7 + 5) + seed) % 93) }
    }
    return TokenizedPair(
      id: "p\(i)", language: Language("en"), prompt: text(1 + (i * 5) % 19, i), chosen: text(i * 3 % 11, i + 40) + [2],
      rejected: text(i * 4 % 13, i + 80) + [2])
  }

  private func vectors(
    _ text: String, _ targets: [String], _ projection: Projection, usesFactors: Bool, budget: Int = 4096
  ) throws -> [[Float]] {
    let decoder = try Self.decoder(text)
    var adapter = Tiny.adapter(decoder.configuration, rank: 5, scale: 2, checkpoint: 1)
    adapter.layers = adapter.layers.filter { layer in targets.contains { layer.name.hasSuffix($0) } }
    let gradients = try AdapterGradients(decoder, adapter: adapter, tokenBudget: budget)
    #expect(gradients.hasFactors)
    let features = try PairFeatures(gradients, projection)
    var vectors: [[Float]] = []
    try features.forEach(Self.pairs, usesFactors: usesFactors) { vectors.append(Array($1.vector)) }
    return vectors
  }

  @Test("the factors' moments weigh each pair as its own, in whatever rows the pairs run", arguments: [4096, 60])
  func moments(budget: Int) throws {
    let decoder = try Self.decoder(Self.llama)
    let adapter = Tiny.adapter(decoder.configuration, rank: 5, scale: 2, checkpoint: 1)
    let gradients = try AdapterGradients(decoder, adapter: adapter, tokenBudget: budget)
    let features = try PairFeatures(gradients, Projection(side: 4, width: .max, seed: 1))
    func moments(_ pairs: [TokenizedPair], _ weights: [Double]) throws -> FactorMoments {
      let moments = FactorMoments(features.layout, weights: weights)
      features.moments = moments
      defer { features.moments = nil }
      try features.forEach(pairs, usesFactors: true) { _, _ in }
      return moments
    }
    let alone = try Self.pairs.map { try moments([$0], [1]) }
    let inputs = try moments(Self.pairs, Self.pairs.map { _ in 1 }).right
    for (place, own) in alone.enumerated() {
      let found = try moments(Self.pairs, Self.pairs.indices.map { $0 == place ? 3 : 0 })
      for block in own.left.indices {
        #expect(gap([found.left[block]], [own.left[block].map { 3 * $0 }]) < 2e-2, "pair \(place), block \(block)")
      }
    }
    for block in inputs.indices {
      let sum = inputs[block].indices.map { entry in alone.reduce(0) { $0 + $1.right[block][entry] } }
      #expect(gap([inputs[block]], [sum]) < 2e-2)
    }
  }

  private func distance(_ a: [Float], _ b: [Float]) -> Double {
    let far = zip(a, b).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }
    return (far / b.reduce(0) { $0 + Double($1) * Double($1) }).squareRoot()
  }

  @Test(
    "projected factors give the projected gradients, as near as bfloat16 comes", arguments: [llama, gemma],
    [["_proj"], ["q_proj", "v_proj", "down_proj"]])
  func factors(text: String, targets: [String]) throws {
    for projection in [Projection.none, Projection(side: 4, width: .max, seed: 1)] {
      let whole = try vectors(text, targets, projection, usesFactors: false)
      let fast = try vectors(text, targets, projection, usesFactors: true)
      let many = try vectors(text, targets, projection, usesFactors: true, budget: 60)
      for (pair, wanted) in whole.enumerated() {
        #expect(distance(fast[pair], wanted) < 1.5e-2, "pair \(pair): \(distance(fast[pair], wanted))")
        #expect(distance(many[pair], fast[pair]) < 1e-2, "pair \(pair) in other rows")
      }
    }
  }
}
