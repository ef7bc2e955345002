import Foundation
import IsoglossCore
import Testing

/// From pairs to an export that people have looked at, as a user would go.
@Suite(.waitsForPrograms)
struct DataTests {
  @Test(arguments: [
    ["dedupe"], ["filter"], ["split"], ["export"], ["review", "sample"], ["review", "assign"], ["review", "import"],
    ["review", "agree"],
  ])
  func helpShowsAnExample(command: [String]) throws {
    let ending = try Program.run(["data"] + command + ["--help"])
    #expect(ending.status == 0 && ending.output.contains("Example"))
  }

  @Test(arguments: [
    ["dedupe", "x", "--threshold", "0"], ["dedupe", "x", "--threshold", "nan"], ["filter", "x"],
    ["filter", "x", "--out", "/tmp/isogloss-none", "--rule", "chosen: all harm"],
    ["filter", "x", "--out", "/tmp/isogloss-none", "--rules", "mine"], ["filter", "x", "--out", "/tmp"],
    ["split", "x"], ["split", "--out", "y"], ["split", "x", "--out", "y", "--bond", "friendship"],
    ["split", "x", "--out", "y", "--test", "0"], ["export", "x"], ["export", "x", "--out", "y", "--layout", "z"],
    ["export", "x", "--out", "y", "--source-licence", "z"], ["review", "sample", "x"],
    ["review", "assign", "x"], ["review", "assign", "x", "--annotator", "a b"], ["review", "import", "x"],
    ["review", "assign", "x", "--annotator", "a", "--overlap", "2"],
  ])
  func wrongUseEndsWithTwo(arguments: [String]) throws {
    let ending = try Program.run(["data"] + arguments)
    #expect(ending.status == 2 && ending.output.isEmpty, "\(ending.errors)")
  }

  @Test(arguments: [
    ["dedupe", "/nowhere.jsonl"], ["split", "--check", "/nowhere"],
    ["export", "/nowhere", "--out", "/tmp/isogloss-none"],
    ["review", "assign", "/nowhere", "--annotator", "a"], ["review", "import", "/nowhere", "s.csv"],
    ["review", "agree", "/nowhere"],
    ["review", "sample", "isogloss-12", "--form", "/nowhere.yaml", "--out", "/tmp/isogloss-none"],
    ["split", "isogloss-12", "--test", "50", "--out", "/tmp/isogloss-none"],
  ])
  func whatCannotBeDoneIsOneLineThatSaysWhatToDo(arguments: [String]) throws {
    let ending = try Program.run(["data"] + arguments)
    #expect(ending.status == 1 && ending.output.isEmpty)
    #expect(ending.errors.split(separator: "\n").count <= 2, "\(ending.errors)")
    #expect(!FileManager.default.fileExists(atPath: "/tmp/isogloss-none"))
  }

  private struct Pair: Codable {
    var id, language, intent, prompt, chosen, rejected: String
    var group, hazard, style: String?
    var provenance: [String: String?]
  }

  private func lines(_ url: URL) throws -> [Pair] {
    try String(decoding: Data(contentsOf: url), as: UTF8.self).split(separator: "\n").map {
      try JSONDecoder().decode(Pair.self, from: Data($0.utf8))
    }
  }

  @Test func fromPairsToAnExportThatPeopleHaveLookedAt() throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    func path(_ name: String) -> String { folder.appending(path: name).path }
    func data(_ arguments: String...) throws -> Program.Ending { try Program.run(["data"] + arguments) }

    // Two Latvian rows are spoiled, and one English row is a copy.
    var rows = try ["en", "lv", "pl"].flatMap {
      try lines(Program.root.appending(path: "data/pairs/isogloss-12/\($0).jsonl"))
    }
    let latvian = rows.indices.filter { rows[$0].language == "lv" }
    rows[latvian[0]].chosen = "Tulkojums: " + rows[latvian[0]].chosen
    rows[latvian[1]].rejected = rows[0].rejected
    var copy = rows[0]
    (copy.id, copy.group) = ("zzz", nil)
    rows.append(copy)
    let encoder = JSONEncoder()
    let text = try rows.map { String(decoding: try encoder.encode($0), as: UTF8.self) }.joined(separator: "\n")
    try Data((text + "\n{\"id\": \"cut").utf8).write(to: folder.appending(path: "pairs.jsonl"))

