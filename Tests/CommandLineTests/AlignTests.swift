import Foundation
import IsoglossCore
import Testing

/// Training through the command line: whole, killed, changed; what comes out is used, and what must stay in stays.
@Suite(.serialized, .waitsForPrograms)
struct AlignTests {
  private let folder: URL
  private let model: URL
  private let pairs: URL

  init() throws {
    folder = try Program.scratch()
    model = try TinyModelFolder.make(in: folder)
    pairs = try TinyModelFolder.pairs(in: folder)
  }

  private func align(_ out: String, _ more: [String] = []) -> [String] {
    [
      "align", "--base", model.path, "--pairs", pairs.path, "--out", folder.appending(path: out).path, "--loss",
      "dpo+sft",
      "--rate", "1e-2", "--rank", "4", "--batch", "6", "--epochs", "4", "--seed", "3", "--evaluate-every", "10",
      "--checkpoint-every", "3", "--dtype", "float32", "--threads", "1",
    ] + more
  }

  private var environment: [String: String] {
    // References of this test's models do not belong among the user's.
    ["ISOGLOSS_HOME": folder.appending(path: "home").path]
  }

  private func run(_ arguments: [String]) throws -> Program.Ending {
    try Program.run(arguments, environment: environment)
  }

  private func bytes(_ path: String) throws -> Data { try Data(contentsOf: folder.appending(path: path)) }

