import Foundation
import IsoglossCore
import Testing

/// Influence through the command line: indexed, killed, asked, damaged; and the studies that retrain.
@Suite(.serialized, .waitsForPrograms)
struct InfluenceTests {
  private let folder: URL
  private let model: URL
  private let pairs: URL

  init() throws {
    folder = try Program.scratch()
    model = try TinyModelFolder.make(in: folder)
    pairs = try TinyModelFolder.pairs(in: folder)
  }

  private func path(_ name: String) -> String { folder.appending(path: name).path }

  private var environment: [String: String] { ["ISOGLOSS_HOME": path("home")] }

  private func run(_ arguments: [String]) throws -> Program.Ending {
    try Program.run(arguments, environment: environment)
  }

  /// Trains a run with three quarters of the groups.
  private func align(_ name: String, seed: Int = 3) throws {
    let done = try run([
      "align", "--base", model.path, "--pairs", pairs.path, "--out", path(name), "--rate", "1e-2", "--rank", "4",
      "--batch", "6", "--epochs", "1", "--seed", "\(seed)", "--held-out", "0.25", "--checkpoint-every", "4", "--dtype",
      "float32", "--threads", "1",
    ])
    try #require(done.status == 0, "\(done.errors)")
  }

  private func index(_ out: String, _ more: [String] = []) -> [String] {
    [
      "influence", "index", "--adapter", path("run"), "--out", path(out), "--side", "4", "--width", "64", "--threads",
      "1",
    ] + more
  }

