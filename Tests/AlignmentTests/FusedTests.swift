import Foundation
import IsoglossModelFiles
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossAlignment

/// A small random model in whole tiles, written as a folder and read back.
private struct RandomModel {
  let configuration: ModelConfiguration
  let folder: URL

  init(_ text: String, seed: UInt64) throws {
    folder = try Tiny.folder()
    try Data(text.utf8).write(to: folder.appendingPathComponent("config.json"))
    configuration = try ModelConfiguration(folder: folder)
    let c = configuration
    var shapes = c.linearShapes.map { (name: "\($0.key).weight", shape: [$0.value.outputs, $0.value.inputs]) }
    shapes.append(("model.embed_tokens.weight", [c.vocabulary, c.width]))
    shapes.append(("model.norm.weight", [c.width]))
    if !c.isTied { shapes.append(("lm_head.weight", [c.vocabulary, c.width])) }
    for layer in 0..<c.layers {
      let norms =
        ["input_layernorm", "post_attention_layernorm"]
        + (c.hasPostNorms ? ["pre_feedforward_layernorm", "post_feedforward_layernorm"] : [])
      shapes += norms.map { ("model.layers.\(layer).\($0).weight", [c.width]) }
      if c.hasHeadNorms {
        shapes += ["q_norm", "k_norm"].map { ("model.layers.\(layer).self_attn.\($0).weight", [c.headWidth]) }
      }
    }
    let random = try RandomStream(seed: seed)
    let tensors = try shapes.sorted { $0.name < $1.name }.map { name, shape in
      let scale = shape.count == 1 ? 0.2 : name.contains("embed") ? 0.5 : 1.2 / Double(shape[1]).squareRoot()
      let values = try (random.normal(shape) * scale + (shape.count == 1 && !c.normAddsOne ? 1 : 0)).floats()
      return (entry: try TensorEntry(name: name, type: .f32, shape: shape), bytes: values.withUnsafeBytes { Data($0) })
    }
    try SafetensorsWriter.write(tensors: tensors, to: folder.appendingPathComponent("model.safetensors"))
  }

  /// The decoder; in float32 its weights are rounded to bfloat16 first, so that all types hold the same numbers.
  func decoder(_ dtype: DType) throws -> Decoder {
    let decoder = try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: .float32)
    for parameter in decoder.parameters { try parameter.tensor.copy(parameter.tensor.to(.bfloat16)) }
    guard dtype != .float32 else { return decoder }
    return try Decoder(
      configuration, weights: WeightReader(folder: folder, configuration: configuration), dtype: dtype)
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
}

/// The kernels for matrix units beside libtorch's operations.
@Suite(.enabled(if: Processor.hasTrainingKernels, "the processor has no AVX-512 BF16"))
struct FusedTests {
  static let models = [RandomModel.llama, RandomModel.gemma]

  /// Adapters that do something, and the gradients of a loss by them.
  private func gradients(
    _ model: RandomModel, _ dtype: DType, fused: Bool, checkpointing: Bool = false, budget: Int = 4096
  ) throws -> (scores: [AnswerScores], parts: [(name: String, values: [Double])]) {
    let decoder = try model.decoder(dtype)
    let set = try LowRankSet(model.configuration, LowRankOptions(rank: 5, alpha: 10), seed: 3)
    let random = try RandomStream(seed: 4)
    for part in set.parameters.parts where part.name.hasSuffix("lora_B") {
      try part.value.copy(random.normal(part.value.shape) * 0.1)
    }
    let policy: any Policy =
      fused
      ? try FusedPolicy(decoder, adapters: set, rank: 5, checkpointing: checkpointing)
      : try PlainPolicy(decoder, adapters: set)
    let rows = try PackedPairs.rows(Tiny.pairs(9), budget: budget, vocabulary: model.configuration.vocabulary)
    let scores = try rows.map { row in
      try policy.gradients(row) { scores in scores.tokens.indices.map { $0 % 2 == 0 ? 0.7 : -0.4 - 0.01 * Double($0) } }
    }
    return (scores, try set.parameters.parts.map { ($0.name, try $0.gradient.doubles()) })
  }

  private func distance(_ a: [Double], _ b: [Double]) -> Double {
    let far = zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    return (far / b.reduce(0) { $0 + $1 * $1 }).squareRoot()
  }