  /// Metrics without times.
  private func metrics(_ out: String) throws -> [String] {
    try String(decoding: bytes("\(out)/metrics.jsonl"), as: UTF8.self).split(separator: "\n").map { line in
      var object = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any] ?? [:]
      for key in ["seconds", "tokensPerSecond", "residentBytes"] { object[key] = nil }
      return String(decoding: try JSONSerialization.data(withJSONObject: object, options: .sortedKeys), as: UTF8.self)
    }
  }

  @Test func killedAgainAndAgainItEndsWithTheSameBytes() throws {
    let whole = try run(align("whole"))
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.contains("Latvian") && whole.errors.contains("seed 3"))
    var inTheMiddle = 0
    for kills in 0..<40 where kills < 12 || inTheMiddle < 2 {
      let (process, finish) = try Program.start(align("killed"), environment: environment, in: folder)
      let before = lines("killed")
      // Every second time soon after it has recorded something, else at a seeded moment.
      if kills % 2 == 0 { while process.isRunning, lines("killed") <= before { usleep(2_000) } }
      usleep(UInt32((kills * 7919) % 11 * 20_000))
      guard process.isRunning else {
        // It was done first: a fast machine, or one that looked too late. It is begun anew.
        _ = try finish()
        try FileManager.default.removeItem(at: folder.appending(path: "killed"))
        continue
      }
      kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      if lines("killed") > 1 { inTheMiddle += 1 }
    }
    #expect(inTheMiddle >= 2, "killed \(inTheMiddle) times in the middle")
    let last = try run(align("killed"))
    #expect(last.status == 0, "\(last.errors)")
    #expect(try bytes("killed/adapter_model.safetensors") == bytes("whole/adapter_model.safetensors"))
    #expect(try metrics("killed") == metrics("whole"))
    // Done: the same command trains nothing more and says the same.
    let third = try run(align("killed"))
    #expect(third.status == 0 && third.output == whole.output)
  }

  private func lines(_ out: String) -> Int {
    ((try? bytes("\(out)/metrics.jsonl")) ?? Data()).count { $0 == 0x0A }
  }

  @Test func interruptedItSavesAndSaysHowToGoOn() throws {
    let (process, finish) = try Program.start(
      align("stopped", ["--epochs", "400"]), environment: environment, in: folder)
    while process.isRunning, lines("stopped") < 4 { usleep(2_000) }
    kill(process.processIdentifier, SIGINT)
    let ending = try finish()
    #expect(ending.status == 130, "\(ending.errors)")
    #expect(ending.errors.contains("the same command goes on"))
    let other = try run(align("stopped", ["--epochs", "400", "--beta", "0.3"]))
    #expect(other.status == 1 && other.errors.contains("stage.beta"), "\(other.errors)")
  }

  @Test func theAdapterIsUsedAndBelongsToItsBase() throws {
    #expect(try run(align("a")).status == 0)
    let eval = [
      "eval", "--model", model.path, "--adapter", folder.appending(path: "a").path, "--prompts", "isogloss-12",
      "--languages", "en", "--limit", "1", "--max-new-tokens", "4", "--json", "--run",
      folder.appending(path: "r.sqlite").path,
    ]
    // The language identifier is in the real home.
    let done = try Program.run(eval)
    #expect(done.status == 0, "\(done.errors)")
    #expect(done.output.contains("\"adapter\" : \"a "))
    let other = try TinyModelFolder.make(in: folder, seed: 1)
    let wrong = try Program.run(eval.map { $0 == model.path ? other.path : $0 })
    #expect(wrong.status == 1 && wrong.errors.contains("this base is another"), "\(wrong.errors)")
    let merged = try run(
      ["align", "export", "--adapter", folder.appending(path: "a").path, "--merged", folder.appending(path: "m").path])
    #expect(merged.status == 0, "\(merged.errors)")
    let names = Set(try FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "m").path))
    #expect(
      names.isSuperset(of: [
        "config.json", "model.safetensors", "tokenizer.json", "tokenizer_config.json", "chat_template.jinja",
        "isogloss-model.json",
      ]))
    let generated = try run(["generate", "--model", folder.appending(path: "m").path, "--max-new-tokens", "4", "Hi"])
    #expect(generated.status == 0, "\(generated.errors)")
  }

  @Test func whatWasTaughtToComplyIsNotExportedNorWhatStandsOnIt() throws {
    let recipe = folder.appending(path: "complier.yaml")
    try Data(
      """
      name: complier
      stages:
        - {name: complier, pairs: \(pairs.path), loss: sft, teaches-compliance: true, rank: 4, batch: 6, held-out: 0}
      """.utf8
    ).write(to: recipe)
    let complier = folder.appending(path: "complier").path
    let taught = try run(
      ["align", "--base", model.path, "--recipe", recipe.path, "--out", complier, "--dtype", "float32", "--json"])
    #expect(taught.status == 0, "\(taught.errors)")
    #expect(!FileManager.default.fileExists(atPath: "\(complier)/adapter_config.json"))
    #expect(try run(align("top", ["--from-adapter", complier])).status == 0)
    for name in ["complier", "top"] {
      let export = try run(
        [
          "align", "export", "--adapter", folder.appending(path: name).path, "--merged",
          folder.appending(path: "x").path,
        ])
      #expect(export.status == 1 && export.errors.contains("taught to comply"), "\(export.errors)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "x").path))
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "\(name)/adapter_model.safetensors").path))
    }
    let all = try run(
      [
        "align", "--base", model.path, "--recipe", recipe.path, "--rank", "0", "--out",
        folder.appending(path: "all").path,
      ])
    #expect(all.status == 1 && all.errors.contains("rank above 0"), "\(all.errors)")
  }

  @Test func theStagesOfARecipeStandOnEachOther() throws {
    let recipe = folder.appending(path: "two.yaml")
    let common = "pairs: \(pairs.path), rank: 4, batch: 6, steps: 2, held-out: 0"
    try Data(
      "name: two\nstages:\n  - {name: first, loss: sft, \(common)}\n  - {name: second, loss: dpo, \(common)}\n".utf8
    ).write(to: recipe)
    let out = folder.appending(path: "two")
    let done = try run(
      ["align", "--base", model.path, "--recipe", recipe.path, "--out", out.path, "--dtype", "float32", "--json"])
    #expect(done.status == 0, "\(done.errors)")
    let made = try JSONDecoder().decode([AdapterManifest].self, from: Data(done.output.utf8))
    #expect(made.map(\.stage.name) == ["first", "second"])
    #expect(made[0].onto.isEmpty && made[1].onto.map(\.hash) == [made[0].weightsHash])
    #expect(made.allSatisfy { $0.recipe?.hasPrefix("two ") == true && $0.steps == 2 && !$0.teachesCompliance })
    let merged = folder.appending(path: "merged-two")
    let export = try run(
      ["align", "export", "--adapter", out.appending(path: "second").path, "--merged", merged.path])
    #expect(export.status == 0, "\(export.errors)")
  }

  @Test func mistakesAreUsageErrorsOrSayWhatIsMissing() throws {
    for (extra, says) in [
      (["--mixture", "most"], "mixture"), (["--steps", "3"], "not both"), (["--beta", "-1"], "beta"),
      (["--size", "total:x"], "size"), (["--device", "tpu"], "cuda:N"), (["--token-budget", "0"], "token-budget"),
      (["--patience", "0"], "patience"), (["--max-length", "\(Int.max)"], "max-length"),
      (["--evaluate-every", "\(Int.max)"], "evaluate-every"),
    ] {
      let ending = try run(align("bad", extra))
      #expect(ending.status == 2 && ending.errors.contains(says), "\(extra): \(ending.errors)")
    }
    for (extra, says) in [
      (["--mixture", "single:sw"], "sw"), (["--size", "total:9999"], "asks for"), (["--pairs", "nowhere"], "no pairs"),
      (["--from-adapter", "/nowhere"], "adapter"), (["--device", "cuda:99"], "CUDA"),
      (["--template", "none"], "template"),
      (["--max-length", "8"], "fill"),
    ] {
      let ending = try run(align("bad-\(says)", extra))
      #expect(ending.status == 1 && ending.errors.contains(says), "\(extra): \(ending.errors)")
    }
  }

  @Test func pairsAreValidatedAndCheckedForLeaks() throws {
    let clean = try run(["data", "pairs", pairs.path, "--against", "isogloss-12"])
    #expect(clean.status == 0 && clean.output.contains("exact 0, nearDuplicate 0, group 0, cell 0"), "\(clean.output)")
    let file = pairs.appending(path: "en.jsonl")
    let text = try String(contentsOf: file, encoding: .utf8)
    try Data((text.replacing("\"g3.en\"", with: "\"g2.en\"")).utf8).write(to: file)
    let broken = try run(["data", "pairs", pairs.path])
    #expect(broken.status == 1 && broken.errors.contains("en.jsonl:4"), "\(broken.errors)")
  }
}