    var ending = try data(
      "filter", path("pairs.jsonl"), "--out", path("filtered"), "--against", "isogloss-12", "--judge", "lexical",
      "--rule", "chosen: lexical refusal", "--allow-unscored", "1", "--json")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.errors.contains("warning: pairs.jsonl:422"))
    struct Funnel: Decodable {
      struct Stage: Decodable {
        var name: String
        var dropped: Int
      }
      var entered: Int
      var stages: [Stage]
    }
    let funnel = try JSONDecoder().decode(Funnel.self, from: Data(ending.output.utf8))
    func dropped(_ name: String) -> Int? { funnel.stages.first { $0.name == name }?.dropped }
    #expect(funnel.entered == 421)
    #expect(dropped("scaffolding") == 1 && dropped("duplicates") == 1 && dropped("leakage") == 0)
    #expect((dropped("language") ?? 0) >= 1)
    let kept = try lines(folder.appending(path: "filtered/kept.jsonl"))
    #expect(kept.count == 421 - funnel.stages.reduce(0) { $0 + $1.dropped })
    #expect(!kept.contains { $0.id == "zzz" || $0.id == rows[latvian[0]].id || $0.id == rows[latvian[1]].id })
    // The verdicts are there: nobody is asked again, and the result is the same.
    ending = try data(
      "filter", path("pairs.jsonl"), "--out", path("again"), "--against", "isogloss-12", "--verdicts",
      path("filtered.verdicts.jsonl"), "--rule", "chosen: lexical refusal", "--allow-unscored", "1")
    #expect(ending.status == 0)
    for name in ["kept.jsonl", "dropped.jsonl", "funnel.json"] {
      #expect(
        try Data(contentsOf: folder.appending(path: "again/\(name)"))
          == Data(contentsOf: folder.appending(path: "filtered/\(name)")))
    }
    // A rule on a judge that nobody asked; a folder that is there.
    #expect(
      try data("filter", path("pairs.jsonl"), "--out", path("x"), "--rules", "paper").errors.contains("none has read"))
    #expect(try data("filter", path("pairs.jsonl"), "--out", path("again")).status == 2)

    ending = try data("split", path("filtered/kept.jsonl"), "--test", "1", "--allow-shortage", "--out", path("split"))
    #expect(ending.status == 0 && ending.output.contains("Nothing is on both sides"), "\(ending.errors)")
    #expect(try data("split", "--check", path("split")).status == 0)

    ending = try data(
      "review", "sample", path("split/train.jsonl"), "--count", "30", "--seed", "3", "--out", path("review"))
    #expect(ending.status == 0 && ending.output.contains("30 of"), "\(ending.errors)")
    ending = try data(
      "review", "assign", path("review"), "--annotator", "anna", "--annotator", "ben", "--overlap", "1")
    #expect(ending.status == 0 && ending.output.contains("anna 90 items"), "\(ending.errors)")
    for name in ["anna", "ben"] {
      let sheet = folder.appending(path: "review/sheets/\(name).csv")
      // Empty cells are answered: yes by both, but for the refusals that Ben does not see.
      let open = String(decoding: try Data(contentsOf: sheet), as: UTF8.self)
      let head = try #require(open.split(separator: "\r\n").first)
      #expect(head.contains("\"hazard\",\"style\",\"request\",\"answer\",\"unsafe\""))
      let full = open.replacing(",\"\"", with: name == "anna" ? ",\"yes\"" : ",\"no\"")
      try Data(full.utf8).write(to: sheet)
      ending = try data("review", "import", path("review"), sheet.path)
      #expect(ending.status == 0 && ending.output.contains(" 0 open, 0 problems"), "\(ending.errors)\(ending.output)")
    }
    ending = try data("review", "agree", path("review"), "--disputed", path("disputed.csv"))
    #expect(ending.status == 0 && ending.output.contains("90 items wait for an adjudicator"), "\(ending.output)")
    let open = String(decoding: try Data(contentsOf: folder.appending(path: "disputed.csv")), as: UTF8.self)
    try Data(open.replacing(",\"\"", with: ",\"yes\"").utf8).write(to: folder.appending(path: "disputed.csv"))
    #expect(try data("review", "import", path("review"), path("disputed.csv"), "--adjudicator", "carla").status == 0)
    ending = try data("review", "agree", path("review"), "--labels", path("labels.jsonl"), "--json")
    #expect(ending.status == 0 && ending.output.contains("\"disputed\" : 0"))
    let calibrated = try Program.run([
      "judge", "calibrate", "--labels", path("labels.jsonl"), "--split", "calibrate", "--field", "refusal",
    ])
    #expect(calibrated.status == 0, "\(calibrated.errors)")

    ending = try data(
      "export", path("split"), "--layout", "refuseu", "--licence", "CC-BY-4.0", "--funnel", path("filtered"),
      "--review",
      path("review"), "--out", path("export"))
    #expect(ending.status == 0 && ending.output.contains("lang_lv/train.jsonl"), "\(ending.errors)")
    let card = String(decoding: try Data(contentsOf: folder.appending(path: "export/README.md")), as: UTF8.self)
    for part in ["license: cc-by-4.0", "What filtering dropped", "Training and test", "Human review", "SHA-256"] {
      #expect(card.contains(part), "\(part)")
    }
    #expect(try data("export", path("split"), "--out", path("export")).status == 1)
  }

  @Test func aKillInTheMiddleLeavesNoHalfFolder() throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.appending(path: "split")
    let arguments = ["data", "split", "isogloss-12", "--test", "1", "--allow-shortage", "--out", out.path]
    var kills = 0
    for step in 1...12 {
      let (process, finish) = try Program.start(arguments, in: folder)
      // Somewhere between its first and its last moment.
      let deadline = ContinuousClock.now + .milliseconds(40 * step)
      while process.isRunning, ContinuousClock.now < deadline { usleep(1000) }
      if process.isRunning {
        kill(process.processIdentifier, SIGKILL)
        kills += 1
      }
      _ = try finish()
      guard FileManager.default.fileExists(atPath: out.path) else { continue }
      #expect(try Program.run(["data", "split", "--check", out.path]).status == 0)
      try FileManager.default.removeItem(at: out)
    }
    #expect(kills > 0)
    #expect(try Program.run(arguments).status == 0)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".part") } == [])
  }
}