  @Test("scores and gradients are those of libtorch in float32, as near as bfloat16 comes", arguments: models)
  func gradients(text: String) throws {
    let model = try RandomModel(text, seed: 7)
    defer { try? FileManager.default.removeItem(at: model.folder) }
    #expect(try FusedPolicy.supports(model.decoder(.bfloat16), rank: 5))
    let exact = try gradients(model, .float32, fused: false)
    let plain = try gradients(model, .bfloat16, fused: false)
    let fused = try gradients(model, .bfloat16, fused: true)
    func flat(_ scores: [AnswerScores]) -> [Double] { scores.flatMap(\.logProbability) }
    // libtorch's distance is one draw of rounding errors, and may be lucky: what is below the rounding of a single number is
    // as near as bfloat16 comes.
    func bound(_ far: Double) -> Double { max(1.5 * far, 0x1p-9) }
    let (near, far) = (
      distance(flat(fused.scores), flat(exact.scores)), distance(flat(plain.scores), flat(exact.scores))
    )
    #expect(near < 5e-3 && near < bound(far), "log-probabilities: fused \(near), libtorch in bfloat16 \(far)")
    let (nearEntropy, farEntropy) = (
      distance(fused.scores.flatMap(\.entropy), exact.scores.flatMap(\.entropy)),
      distance(plain.scores.flatMap(\.entropy), exact.scores.flatMap(\.entropy))
    )
    #expect(nearEntropy < 3e-2 && nearEntropy < bound(farEntropy), "entropies: fused \(nearEntropy), \(farEntropy)")
    let all = { (parts: [(name: String, values: [Double])]) in parts.flatMap(\.values) }
    let (nearAll, farAll) = (distance(all(fused.parts), all(exact.parts)), distance(all(plain.parts), all(exact.parts)))
    #expect(nearAll < 3e-2 && nearAll < bound(farAll), "gradients: fused \(nearAll), libtorch in bfloat16 \(farAll)")
    for (part, wanted) in zip(fused.parts, exact.parts) {
      #expect(distance(part.values, wanted.values) < 0.1, "\(part.name) \(distance(part.values, wanted.values))")
    }
  }

  @Test("checkpointing gives the same gradients bit for bit", arguments: models)
  func checkpointing(text: String) throws {
    let model = try RandomModel(text, seed: 8)
    defer { try? FileManager.default.removeItem(at: model.folder) }
    let kept = try gradients(model, .bfloat16, fused: true)
    let again = try gradients(model, .bfloat16, fused: true, checkpointing: true)
    #expect(kept.parts.map(\.values) == again.parts.map(\.values))
    #expect(kept.scores == again.scores)
  }

  @Test("an answer's score does not depend on what stands beside it, nor on threads", arguments: models)
  func independence(text: String) throws {
    let model = try RandomModel(text, seed: 9)
    defer { try? FileManager.default.removeItem(at: model.folder) }
    let before = Processor.threads
    defer { try? Processor.setThreads(before) }
    func scores(_ budget: Int) throws -> [Double] {
      try gradients(model, .bfloat16, fused: true, budget: budget).scores.flatMap(\.logProbability)
    }
    try Processor.setThreads(1)
    let one = try scores(4096)
    #expect(try scores(60) == one)
    try Processor.setThreads(2)
    let two = try scores(4096)
    for (a, b) in zip(one, two) { #expect(abs(a - b) < 1e-6 * abs(a)) }
  }

  @Test("DPO in bfloat16 starts at ln 2, learns, and resumes bit for bit", arguments: models)
  func training(text: String) throws {
    let model = try RandomModel(text, seed: 10)
    defer { try? FileManager.default.removeItem(at: model.folder) }
    var options = Tiny.options(rate: 1e-2)
    options.rate.shape = .constant
    let pairs = Tiny.pairs(8)
    let trainer = try Trainer(model.decoder(.bfloat16), fingerprint: "x", options: options)
    #expect(trainer.usesFusedKernels)
    let losses = try (0..<12).map { _ in try trainer.step(pairs).loss }
    #expect(abs(losses[0] - 0.6931471805599453) < 1e-9)
    #expect(losses[11] < 0.6 * losses[0], "\(losses)")

    let first = try Trainer(model.decoder(.bfloat16), fingerprint: "x", options: options)
    for step in 0..<5 { #expect(try first.step(pairs).loss == losses[step]) }
    let second = try Trainer(model.decoder(.bfloat16), fingerprint: "x", options: options)
    try second.importState(first.exportState())
    for step in 5..<12 { #expect(try second.step(pairs).loss == losses[step]) }
    #expect(try second.exportState() == trainer.exportState())
    #expect(throws: AlignmentError.self) { try trainer.model }
  }
}