  private func shards(_ name: String) throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: path(name)).filter { $0.hasSuffix(".shard") }
    return Dictionary(
      uniqueKeysWithValues: try names.map { ($0, try Data(contentsOf: folder.appending(path: "\(name)/\($0)"))) })
  }

  private func count(_ name: String) -> Int {
    ((try? FileManager.default.contentsOfDirectory(atPath: path(name))) ?? []).count { $0.hasSuffix(".shard") }
  }

  private struct Moved: Decodable {
    struct Pair: Decodable {
      struct Row: Decodable { var id: String }
      var row: Row
      var score: Double
    }
    var id: String
    var language: String
    var raised: [Pair]
    var lowered: [Pair]
  }

  @Test func anIndexIsAskedByEveryMethodThatItHoldsTheMeansFor() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    let made = try run(index("index"))
    try #require(made.status == 0, "\(made.errors)")
    #expect(made.errors.contains("isogloss influence query"))
    let query = ["influence", "query", path("index"), "--language", "lv", "--limit", "2", "--top", "3", "--verify"]
    var answers: [String: [String]] = [:]
    for method in ["tracin", "gradient", "cosine"] {
      let told = try run(query + ["--method", method, "--json"])
      try #require(told.status == 0, "\(told.errors)")
      let moved = try JSONDecoder().decode([Moved].self, from: Data(told.output.utf8))
      #expect(moved.count == 2 && moved.allSatisfy { $0.language == "lv" })
      #expect(moved.allSatisfy { $0.raised.count <= 3 && $0.raised.allSatisfy { $0.score > 0 } })
      #expect(moved.allSatisfy { $0.lowered.allSatisfy { $0.score < 0 } })
      answers[method] = moved.flatMap { $0.raised.map(\.row.id) }
    }
    #expect(answers["tracin"]?.isEmpty == false)
    // A language by any writing of its code.
    for code in ["LV", " lv-LV "] {
      let told = try run(query.map { $0 == "lv" ? code : $0 } + ["--method", "tracin", "--json"])
      try #require(told.status == 0, "\(told.errors)")
      let moved = try JSONDecoder().decode([Moved].self, from: Data(told.output.utf8))
      #expect(moved.flatMap { $0.raised.map(\.row.id) } == answers["tracin"])
    }
    let text = try run(query + ["--method", "tracin"])
    #expect(text.status == 0 && text.output.contains("refuted"), "\(text.errors)")

    // What the index lacks is named, with the way to it.
    let less = try run(query + ["--method", "less"])
    #expect(less.status == 1 && less.errors.contains("Adam's steps"), "\(less.errors)")
    let missing = try run(query + ["--method", "ekfac"])
    #expect(missing.status == 1 && missing.errors.contains("--curvature"), "\(missing.errors)")
    let before = try shards("index")
    let curved = try run(index("index", ["--curvature", "12"]))
    try #require(curved.status == 0, "\(curved.errors)")
    #expect(try shards("index") == before)
    let kept = try Data(contentsOf: folder.appending(path: "index/curvature.safetensors"))
    #expect(try run(index("index", ["--curvature", "12"])).status == 0)
    #expect(try Data(contentsOf: folder.appending(path: "index/curvature.safetensors")) == kept)
    let ekfac = try run(query + ["--method", "ekfac", "--json"])
    try #require(ekfac.status == 0, "\(ekfac.errors)")
    #expect(try JSONDecoder().decode([Moved].self, from: Data(ekfac.output.utf8)).allSatisfy { !$0.raised.isEmpty })
    try kept.prefix(kept.count / 2).write(to: folder.appending(path: "index/curvature.safetensors"))
    let torn = try run(query + ["--method", "ekfac"])
    #expect(torn.status == 1 && torn.errors.contains("remove it and make it again"), "\(torn.errors)")

    let adam = try run(index("adam", ["--feature", "adam"]))
    try #require(adam.status == 0, "\(adam.errors)")
    let matrix = try run(["influence", "matrix", path("adam"), "--limit", "2", "--json"])
    try #require(matrix.status == 0, "\(matrix.errors)")
    struct Matrix: Decodable {
      struct Cell: Decodable {
        var pairs: Int
        var questions: Int
      }
      var training: [Language]
      var cells: [Cell]
    }
    let cells = try JSONDecoder().decode(Matrix.self, from: Data(matrix.output.utf8))
    #expect(cells.training.map(\.code) == ["de", "en", "lv"] && cells.cells.count == 9)
    #expect(cells.cells.allSatisfy { $0.questions == 2 && $0.pairs > 0 })

    // An answer of one's own, without and with another one beside it.
    let own = ["influence", "query", path("index"), "--prompt", "Question?", "--answer", "The first answer.", "--json"]
    for more in [[], ["--against", "Another answer."]] {
      let told = try run(own + more)
      #expect(told.status == 0 && told.output.contains("your answer"), "\(told.errors)")
    }
  }

  @Test func whatIsTooLongIsCounted() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    let fits = try run(index("index"))
    try #require(fits.status == 0, "\(fits.errors)")
    #expect(!fits.errors.contains("left out"), "\(fits.errors)")
    let long = String(repeating: "word ", count: 4000)
    let texts = [("short", "Question?", "The answer."), ("lost", long, "The answer."), ("cut", "Question?", long)]
    let lines = texts.map { id, prompt, chosen in
      """
      {"id":"\(id)","group":null,"language":"en","hazard":null,"style":null,"intent":"benign","prompt":"\(prompt)",\
      "chosen":"\(chosen)","rejected":"Another one.","provenance":{"source":"test"}}
      """
    }
    try Data(lines.joined(separator: "\n").utf8).write(to: folder.appending(path: "long.jsonl"))
    let counted = "1 left out, since the prompt alone fills them; 1 with an answer that is cut there"
    let own = try run(index("own", ["--pairs", path("long.jsonl")]))
    #expect(own.status == 0 && own.errors.contains(counted), "\(own.errors)")
    let asked = try run(["influence", "query", path("index"), "--prompt", "Question?", "--answer", long])
    #expect(asked.status == 0 && asked.errors.contains("1 with an answer that is cut there"), "\(asked.errors)")
    try Data(lines[1].utf8).write(to: folder.appending(path: "lost.jsonl"))
    let none = try run(index("none", ["--pairs", path("lost.jsonl")]))
    #expect(none.status == 2 && none.errors.contains("nothing to index"), "\(none.errors)")
  }

  @Test func killedAgainAndAgainAnIndexEndsWithTheSameBytes() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    let small = ["--shard", "1"]
    let whole = try run(index("whole", small))
    try #require(whole.status == 0, "\(whole.errors)")
    let all = count("whole")
    var inTheMiddle = 0
    for kills in 0..<60 where inTheMiddle < 2 {
      // On a busy machine one looks too late: what is whole is begun anew.
      if count("killed") == all { try FileManager.default.removeItem(atPath: path("killed")) }
      let (process, finish) = try Program.start(index("killed", small), environment: environment, in: folder)
      let before = count("killed")
      while process.isRunning, count("killed") <= before + kills % 2 { usleep(500) }
      if process.isRunning { kill(process.processIdentifier, SIGKILL) }
      _ = try finish()
      if (1..<all).contains(count("killed")) { inTheMiddle += 1 }
    }
    #expect(inTheMiddle == 2, "killed \(inTheMiddle) times in the middle of \(all) shards")
    let cut = try run(["influence", "query", path("killed")])
    let saysHow = cut.status == 1 && cut.errors.contains("goes on where it stopped")
    #expect(count("killed") == all || saysHow, "\(cut.errors)")
    let last = try run(index("killed", small))
    #expect(last.status == 0, "\(last.errors)")
    #expect(try shards("killed") == shards("whole"))
    // Other settings do not go on with it.
    let other = try run(index("killed", small + ["--seed", "1"]))
    #expect(other.status == 1 && other.errors.contains("projection"), "\(other.errors)")
  }

  @Test func whatDoesNotFitIsRefusedByName() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    try #require(try run(index("index")).status == 0)
    let refused: [(arguments: [String], says: String)] = [
      (["query", path("index"), "--language", "sw"], "in de, en, lv"),
      (["query", path("index"), "--id", "nobody"], "No held-out pair fits"),
      (["query", path("index"), "--prompt", "Alone?"], "belong together"),
      (
        ["query", path("index"), "--answer", "No.", "--prompt", String(repeating: "word ", count: 4000)],
        "nothing to ask"
      ),
      (["matrix", path("index"), "--limit", "0"], "--limit"),
      (["index", "--adapter", path("run"), "--out", path("x"), "--feature", "adam", "--curvature", "3"], "gradient"),
      (["select", "--adapter", path("run"), "--out", path("x"), "--language", "sw"], "in sw"),
      (["index", "--adapter", path("run"), "--out", path("x"), "--shard", "\(Int.max)"], "--shard takes"),
      (["validate", "--adapter", path("run"), "--out", path("x"), "--subsets", "2"], "--subsets"),
      (["find", "--adapter", path("run"), "--out", path("x"), "--draws", "0"], "--draws"),
      (["validate", "--adapter", path("run"), "--out", path("x"), "--subsets", "\(Int.max)"], "--subsets"),
      (["select", "--adapter", path("run"), "--out", path("x"), "--draws", "\(Int.max)"], "--draws"),
      (["find", "--adapter", path("run"), "--out", path("x"), "--batch", "\(Int.max)"], "--batch"),
    ]
    for (arguments, says) in refused {
      let ending = try run(["influence"] + arguments)
      #expect(ending.status == 2 && ending.errors.contains(says), "\(arguments): \(ending.errors)")
    }
    for (arguments, says) in [
      (["index", "--adapter", path("nowhere"), "--out", path("x")], "nowhere"),
      (["index", "--adapter", model.path, "--out", path("x")], "adapter"),
      (["query", path("run")], "is no index"),
      (["matrix", path("nowhere")], "is no index"),
    ] {
      let ending = try run(["influence"] + arguments)
      #expect(ending.status == 1 && ending.errors.contains(says), "\(arguments): \(ending.errors)")
    }

    // A shard that was cut is named, and the same command makes it again.
    let before = try shards("index")
    let victim = folder.appending(path: "index/checkpoint-0-000000.shard")
    let bytes = try #require(before["checkpoint-0-000000.shard"])
    try bytes.prefix(bytes.count - 40).write(to: victim)
    let torn = try run(["influence", "query", path("index"), "--limit", "1"])
    #expect(torn.status == 1 && torn.errors.contains("remove it and make the index again"), "\(torn.errors)")
    #expect(try run(index("index")).status == 0)
    #expect(try shards("index") == before)

    // Another run in the adapter's place.
    try align("other", seed: 4)
    try FileManager.default.moveItem(atPath: path("run"), toPath: path("away"))
    try FileManager.default.moveItem(atPath: path("other"), toPath: path("run"))
    let wrong = try run(["influence", "query", path("index"), "--limit", "1"])
    #expect(wrong.status == 1 && wrong.errors.contains("made of other weights"), "\(wrong.errors)")
  }

  @Test func aCaseIsAskedOnlyOfAnIndexOfTheAdapterThatAnsweredIt() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    try #require(try run(index("index")).status == 0)
    let runs: [(name: String, adapter: [String])] = [("plain", []), ("taught", ["--adapter", path("run")])]
    for (name, adapter) in runs {
      let file = path("\(name).sqlite")
      let eval = try Program.run(
        [
          "eval", "--model", model.path, "--prompts", "isogloss-12", "--languages", "en", "--limit", "2",
          "--max-new-tokens", "4", "--run", file,
        ] + adapter)
      try #require(eval.status == 0 || eval.status == 5, "\(eval.errors)")
      let unknown = try Program.run(["explain", "--run", file, "--prompt", "nothing"])
      let first = try #require(unknown.errors.components(separatedBy: "such as ").last?.split(separator: ".").first)
      let told = try Program.run(
        ["explain", "--run", file, "--prompt", "\(first).en", "--index", path("index"), "--json"] + adapter)
      if adapter.isEmpty {
        #expect(told.status == 2 && told.errors.contains("the run was made without one"), "\(told.errors)")
      } else {
        #expect(told.status == 0 && told.output.contains("\"influence\""), "\(told.errors)")
      }
    }
  }

  @Test func studiesGiveTheirTablesAndGoOnWhereTheyStopped() throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try align("run")
    func study(_ name: String, _ out: String, _ more: [String]) -> [String] {
      [
        "influence", name, "--adapter", path("run"), "--out", path(out), "--pairs", "8", "--questions", "4", "--rank",
        "2", "--batch", "4", "--threads", "1", "--json",
      ] + more
    }
    struct Validated: Decodable {
      struct Row: Decodable { var method: String }
      var subsets: Int
      var half: Int
      var rows: [Row]
    }
    let estimates = ["tracin", "ekfac", "datainf", "less", "cosine", "gradient", "embedding", "bm25"]
    for (more, subsets, half) in [(["--subsets", "4"], 4, 4), (["--leave-one-out"], 8, 7)] {
      let done = try run(study("validate", "lds", more))
      try #require(done.status == 0, "\(done.errors)")
      let found = try JSONDecoder().decode(Validated.self, from: Data(done.output.utf8))
      #expect(found.subsets == subsets && found.half == half && found.rows.map(\.method) == estimates)
      // Torn in its last line, the study goes on to the same result.
      let log = folder.appending(path: "lds/\(half == 4 ? "subsets" : "leave-one-out").jsonl")
      let bytes = try Data(contentsOf: log)
      try bytes.prefix(bytes.count - 10).write(to: log)
      let again = try run(study("validate", "lds", more))
      #expect(again.status == 0 && again.output == done.output, "\(again.errors)")
      #expect(try Data(contentsOf: log) == bytes)
    }
    let other = try run(study("validate", "lds", ["--rate", "1e-4"]))
    #expect(other.status == 1 && other.errors.contains("another study"), "\(other.errors)")

    let selected = try run(study("select", "select", ["--language", "lv", "--count", "3", "--draws", "2"]))
    try #require(selected.status == 0, "\(selected.errors)")
    struct Selected: Decodable {
      struct Choice: Decodable {
        var method: String
        var languages: [String: Int]
      }
      var language: Language
      var choices: [Choice]
      var random: [Double]
    }
    let choices = try JSONDecoder().decode(Selected.self, from: Data(selected.output.utf8))
    #expect(choices.language.code == "lv" && choices.random.count == 2 && choices.choices.count == 6)
    #expect(choices.choices.allSatisfy { $0.languages.values.reduce(0, +) == 3 })

    let found = try run(study("find", "find", ["--swaps", "2", "--copies", "2", "--draws", "2"]))
    try #require(found.status == 0, "\(found.errors)")
    #expect(found.output.contains("near-copies") && found.output.contains("\"draws\" : 2"))
    let many = try run(study("find", "many", ["--swaps", "4", "--copies", "2"]))
    #expect(many.status == 1 && many.errors.contains("too few pairs"), "\(many.errors)")
  }
}
