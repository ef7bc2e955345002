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

  private func interpret(
    _ verb: String, _ more: [String], languages: String = "en,de", layers: Int = 2
  ) throws -> Program.Ending {
    let model = path(layers == 2 ? "tiny-0.0" : "tiny-0.0-\(layers)")
    if !FileManager.default.fileExists(atPath: model) { _ = try TinyModelFolder.make(in: folder, layers: layers) }
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

  /// Of three blocks the first two are within the rule, and only the second sees more than the template.
  @Test func directionsAreFoundBesideTheirControlsAndServeToExplainACase() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let ending = try interpret("directions", ["--controls", "2", "--answers", "1", "--json"], layers: 3)
    let found = try measures(ending)
    let file = path("directions.json")
    try Data(ending.output.utf8).write(to: URL(filePath: file))
    let findings = try #require(found["findings"] as? [[String: Any]])
    let directions = findings.compactMap { $0["direction"] as? [String: Any] }
    #expect(directions.map { $0["language"] as? String } == ["en", "de"])
    #expect(directions.allSatisfy { $0["layer"] as? Int == 1 && ($0["vector"] as? [Double])?.count == 32 })
    for name in ["ablation", "addition"] {
      let effects = findings.compactMap { $0[name] as? [String: Any] }
      #expect(effects.count == 2)
      #expect(
        effects.allSatisfy { ($0["random"] as? [Double])?.count == 2 && ($0["shuffled"] as? [Double])?.count == 2 })
    }
    for name in ["drops", "rises", "outcomes"] {
      #expect((found[name] as? [[Any]])?.map(\.count) == [2, 2], "\(name)")
    }
    #expect(findings.allSatisfy { ($0["outcomes"] as? [String: Int])?.values.reduce(0, +) == 1 })
    #expect((found["plane"] as? [Any])?.count == 12)
    let page = path("directions.html")
    let text = try interpret("directions", ["--controls", "2", "--html", page], layers: 3)
    #expect(text.status == 0 && text.output.contains("not found: en, de"), "\(text.errors)")
    #expect(try String(contentsOfFile: page, encoding: .utf8).contains("Refuted"))

    let (run, model) = (path("run.sqlite"), path("tiny-0.0-3"))
    let eval = try Program.run([
      "eval", "--model", model, "--prompts", "isogloss-12", "--languages", "en,de", "--limit", "2", "--max-new-tokens",
      "2", "--run", run,
    ])
    try #require(eval.status == 0 || eval.status == 5, "\(eval.errors)")
    let unknown = try Program.run(["explain", "--run", run, "--prompt", "nothing"])
    let first = try #require(unknown.errors.components(separatedBy: "such as ").last?.split(separator: ".").first)
    let told = try Program.run(["explain", "--run", run, "--prompt", "\(first).de", "--directions", file, "--json"])
    let readings = try #require(try measures(told)["readings"] as? [[String: Any]])
    #expect(readings.map { ($0["place"] as? [String: Int])?["layer"] } == [1, 1])
    #expect(readings.allSatisfy { ($0["projection"] as? [String: Any])?["value"] is Double })
    let other = try Program.run([
      "explain", "--run", run, "--prompt", "\(first).de", "--directions", file, "--reference", "de", "--patch",
    ])
    #expect(
      other.status == 0 && other.errors.contains("not patched: the request itself is in German"), "\(other.errors)")
  }

  /// The packed model and the plain one of attribution patching both have the adapter in them.
  @Test func anAdapterIsSeenFromInside() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let home = ["ISOGLOSS_HOME": path("home")]
    let adapter = path("adapter")
    let base = try TinyModelFolder.make(in: folder, layers: 3).path
    let trained = try Program.run(
      [
        "align", "--base", base, "--pairs", try TinyModelFolder.pairs(in: folder).path, "--out", adapter, "--loss",
        "dpo",
        "--rate", "1e-2", "--rank", "4", "--batch", "6", "--epochs", "1", "--dtype", "float32", "--threads", "1",
      ], environment: home)
    try #require(trained.status == 0, "\(trained.errors)")
    for (verb, options) in [
      ("lens", ["--controls", "1"]), ("probe", ["--layers", "1", "--answer-tokens", "0"]),
      ("directions", ["--controls", "1"]), ("patch", ["--pairs", "2", "--least", "1e-9", "--no-ablation"]),
    ] {
      let more = options + ["--dtype", "float32", "--json"]
      let (with, without) = (
        try interpret(verb, more + ["--adapter", adapter], layers: 3), try interpret(verb, more, layers: 3)
      )
      #expect(with.output.contains("adapter ") && !without.output.contains("adapter "), "\(verb)")
      let (first, second) = (try measures(with), try measures(without))
      #expect(NSDictionary(dictionary: first) != NSDictionary(dictionary: second), "\(verb) does not see the adapter")
      guard verb == "patch" else { continue }
      // Were the adapter in one of the two models only, the screen would not rank sites as patching does.
      let maps = try #require(first["maps"] as? [[String: Any]])
      let agreement = maps.compactMap { ($0["agreement"] as? [String: [String: Double]])?["stream"]?["value"] }
      #expect(agreement.count == 2 && agreement.allSatisfy { $0 > 0.5 }, "\(agreement)")
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
    for effect in maps.flatMap({ $0["effects"] as? [[String: Any]] ?? [] }) {
      let (restored, beyond) = (effect["restored"] as? [String: Double], effect["beyond"] as? [String: Double])
      let (whole, control) = (try #require(restored?["value"]), try #require(effect["control"] as? Double))
      let rest = try #require(beyond?["value"])
      #expect(abs(rest - (whole - control)) < 1e-6 * max(1, abs(whole), abs(control)))
    }
    let far = try interpret("patch", ["--pairs", "2", "--least", "1e9", "--no-attribution", "--no-ablation"])
    #expect(far.status == 0 && far.output.hasPrefix("In no pair of languages do the scores"), "\(far.errors)")
    let alone = try interpret("patch", [], languages: "en,en")
    #expect(alone.status == 2 && alone.errors.contains("name them with --languages"), "\(alone.errors)")
  }

  /// What is kept stands in for what would be measured.
  @Test(arguments: [
    ("directions", ["--controls", "1", "--answers", "1"]), ("patch", ["--pairs", "2", "--least", "1e-9"]),
    ("lens", ["--controls", "1", "--words", "de-pl"]), ("probe", ["--layers", "2", "--answer-tokens", "2"]),
  ])
  func aStudyGoesOnWhereItStopped(verb: String, options: [String]) throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let more = options + ["--dtype", "float32", "--threads", "1", "--json"]
    let keep = ["--keep", path("kept")]
    let whole = NSDictionary(dictionary: try measures(try interpret(verb, more, layers: 3)))
    let first = try interpret(verb, more + keep, layers: 3)
    #expect(NSDictionary(dictionary: try measures(first)) == whole && !first.errors.contains("goes on in"))
    // As if it had been stopped: one file is torn, the later half is missing.
    let manager = FileManager.default
    let units = try manager.contentsOfDirectory(atPath: path("kept")).filter {
      $0.hasSuffix(".json") && $0 != "study.json"
    }.sorted()
    try #require(units.count >= 2, "\(units)")
    let files = units.map { path("kept/\($0)") }
    func written(_ file: String) throws -> Date? {
      try manager.attributesOfItem(atPath: file)[.modificationDate] as? Date
    }
    let stays = files.count / 2
    for file in files.dropFirst(stays) { try manager.removeItem(atPath: file) }
    let torn = try #require(manager.contents(atPath: files[0]))
    try torn.prefix(torn.count / 2).write(to: URL(filePath: files[0]))
    let before = try files[1..<stays].map(written)
    let second = try interpret(verb, more + keep, layers: 3)
    #expect(NSDictionary(dictionary: try measures(second)) == whole)
    #expect(second.errors.contains("goes on in \(path("kept")): \(stays) of its measurements are there"))
    #expect(try files[1..<stays].map(written) == before)
    #expect(manager.contents(atPath: files[0]) == torn)
    // A kept direction needs no second search of its places.
    let needed = files.filter { !$0.contains("/places.") }
    #expect(needed.allSatisfy { manager.fileExists(atPath: $0) }, "\(needed)")

    let other = try interpret(verb, more + keep + ["--seed", "1"], layers: 3)
    #expect(other.status == 2 && other.output.isEmpty, "\(other.errors)")
    #expect(other.errors.contains("is of another study (options, prompts)"), "\(other.errors)")
  }

  @Test func whatCannotBeStudiedIsSaidInALine() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let unknown = try interpret("lens", [], languages: "en,xx")
    #expect(unknown.status == 1 && unknown.errors.contains("no prompts in xx"), "\(unknown.errors)")
    let large = try interpret("lens", ["--train", "60"])
    #expect(large.status == 1 && large.errors.contains("smaller parts"), "\(large.errors)")
    for verb in ["directions", "lens"] {
      let many = try interpret(verb, ["--controls", "\(Int.max)"])
      #expect(many.status == 2 && many.errors.contains("--controls takes"), "\(many.errors)")
    }
    // Parts whose sum no number holds.
    let huge = try Program.run([
      "interpret", "lens", "--model", path("tiny-0.0"), "--languages", "en,de", "--train", "\(Int.max)",
    ])
    #expect(huge.status == 1 && huge.errors.contains("smaller parts"), "\(huge.errors)")
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
