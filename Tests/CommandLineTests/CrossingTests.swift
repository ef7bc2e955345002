import Foundation
import Testing

/// Crossing behaviours through the command line: whole, interrupted, changed, and its tables.
@Suite(.serialized, .waitsForPrograms)
struct CrossingTests {
  private let folder: URL
  private let recipe: URL
  private let data: URL

  init() throws {
    folder = try Program.scratch()
    let model = try TinyModelFolder.make(in: folder)
    data = folder.appending(path: "behaviours")
    try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
    for behaviour in ["refusal", "toxicity"] { try Self.write(behaviour, in: data) }
    recipe = folder.appending(path: "crossing.yaml")
    try Data(
      """
      name: tiny-crossing
      bases: [{model: \(model.path)}]
      behaviours: [refusal, toxicity]
      seeds: [0]
      own-seeds: [0]
      parts: {seeds: [0], share: 0.5, random: 2, groups: 2}
      stage: {name: cross, pairs: \(data.path), rate: 1e-2, epochs: 2, batch: 3, rank: 4}
      """.utf8
    ).write(to: recipe)
  }

  /// Six groups to train on and three held out, in two languages, without any meaning.
  private static func write(_ behaviour: String, in folder: URL) throws {
    let lines = ["en", "lv"].flatMap { code in
      (0..<9).map { index in
        """
        {"id":"\(behaviour)-\(index).\(code)","group":"\(behaviour)-\(index)","behaviour":"\(behaviour)",\
        "language":"\(code)","prompt":"Sentence \(index) in \(code)","preferred":"a good end of it, \(index)",\
        "dispreferred":"some other end, \(index)","hazard":null,"target":null,\
        "split":"\(index < 6 ? "train" : "heldout")","provenance":{"source":"test"}}
        """
      }
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "\(behaviour).jsonl"))
  }

  private func run(_ out: String, _ more: [String] = []) throws -> Program.Ending {
    try Program.run(
      ["experiment", "crossing", "run", recipe.path, "--out", path(out), "--threads", "1"] + more,
      environment: ["ISOGLOSS_HOME": path("home")])
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  /// Results by name, without times.
  private func results(_ out: String) throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path(out)).filter { $0.hasSuffix(".json") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { name in
        let data = try Data(contentsOf: folder.appending(path: "\(out)/\(name)"))
        var object = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
        for key in ["seconds", "session"] { object[key] = nil }
        return (
          name,
          String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
        )
      })
  }

  @Test func whatIsInterruptedGoesOnToTheSameResults() throws {
    let whole = try run("whole")
    // Own and shuffled labels of two behaviours, and the other language on itself.
    #expect(whole.status == 0 && whole.errors.contains("[6/6]"), "\(whole.errors)")
    let expected = try results("whole")
    #expect(expected.count == 6)
    #expect(try run("part", ["--limit", "2"]).status == 0)
    #expect(try results("part").count == 2)
    let rest = try run("part")
    #expect(rest.status == 0 && rest.errors.contains("[4/4]"), "\(rest.errors)")
    #expect(try results("part") == expected)
    let again = try run("part")
    #expect(again.status == 0 && !again.errors.contains("[1/"), "\(again.errors)")
    // Margins alone are kept: no weights anywhere.
    let files = FileManager.default.enumerator(atPath: path("whole"))?.compactMap { $0 as? String } ?? []
    #expect(!files.isEmpty && files.allSatisfy { $0.hasSuffix(".json") })

    let page = path("p.html")
    let table = try Program.run(["experiment", "crossing", "table", path("whole"), "--full", "--html", page])
    #expect(table.status == 0, "\(table.errors)")
    // Lines are broken to the terminal's width.
    let words = table.output.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    for phrase in [
      "Refusal trained in English", "Toxicity trained in English", "smallest difference", "Which blocks carry it",
      "One seed",
    ] { #expect(words.contains(phrase), "\(phrase)") }
    #expect(try String(contentsOf: URL(filePath: page), encoding: .utf8).contains("<svg"))
    let json = try Program.run(["experiment", "crossing", "table", path("whole"), "--json"])
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let models = try #require(object?["models"] as? [[String: Any]])
    #expect(models.count == 1 && models[0]["runs"] as? Int == 6)
  }

  /// What `capability margins` measures before any training is what a run starts from.
  @Test func theMeasureIsThatOfMargins() throws {
    #expect(try run("one", ["--limit", "1"]).status == 0)
    let result = try #require(try results("one").values.first)
    let object = try #require(try JSONSerialization.jsonObject(with: Data(result.utf8)) as? [String: Any])
    let before = try #require(object["before"] as? [String: Any])
    let rows = try #require(before["rows"] as? [String: [Double]])
    let margins = try Program.run([
      "capability", "margins", "--model", path("tiny-0.0"), "--pairs", data.appending(path: "refusal.jsonl").path,
      "--json",
    ])
    #expect(margins.status == 0, "\(margins.errors)")
    let measured = try #require(
      (try JSONSerialization.jsonObject(with: Data(margins.output.utf8)) as? [String: Any])?["measures"]
        as? [String: Any])
    let languages = try #require(measured["rows"] as? [[String: Any]])
    #expect(languages.count == 2)
    for language in languages {
      let code = try #require(language["language"] as? String)
      let value = try #require((language["margin"] as? [String: Any])?["value"] as? Double)
      let own = try #require(rows[code])
      #expect(own.count == 3)
      // Two engines in bfloat16: a tenth of a nat on sums of some thirty tokens.
      #expect(abs(own.reduce(0, +) / 3 - value) < 0.1, "\(code): \(own), \(value)")
    }
  }

  @Test func whatDoesNotDoIsRefused() throws {
    #expect(try run("other", ["--limit", "1"]).status == 0)
    let text = try String(contentsOf: recipe, encoding: .utf8)
    try Data(text.replacing("rate: 1e-2", with: "rate: 1e-3").utf8).write(to: recipe)
    let ending = try run("other")
    #expect(ending.status == 1 && ending.errors.contains("made under other settings"), "\(ending.errors)")
    for extra in [["--threads", "0"], ["--limit", "0"]] {
      let ending = try run("other", extra)
      #expect(ending.status == 2 && ending.errors.contains("numbers from 1"), "\(ending.errors)")
    }
    let none = try Program.run(["experiment", "crossing", "table", path("none")])
    #expect(none.status == 1 && none.errors.contains("There is no finished run"), "\(none.errors)")
    try Data(text.replacing("[refusal, toxicity]", with: "[refusal, bias]").utf8).write(to: recipe)
    let missing = try run("missing")
    #expect(missing.status == 1 && missing.errors.contains("no bias pairs in English"), "\(missing.errors)")
  }
}
