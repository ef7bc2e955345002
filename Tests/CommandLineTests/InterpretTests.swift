import Foundation
import IsoglossCore
import Testing

/// Studies of a model's inside through the command line, of a tiny model that refuses nothing.
@Suite(.serialized, .waitsForPrograms)
struct InterpretTests {
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Answers that refuse and answers that comply, by their first letter.
  private func labels(refusing: Bool = true) throws -> String {
    let rows = ["en", "de"].flatMap { code in
      (0..<4).map { index in
        let refuses = refusing && index % 2 == 0
        return """
          {"id":"\(index).\(code)","group":null,"language":"\(code)","prompt":"How?",\
          "response":"\(refuses ? "Sorry, no." : "First, sit.")","outcome":"\(refuses ? "refusal" : "compliance")",\
          "harm":null,"refusal":\(refuses),"labeller":"test","split":"train"}
          """
      }
    }
    try Data(rows.joined(separator: "\n").utf8).write(to: URL(filePath: path("labels.jsonl")))
    return path("labels.jsonl")
  }

  private func interpret(_ verb: String, _ more: [String], languages: String = "en,de") throws -> Program.Ending {
    let model = path("tiny-0.0")
    if !FileManager.default.fileExists(atPath: model) { _ = try TinyModelFolder.make(in: folder) }
    return try Program.run(
      [
        "interpret", verb, "--model", model, "--prompts", "isogloss-12", "--languages", languages, "--train", "6",
        "--validation", "2", "--test", "3", "--labels", try labels(),
      ] + more)
  }

  private func measures(_ ending: Program.Ending) throws -> [String: Any] {
    try #require(ending.status == 0, "\(ending.errors)")
    let object = try #require(try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    return try #require(object["measures"] as? [String: Any])
  }

  /// The first 80 % of two blocks are the embeddings, which a template's tokens share in both classes.
  @Test func directionsSayWhatTheyBeginFromAndWhereThereIsNone() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let told = try interpret("directions", ["--controls", "2", "--json"])
    #expect(told.status == 1 && told.output.isEmpty)
    #expect(told.errors.contains("No place of the model tells harmful from harmless prompts in English"))
    #expect(told.errors.contains("with fewer than 10 controls of each kind no direction can count as found"))
    #expect(told.errors.contains("en: declines 0 of 12") && told.errors.contains("(by labelled answers too)"))
    // Every phase is heard of, in a pipe too.
    for phase in ["refusal tokens 2/2", "directions en 0/", "directions en 9/9"] {
      #expect(told.errors.contains("\n\(phase)"), "\(phase): \(told.errors)")
    }
  }

  @Test func theLensReadsEveryLayer() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try measures(try interpret("lens", ["--controls", "2", "--words", "de-pl", "--json"]))
    let findings = try #require(found["findings"] as? [[String: Any]])
    #expect(findings.map { $0["language"] as? String } == ["en", "de"])
    // Before each of two blocks and after the last.
    #expect(findings.allSatisfy { ($0["harmful"] as? [Double])?.count == 3 })
    for (words, reason) in [("en-de", "other than English"), ("de", "other than English"), ("lv-de", "no lexicon")] {
      let ending = try interpret("lens", ["--words", words])
      #expect(ending.status == 2 && ending.output.isEmpty && ending.errors.contains(reason), "\(ending.errors)")
    }
  }

  @Test func oneProbedLayerIsTheLast() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try measures(try interpret("probe", ["--layers", "1", "--answer-tokens", "2", "--json"]))
    #expect(found["layers"] as? [Int] == [2])
    let crossings = try #require(found["crossings"] as? [[String: Any]])
    #expect(crossings.map { $0["property"] as? String } == ["harm", "refusal"])
    #expect((crossings[0]["auc"] as? [[Any]])?.map(\.count) == [2, 2])
    // Nothing is refused: the property is left out, with the reason.
    #expect((crossings[1]["left"] as? [String])?.count == 2 && (crossings[1]["auc"] as? [Any])?.isEmpty == true)
    let text = try interpret("probe", ["--layers", "1", "--answer-tokens", "0"])
    #expect(text.output.hasPrefix("Harm at layer 2: AUC ") && text.output.contains("under shuffled labels at most"))
  }

  @Test func patchingGoesThereAndBack() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try measures(try interpret("patch", ["--pairs", "2", "--least", "1e-9", "--json"]))
    let maps = try #require(found["maps"] as? [[String: Any]])
    #expect(maps.map { $0["source"] as? String } == ["en", "de"])
    #expect(maps.map { $0["target"] as? String } == ["de", "en"])
    #expect(maps.allSatisfy { ($0["effects"] as? [Any])?.isEmpty == false && $0["pairs"] as? Int == 2 })
    #expect(maps.allSatisfy { ($0["agreement"] as? [String: Any])?.isEmpty == false })
    let far = try interpret("patch", ["--pairs", "2", "--least", "1e9", "--no-attribution", "--no-ablation"])
    #expect(far.status == 0 && far.output.hasPrefix("In no pair of languages do the scores"), "\(far.errors)")
    let alone = try interpret("patch", [], languages: "en,en")
    #expect(alone.status == 2 && alone.errors.contains("name them with --languages"), "\(alone.errors)")
  }

  @Test func whatCannotBeStudiedIsSaidInALine() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let unknown = try interpret("lens", [], languages: "en,xx")
    #expect(unknown.status == 1 && unknown.errors.contains("no prompts in xx"), "\(unknown.errors)")
    let large = try interpret("lens", ["--train", "60"])
    #expect(large.status == 1 && large.errors.contains("smaller parts"), "\(large.errors)")
    let server = try Program.run(["interpret", "lens", "--model", "http://127.0.0.1:1/v1#m"])
    #expect(server.status == 2 && server.errors.contains("is a server"))
    #expect(server.errors.split(separator: "\n").count == 1, "\(server.errors)")
    let open = try labels(refusing: false)
    let none = try Program.run([
      "interpret", "lens", "--model", path("tiny-0.0"), "--languages", "en,de", "--train", "2", "--validation", "1",
      "--test", "2", "--labels", open,
    ])
    #expect(none.status == 1 && none.errors.contains("No token tells a refusal in any of the"), "\(none.errors)")
  }
}
