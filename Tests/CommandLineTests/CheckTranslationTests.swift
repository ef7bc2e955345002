import Foundation
import Testing

@testable import TestServers

/// `isogloss data check-translation` from file to queue, offline and with servers.
@Suite(.waitsForPrograms)
struct CheckTranslationTests {
  private let rows = """
    {"id":"1","language":"de","source":"The lake is 5 miles away.","translation":"Der See ist 5 km entfernt.",\
    "back_translation":"The lake is 5 km away."}
    {"id":"2","language":"de","source":"The lake is 5 miles away.","translation":"Der See ist 8 km entfernt.",\
    "back_translation":"The lake is 8 km away."}
    {"id":"3","language":"de","source":"The lake

    """

  private func folder() throws -> (file: String, queue: String) {
    let folder = try Program.scratch()
    let file = folder.appending(path: "rows.jsonl")
    try Data(rows.utf8).write(to: file)
    return (file.path, folder.appending(path: "queue.csv").path)
  }

  @Test func flagsQueuesAndReportsWhatCannotBeRead() throws {
    let (file, queue) = try folder()
    let ending = try Program.run(["data", "check-translation", file, "--queue", queue, "--full"])
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.errors.contains("rows.jsonl:3") && ending.output.contains("1 of 2"))
    let bytes = try Data(contentsOf: URL(filePath: queue))
    #expect(bytes.starts(with: [0xEF, 0xBB, 0xBF]), "without the mark a spreadsheet garbles the translations")
    let table = String(decoding: bytes, as: UTF8.self)
    #expect(table.contains("\"1\",\"de\"") && !table.contains("\"2\",\"de\"") && table.contains("the unit changed"))
  }

  @Test func serversAddVectorsGuardsAndAQuestion() async throws {
    let (file, queue) = try folder()
    let guardServer = GuardServer { seen in
      .init(
        isHarmful: seen.prompt.contains("lake"), hazards: [1], probability: seen.prompt.contains("lake") ? 0.9 : 0.1)
    }
    try await LoopbackServer.with { seen in
      if seen.path == "/v1/embeddings" {
        let vectors = (0..<4).map { #"{"index":\#($0),"embedding":[1,0]}"# }.joined(separator: ",")
        return .json(#"{"data":[\#(vectors)]}"#)
      }
      return seen.body.contains("llama-guard") ? guardServer.act(on: seen) : .answer("LOST unit: miles became km")
    } body: { server in
      let base = server.address.replacing("#m", with: "")
      let ending = try Program.run([
        "data", "check-translation", file, "--queue", queue, "--embedder", "\(base)#e", "--question", "\(base)#q",
        "--judge", "llama-guard-3@\(base)#llama-guard-3-8b",
      ])
      #expect(ending.status == 0, "\(ending.errors)")
      let table = try String(contentsOf: URL(filePath: queue), encoding: .utf8)
      #expect(table.contains("reads the source as harmful") && table.contains("loss-question/1"))
      #expect(Set(server.seen.map(\.path)).isSuperset(of: ["/v1/embeddings", "/v1/chat/completions"]))
    }
  }

  @Test(arguments: [
    ["--threshold", "0"], ["--queue", "queue.txt"], ["--embedder-layer", "-1"], ["--embedder-below", "2"],
    ["--split", "train"],
    ["--judge", "lexical"], ["--key-variable", "KEY"],
    ["--key-variable", "KEY", "--embedder", "http://a/v1#m", "--question", "http://b/v1#m"],
  ])
  func wrongUseEndsWithTwo(options: [String]) throws {
    let (file, _) = try folder()
    #expect(try Program.run(["data", "check-translation", file] + options).status == 2)
  }

  @Test func aFileThatIsNotThereIsOneLine() throws {
    let ending = try Program.run(["data", "check-translation", "/nowhere.jsonl"])
    #expect(ending.status == 1 && ending.errors.contains("/nowhere.jsonl"))
  }
}
