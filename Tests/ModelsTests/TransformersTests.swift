import Foundation
import IsoglossModelFiles
import IsoglossTokenizers
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// What transformers makes of a folder that was written from a GGUF file. Opt-in: ISOGLOSS_PEERS=1 after `make peers`.
@Suite(
  .enabled(if: Peers.areWanted, "set ISOGLOSS_PEERS=1 after `make peers` to compare with transformers"), .serialized)
struct TransformersTests {
  private struct Found: Decodable {
    var differing: [String]
    var undecoded: [String]
    var gap: Double
    var ends: [Int]
    var template: Bool
  }

  @Test(arguments: [("smollm2-135m-instruct", [0, 2], true), ("gemma-3-270m", [1, 106], false)])
  func aFolderFromGGUFIsLoaded(name: String, ends: [Int], hasTemplate: Bool) throws {
    let out = FileManager.default.temporaryDirectory.appending(path: "isogloss-gguf-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: out) }
    let entry = try ModelCatalog().resolve(name)
    let decoder = try Decoder.load(entry, dtype: .float32)
    #expect(try ModelFolder.write(decoder, of: entry, to: out.appending(path: "model")) == [])
    let goldens = Peers.root.appending(path: "Tests/TokenizersTests/Goldens/texts.json")
    let file = try JSONSerialization.jsonObject(with: Data(contentsOf: goldens)) as? [String: Any]
    let texts = ["Where does the line run?"] + (try #require(file?["texts"] as? [String]))
    let tokenizer = try Tokenizer(entry)
    let ids = texts.map { tokenizer.encode($0).map { Int($0) } }
    let logits = try decoder.logits(decoder.states(Tensor(ids[0], shape: [1, ids[0].count]))).floats()
    try JSONSerialization.data(
      withJSONObject: [
        "texts": texts, "ids": ids, "decoded": texts.map { tokenizer.decode(tokenizer.encode($0)) },
        "logits": logits.map(Double.init),
      ] as [String: Any]
    ).write(to: out.appending(path: "expected.json"))
    let process = Process()
    process.executableURL = Peers.python
    process.arguments = [
      Peers.root.appending(path: "scripts/check_folder.py").path, out.appending(path: "model").path,
      out.appending(path: "expected.json").path,
    ]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    let output = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    let last = String(decoding: output, as: UTF8.self).split(separator: "\n").last.map(String.init) ?? ""
    let found = try JSONDecoder().decode(Found.self, from: Data(last.utf8))
    #expect(found.differing.isEmpty && found.undecoded.isEmpty, "\(last)")
    #expect(found.gap < 1e-4, "\(name): \(found.gap)")
    #expect(found.ends == ends && found.template == hasTemplate)
  }
}
