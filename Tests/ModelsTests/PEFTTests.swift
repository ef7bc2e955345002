import Foundation
import IsoglossCore
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// The Python programs that `make peers` installs.
enum Peers {
  static let root = Goldens.folder.deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let python = root.appending(path: ".peers/venv/bin/python")
  static let areWanted =
    ProcessInfo.processInfo.environment["ISOGLOSS_PEERS"] == "1"
    && FileManager.default.fileExists(atPath: python.path)
}

/// What PEFT and transformers make of adapters and merged folders, and this project of PEFT's. Opt-in: ISOGLOSS_PEERS=1
/// after `make peers`.
@Suite(.enabled(if: Peers.areWanted, "set ISOGLOSS_PEERS=1 after `make peers` to compare with PEFT"), .serialized)
struct PEFTTests {
  private static func weights(_ configuration: ModelConfiguration) -> AdapterWeights {
    AdapterWeights(
      layers: configuration.linearShapes.sorted { $0.key < $1.key }.enumerated().map { index, item in
        func values(_ count: Int, _ phase: Float) -> [Float] {
          (0..<count).map { sin(Float($0) * 0.7 + Float(index) + phase) * 0.2 }
        }
        return AdapterWeights.Layer(
          name: item.key, rank: 4, inputs: item.value.inputs, outputs: item.value.outputs,
          a: values(4 * item.value.inputs, 0), b: values(4 * item.value.outputs, 1), scale: 2)
      })
  }

  private func logits(_ entry: ModelCatalog.Entry, _ adapter: AdapterWeights?, _ ids: [Int]) throws -> (
    Decoder, [Float]
  ) {
    let decoder = try Decoder.load(entry, dtype: .float32)
    if let adapter { try decoder.merge(adapter) }
    return (decoder, try decoder.logits(decoder.states(Tensor(ids, shape: [1, ids.count]))).floats())
  }

  @Test(arguments: ["llama-old", "llama3-new", "qwen2-new", "qwen3-old-sharded", "mistral-new", "gemma3-270m-old"])
  func logitsAreTheSameBothWays(name: String) throws {
    let out = FileManager.default.temporaryDirectory.appending(path: "isogloss-peft-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: out, withIntermediateDirectories: true)
    let base = Goldens.tinyFolder(name)
    let entry = try ModelCatalog().resolve(base.path)
    let configuration = try ModelConfiguration(folder: base)
    let ids = (0..<12).map { ($0 * 7 + 3) % min(60, configuration.vocabulary) }
    let adapter = Self.weights(configuration)
    var stage = AlignmentStage(name: "s", pairs: "p")
    stage.rank = 4
    stage.alpha = 8
    try AdapterFolder.write(adapter, stage: stage, base: base.path, isKept: false, to: out.appending(path: "ours")) {
      _ in
      AdapterManifest(
        base: .init(name: name, fingerprint: "", dtype: "float32", template: ""), onto: [], stage: stage, recipe: nil,
        data: .init(
          name: "", fileHash: "", trainingHash: "", heldOutHash: "", counts: "", trained: 0, heldOut: 0, dropped: 0,
          filterJudges: []), steps: 0, ending: "", margins: [:], weightsHash: "",
        session: RunSession(started: "", version: "", machine: "", engine: ""))
    }
    let (merged, expected) = try logits(entry, adapter, ids)
    try ModelFolder.write(merged, of: entry, to: out.appending(path: "merged"))
    try JSONSerialization.data(withJSONObject: ["ids": ids, "logits": expected.map(Double.init)])
      .write(to: out.appending(path: "expected.json"))
    let process = Process()
    process.executableURL = Peers.python
    process.arguments = [
      Peers.root.appending(path: "scripts/check_adapter.py").path, base.path, out.appending(path: "ours").path,
      out.appending(path: "merged").path, out.appending(path: "expected.json").path, out.path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let last = String(decoding: output, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
    let gaps = try JSONDecoder().decode([String: Double].self, from: Data(last.utf8))
    #expect(try #require(gaps["peft"]) < 1e-5 && #require(gaps["merged"]) < 1e-5, "\(name): \(last)")
    // And PEFT's own adapter here.
    let theirs = try AdapterFolder(contentsOf: out.appending(path: "adapter"))
    let wanted = try JSONDecoder().decode([Float].self, from: Data(contentsOf: out.appending(path: "logits.json")))
    let found = try logits(entry, theirs.weights, ids).1
    #expect(gap(found, wanted) < 1e-5, "\(name): \(gap(found, wanted))")
    #expect(gap(found, try logits(entry, nil, ids).1) > 1e-3)
  }
}
