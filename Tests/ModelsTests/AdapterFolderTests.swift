import Foundation
import IsoglossCore
import IsoglossModelFiles
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// An adapter is taken whole or refused: nothing of it is dropped silently.
struct AdapterFolderTests {
  private let folder: URL
  private let configuration: ModelConfiguration

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-adapter-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    configuration = try ModelConfiguration(folder: Goldens.tinyFolder("llama-old"))
  }

  private static let rank = 3

  private func stage(_ change: (inout AlignmentStage) -> Void = { _ in }) -> AlignmentStage {
    var stage = AlignmentStage(name: "s", pairs: "p")
    stage.rank = Self.rank
    stage.alpha = 6
    change(&stage)
    return stage
  }

  /// Numbers that differ everywhere, for every linear layer of the tiny model.
  private func weights(scale: Double = 2, seed: Float = 0) -> AdapterWeights {
    AdapterWeights(
      layers: configuration.linearShapes.sorted { $0.key < $1.key }.enumerated().map { index, item in
        let (inputs, outputs) = (item.value.inputs, item.value.outputs)
        func values(_ count: Int, _ phase: Float) -> [Float] {
          (0..<count).map { sin(Float($0 + index) * 0.7 + phase + seed) * 0.1 }
        }
        return AdapterWeights.Layer(
          name: item.key, rank: Self.rank, inputs: inputs, outputs: outputs, a: values(Self.rank * inputs, 0),
          b: values(outputs * Self.rank, 1), scale: scale)
      })
  }

  private func manifest(_ stage: AlignmentStage, _ file: URL, onto: [AdapterManifest.Layer] = []) throws
    -> AdapterManifest
  {
    AdapterManifest(
      base: .init(name: "tiny", fingerprint: "f00d", dtype: "float32", template: "question-answer"), onto: onto,
      stage: stage, recipe: nil,
      data: .init(
        name: "p", fileHash: "", trainingHash: "", heldOutHash: "", counts: "", trained: 1, heldOut: 0, dropped: 0,
        filterJudges: ["j"]), steps: 1, ending: "finished", margins: [Language("lv"): [1, 2]],
      weightsHash: try ContentHash.ofFile(at: file),
      session: RunSession(started: "", version: "", machine: "", engine: ""))
  }

  @discardableResult
  private func write(
    _ name: String, _ stage: AlignmentStage? = nil, weights: AdapterWeights? = nil, isKept: Bool = false,
    onto: [AdapterManifest.Layer] = []
  ) throws -> URL {
    let url = folder.appending(path: name)
    let stage = stage ?? self.stage()
    try AdapterFolder.write(weights ?? self.weights(), stage: stage, base: "org/tiny", isKept: isKept, to: url) {
      try manifest(stage, $0, onto: onto)
    }
    return url
  }

  private func stack(_ url: URL, base: String = "f00d") throws -> AdapterStack {
    try AdapterStack(contentsOf: url, base: base) { try ContentHash.ofFile(at: $0) }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    let url = try write("a")
    let read = try AdapterFolder(contentsOf: url)
    #expect(read.weights == weights())
    #expect(read.baseName == "org/tiny" && read.manifest?.margins == [Language("lv"): [1, 2]])
    #expect(read.manifest?.data.filterJudges == ["j"])
    try read.weights.check(configuration)
    let file = try SafetensorsFile(contentsOf: url.appending(path: "adapter_model.safetensors"))
    #expect(file.metadata == ["format": "pt"])
    let shape = file["base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"]?.shape
    #expect(shape == [3, configuration.width])
    let config = try JSONSerialization.jsonObject(with: Data(contentsOf: url.appending(path: "adapter_config.json")))
    let keys = Set((config as? [String: Any])?.keys.map { $0 } ?? [])
    #expect(
      keys.isSuperset(of: [
        "peft_type", "r", "lora_alpha", "target_modules", "task_type", "bias", "base_model_name_or_path",
        "inference_mode", "fan_in_fan_out", "use_rslora", "use_dora", "lora_dropout",
      ]))
  }

  @Test func rankStabilisationChangesTheScale() throws {
    let stabilised = stage { $0.rankStabilised = true }
    let url = try write("rs", stabilised, weights: weights(scale: 6 / Double(3).squareRoot()))
    #expect(try AdapterFolder(contentsOf: url).weights.layers[0].scale == 6 / Double(3).squareRoot())
    #expect(throws: ModelError.self) { try write("wrong", stabilised) }
  }

  private func rewrite(_ url: URL, _ change: (String, [Int], Data) throws -> [(String, [Int], Data)]) throws {
    let target = url.appending(path: "adapter_model.safetensors")
    let file = try SafetensorsFile(contentsOf: target)
    let tensors = try file.entries.flatMap { entry in
      try change(entry.name, entry.shape, file.withBytes(of: entry.name) { Data($0) })
    }
    try SafetensorsWriter.write(
      tensors: tensors.map { (try TensorEntry(name: $0.0, type: .f32, shape: $0.1), $0.2) }, metadata: ["format": "pt"],
      to: target)
    try FileManager.default.removeItem(at: url.appending(path: AdapterManifest.fileName))
  }

  private func refusal(_ name: String, _ change: (String, [Int], Data) throws -> [(String, [Int], Data)]) throws
    -> String
  {
    let url = try write(name)
    try rewrite(url, change)
    let error = #expect(throws: ModelError.self) { try AdapterFolder(contentsOf: url).weights.check(configuration) }
    return error?.message ?? ""
  }

  private static let first = "base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight"

  @Test func wrongAdaptersAreRefusedByName() throws {
    let keep: (String, [Int], Data) -> [(String, [Int], Data)] = { [($0, $1, $2)] }
    #expect(
      try refusal("lost") { name, s, d in name == Self.first ? [] : keep(name, s, d) }.contains("only its lora_B"))
    #expect(
      try refusal("prefix") { n, s, d in [(n.replacingOccurrences(of: "base_model.model.", with: ""), s, d)] }
        .contains("does not start with"))
    #expect(
      try refusal("inner") { n, s, d in [(n.replacingOccurrences(of: "model.model.model", with: "model.model"), s, d)] }
        .contains("does not have"))
    #expect(try refusal("turned") { n, s, d in [(n, s.reversed(), d)] }.contains("transposed"))
    #expect(
      try refusal("dora") { n, s, d in keep(n, s, d) + [(n + ".lora_magnitude_vector", [1], Data(count: 4))] }
        .contains("no part of a low-rank adapter"))
    #expect(
      try refusal("block") { n, s, d in n.contains("layers.0.mlp.up_proj") ? [] : keep(n, s, d) }
        .contains("layers.0.mlp.up_proj"))
    #expect(try refusal("kind") { n, s, d in n.contains("up_proj") ? [] : keep(n, s, d) }.contains("up_proj"))
    #expect(
      try refusal("more") { n, s, d in
        keep(n, s, d)
          + (n.contains("layers.0.") ? [(n.replacingOccurrences(of: "layers.0.", with: "layers.99."), s, d)] : [])
      }.contains("layers.99"))
    #expect(
      try refusal("nan") { n, s, d in
        [(n, s, n == Self.first ? Data([0, 0, 0xC0, 0x7F] + [UInt8](repeating: 0, count: d.count - 4)) : d)]
      }.contains("not finite"))
  }

  @Test(arguments: [
    ("\"peft_type\" : \"LORA\"", "\"peft_type\" : \"IA3\""), ("\"use_dora\" : false", "\"use_dora\" : true"),
    ("\"bias\" : \"none\"", "\"bias\" : \"all\""), ("\"r\" : 3", "\"r\" : 4"), ("\"r\" : 3", "\"r\" : 0"),
    ("\"r\" : 3", "\"x\" : 3"), ("\"rank_pattern\" : {", "\"rank_pattern\" : {\"a\": 2"), ("{", "["),
  ])
  func configurationsThatAreNotDoneHereAreRefused(old: String, new: String) throws {
    let url = try write("c")
    let file = url.appending(path: "adapter_config.json")
    var text = try String(contentsOf: file, encoding: .utf8)
    let range = try #require(text.range(of: old), "\(text)")
    text.replaceSubrange(range, with: new)
    try Data(text.utf8).write(to: file)
    #expect(throws: ModelError.self) { _ = try AdapterFolder(contentsOf: url) }
  }

  @Test func anotherBaseAndChangedFilesAreRefused() throws {
    let url = try write("a")
    #expect(try stack(url).name.hasPrefix("a "))
    #expect(throws: ModelError.self) { _ = try stack(url, base: "beef") }
    let other = try ModelConfiguration(folder: Goldens.tinyFolder("gemma3-1b-new"))
    #expect(throws: ModelError.self) { try stack(url).weights.check(other) }
    let top = try write(
      "top",
      onto: [
        .init(
          path: url.path, hash: try ContentHash.ofFile(at: url.appending(path: "adapter_model.safetensors")),
          teachesCompliance: false)
      ])
    #expect(try stack(top).folders.count == 2)
    // The weights beneath change: the one on top no longer means what it did, and the manifest's hash is wrong.
    try write("a", weights: weights(seed: 1))
    let error = #expect(throws: ModelError.self) { _ = try stack(top) }
    #expect(error?.message.contains("has changed") == true)
    try FileManager.default.removeItem(at: url)
    #expect(throws: ModelError.self) { _ = try stack(top) }
    #expect(throws: ModelError.self) { _ = try AdapterFolder(contentsOf: folder) }
  }

  @Test func whatWasTaughtToComplyIsKeptInAFormOfItsOwn() throws {
    let taught = stage {
      $0.teachesCompliance = true
      $0.loss = .sft
    }
    let url = try write("complier", taught, isKept: true)
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: url.path))
    #expect(names == [".gitignore", "kept_adapter.safetensors", AdapterManifest.fileName])
    let read = try AdapterFolder(contentsOf: url)
    #expect(read.weights == weights() && read.manifest?.teachesCompliance == true && read.baseName == nil)
    try FileManager.default.removeItem(at: url.appending(path: AdapterManifest.fileName))
    #expect(throws: ModelError.self) { _ = try AdapterFolder(contentsOf: url) }
  }

  @Test func severalAdaptersAddUpToOne() throws {
    let (first, second) = (weights(), weights(scale: 0.5, seed: 2))
    let sum = AdapterWeights.sum([first, second])
    try sum.check(configuration)
    #expect(AdapterWeights.sum([first]) == first)
    for layer in sum.layers {
      let expected = try #require(first[layer.name])
      let other = try #require(second[layer.name])
      let product = try LowRank(layer).product().floats()
      let apart = try (LowRank(expected).product() + LowRank(other).product()).floats()
      #expect(gap(product, apart) < 1e-6)
    }
  }

  @Test func anAdapterChangesTheAnswersOfTheFastPathAsOfThePlainOne() throws {
    let tiny = Goldens.tinyFolder("llama-old")
    let reader = try WeightReader(folder: tiny, configuration: configuration)
    let decoder = try Decoder(configuration, weights: reader, dtype: .float32)
    let ids = [1, 5, 9, 2, 7]
    let before = try decoder.logits(decoder.states(Tensor(ids, shape: [1, 5]))).floats()
    try decoder.merge(weights())
    let after = try decoder.logits(decoder.states(Tensor(ids, shape: [1, 5]))).floats()
    #expect(gap(after, before) > 0.01)
    let packed = try PackedDecoder(configuration, weights: reader, dtype: .float32, adapter: weights())
    let states = try packed.states(
      ids: ids, slots: [0, 0, 0, 0, 0], positions: [0, 1, 2, 3, 4], cache: packed.makeCache())
    #expect(gap(try packed.logits(states).floats(), after) < 1e-5)
  }
}
