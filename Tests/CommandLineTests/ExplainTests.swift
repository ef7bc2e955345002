import Foundation
import IsoglossCore
import Testing

/// One case of a run through the command line.
@Suite(.serialized, .waitsForPrograms)
struct ExplainTests {
  private let folder: URL

  init() throws { folder = try Program.scratch() }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  @Test func oneAnswerIsExplainedOfTheVeryModelThatGaveIt() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let run = path("run.sqlite")
    let eval = try Program.run([
      "eval", "--model", "smollm2-135m-instruct", "--prompts", "isogloss-12", "--languages", "en,lv", "--limit", "2",
      "--max-new-tokens", "8", "--run", run,
    ])
    try #require(eval.status == 0, "\(eval.errors)")
    let unknown = try Program.run(["explain", "--run", run, "--prompt", "nothing"])
    #expect(unknown.status == 2 && unknown.errors.contains("has no prompt nothing; it has 8, such as "))
    let first = try #require(unknown.errors.components(separatedBy: "such as ").last?.split(separator: ".").first)
    let id = "\(first).lv"

    let page = path("case.html")
    let told = try Program.run(["explain", "--run", run, "--prompt", id, "--html", page, "--json"])
    try #require(told.status == 0, "\(told.errors)")
    struct Told: Decodable {
      struct Measures: Decodable {
        struct Reading: Decodable {
          var id: String
          var layers: [Double]
        }
        var readings: [Reading]
      }
      var prompt: Prompt
      var measures: Measures
    }
    let json = try JSONDecoder().decode(Told.self, from: Data(told.output.utf8))
    #expect(json.prompt.id == id && json.measures.readings.map(\.id) == [id, "\(first).en"])
    #expect(json.measures.readings.allSatisfy { $0.layers.count == 31 })
    let html = try String(contentsOfFile: page, encoding: .utf8)
    #expect(html.contains("Refuted as a turn") && html.contains("(this one)"))

    let patched = try Program.run(["explain", "--run", run, "--prompt", id, "--patch", "--json"])
    try #require(patched.status == 0, "\(patched.errors)")
    struct Patched: Decodable {
      struct Patching: Decodable {
        struct Effect: Decodable {
          var restored: Double
          var controls: [Double]
        }
        var source: String
        var clean: String
        var effects: [Effect]
        var controls: [String]
        var screened: Int
      }
      var patching: Patching
    }
    let patching = try JSONDecoder().decode(Patched.self, from: Data(patched.output.utf8)).patching
    #expect(patching.source == "en" && patching.clean == "\(first).en" && patching.controls.count == 2)
    #expect(patching.effects.count == 2 * 6 + 10 && patching.screened == 30 * (6 + 9 + 2))
    #expect(patching.effects.allSatisfy { $0.controls.count == 2 && $0.restored.isFinite })
    let adapter = try Program.run(["explain", "--run", run, "--prompt", id, "--adapter", path("none")])
    #expect(adapter.status == 2 && adapter.errors.contains("without an adapter"))
    let alone = try Program.run(["explain", "--run", run, "--prompt", id, "--reference", "xx"])
    #expect(alone.status == 0 && alone.errors.contains("not compared with xx"), "\(alone.errors)")
    let missing = try Program.run(["explain", "--run", run, "--prompt", id, "--directions", path("none.json")])
    #expect(missing.status == 2 && missing.errors.contains("There is no file"))
    let other = try Program.run(["explain", "--run", run, "--prompt", id, "--model", "gemma-3-270m"])
    #expect(other.status == 2 && other.errors.contains("is not the model of the run"), "\(other.errors)")
    try Data("{}".utf8).write(to: folder.appending(path: "directions.json"))
    let directions = try Program.run([
      "explain", "--run", run, "--prompt", id, "--directions", path("directions.json"),
    ])
    #expect(directions.status == 2 && directions.errors.contains("is not what `isogloss interpret directions --json`"))
    let index = try Program.run(["explain", "--run", run, "--prompt", id, "--index", path("index")])
    #expect(index.status == 1 && !index.errors.isEmpty)
  }
}
