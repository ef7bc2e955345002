import Foundation
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossDatasets

/// A build is the same whether it was killed or not, and its folders are checked before they are believed.
struct DataPipelineTests {
  private let folder: URL
  init() throws { folder = try Build.scratch("pipeline") }

  private let seeds: [DataRow] = (0..<9).map { number in
    DataRow(
      Prompt(
        id: "s\(number).en", group: "s\(number)", language: .english, hazard: Hazard.allCases[number % 3],
        style: AttackStyle.allCases[number % 2], intent: .harmful, text: Build.words("s\(number)"),
        provenance: Provenance(source: "t")))
  }

  /// Translation into three languages, a search in each, answers and revision; one request in twelve fails.
  private func stages(fuse: ScriptedChat.Fuse? = nil, rounds: Int = 2) throws -> [any DataStage] {
    let model = ScriptedChat("m", fuse: fuse) { request in
      let text = request.messages.map(\.content).joined(separator: "\n")
      return ContentHash.of(text).hasPrefix("5")
        ? nil : "\(Build.words(text)) \(ContentHash.of(text).count { $0 == "a" } % 10)"
    }
    let languages = ["pl", "lv", "sk"].map { Language($0) }
    let axes = try RainbowAxes(
      hazards: Array(RainbowAxes.refusEU.hazards.prefix(3)), styles: Array(RainbowAxes.refusEU.styles.prefix(2)))
    let search = try RainbowSearch(
      axes: axes, mutators: [model], target: model, judge: DigitJudge(), preference: PreferenceJudge(model),
      options: RainbowOptions(iterations: 3, batch: 3, similarity: 0.9))
    let constitutions = ([.english] + languages).map { language in
      Constitution(
        language: language, culture: "c", isReviewed: false, sources: [],
        principles: [.init(id: "p", hazards: [], critique: "c \(language)", revision: "r \(language)")])
    }
    let writer = AnswerStage.Writer(name: "w", model: model, decoding: Decoding())
    return [
      TranslateStage(name: "translate", engine: ChatTranslator(model), targets: languages),
      RainbowStage(name: "rainbow", search: search),
      try AnswerStage(name: "answer", refusals: [writer], compliances: [writer]),
      try ReviseStage(name: "revise", side: .chosen, model: model, constitutions: constitutions, rounds: rounds),
    ]
  }

  @Test func stoppedTwentyTimesItEndsWithTheSameFiles() async throws {
    let whole = folder.appending(path: "whole")
    let straight = try await DataPipeline(stages(), in: whole).run(seeds)
    let files = try Build.contents(of: whole)
    #expect(files.count == 4 * 4 + 4)
    #expect(straight.last?.rows.isEmpty == false)
    #expect(straight.contains { !$0.dropped.isEmpty })

    let broken = folder.appending(path: "broken")
    var generator = SeededGenerator(seed: 5)
    var stops = 0
    while true {
      let fuse = stops < 20 ? ScriptedChat.Fuse(1 + generator.index(below: 3)) : nil
      do {
        let ended = try await DataPipeline(stages(fuse: fuse), in: broken).run(seeds)
        #expect(ended.map(\.manifest) == straight.map(\.manifest))
        break
      } catch is CancellationError {
        stops += 1
        // What a kill in the middle of a write leaves behind.
        let work = broken.appending(path: ".work")
        for file in try FileManager.default.contentsOfDirectory(at: work, includingPropertiesForKeys: nil)
        where stops % 3 == 0 {
          let data = try Data(contentsOf: file)
          try (data + Data(#"{"id":"cut off"#.utf8)).write(to: file)
        }
      }
    }
    #expect(stops == 20)
    #expect(try Build.contents(of: broken) == files)
  }

  @Test func anotherRecipesFolderAndChangedFilesAreErrors() async throws {
    let out = folder.appending(path: "out")
    _ = try await DataPipeline(stages(), in: out).run(seeds)
    await #expect(throws: DatasetError.self) { _ = try await DataPipeline(stages(rounds: 3), in: out).run(seeds) }
    await #expect(throws: DatasetError.self) {
      _ = try await DataPipeline(stages(), in: out).run(Array(seeds.dropFirst()))
    }
    let rows = out.appending(path: "03-answer/rows.jsonl")
    let before = try Data(contentsOf: rows)
    try before.dropLast(5).write(to: rows)
    let error = await #expect(throws: DatasetError.self) { _ = try await DataPipeline(stages(), in: out).run(seeds) }
    #expect(error?.message.contains("03-answer/rows.jsonl") == true)
    try FileManager.default.removeItem(at: out.appending(path: "03-answer"))
    // Done again from its journal: nobody is asked.
    _ = try await DataPipeline(stages(fuse: ScriptedChat.Fuse(0)), in: out).run(seeds)
    #expect(try Data(contentsOf: rows) == before)
  }

  /// A stage in whose middle another build begins.
  private struct Interrupted: DataStage {
    let name = "interrupted"
    let fingerprint = "f"
    let other: DataPipeline

    func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput {
      _ = try await other.run(rows)
      return StageOutput(rows: rows)
    }
  }

  @Test func twoBuildsAtOnceIntoOneFolderAreAnError() async throws {
    let out = folder.appending(path: "shared")
    let second = try DataPipeline(stages(), in: out)
    let first = try DataPipeline([Interrupted(other: second)], in: out)
    let error = await #expect(throws: DatasetError.self) { _ = try await first.run(seeds) }
    #expect(error?.code == .inUse && error?.message.contains(out.path) == true)
    #expect(try Build.contents(of: out).isEmpty)
    // The first one has ended, and the folder is free.
    #expect(try await second.run(seeds).count == 4)
  }

  @Test func twoRowsWithOneIdAreAnError() async throws {
    let pipeline = try DataPipeline(stages(), in: folder.appending(path: "twice"))
    await #expect(throws: DatasetError.self) { _ = try await pipeline.run([seeds[0], seeds[0]]) }
    let stage = try stages()[0]
    #expect(throws: DatasetError.self) { _ = try DataPipeline([stage, stage], in: folder) }
  }

  @Test func failuresAreTriedAgainWithWhatFollowsThem() async throws {
    let out = folder.appending(path: "retry")
    let fails = ScriptedChat("m") { $0.messages[1].content.contains("s3") ? nil : "t \($0.messages[1].content)" }
    let works = ScriptedChat("m") { "t \($0.messages[1].content)" }
    let rows = seeds.map { row in
      var row = row
      row.prompt.text = row.id
      return row
    }
    func stages(_ model: ScriptedChat) throws -> [any DataStage] {
      let writer = AnswerStage.Writer(name: "w", model: ScriptedChat("w") { _ in "a" }, decoding: Decoding())
      return [
        TranslateStage(name: "translate", engine: ChatTranslator(model), targets: [Language("pl")]),
        try AnswerStage(name: "answer", refusals: [writer], compliances: [writer]),
      ]
    }
    #expect(try await DataPipeline(stages(fails), in: out).run(rows).map(\.rows.count) == [17, 17])
    #expect(try await DataPipeline(stages(works), in: out).run(rows).map(\.rows.count) == [17, 17])
    let again = try await DataPipeline(stages(works), in: out).run(rows, retryFailed: true)
    #expect(again.map(\.rows.count) == [18, 18])
    let fresh = folder.appending(path: "fresh")
    _ = try await DataPipeline(stages(works), in: fresh).run(rows)
    #expect(try Build.contents(of: out) == Build.contents(of: fresh))

    // Stopped after the first stage: the same command goes on, though nothing of that stage fails any more.
    let stopped = folder.appending(path: "stopped")
    _ = try await DataPipeline(stages(fails), in: stopped).run(rows)
    _ = try await DataPipeline(Array(stages(works).prefix(1)), in: stopped).run(rows, retryFailed: true)
    await #expect(throws: DatasetError.self) { _ = try await DataPipeline(stages(works), in: stopped).run(rows) }
    let ended = try await DataPipeline(stages(works), in: stopped).run(rows, retryFailed: true)
    #expect(ended.map(\.rows.count) == [18, 18])
    // Other seeds are no matter of trying again.
    await #expect(throws: DatasetError.self) {
      _ = try await DataPipeline(stages(works), in: stopped).run(Array(rows.dropFirst()), retryFailed: true)
    }
  }

  @Test func theForecastCountsWhatABuildAsks() async throws {
    var forecast = DataForecast(seeds.map(\.prompt))
    let engine = DataForecast.Engine(name: "m", answerTokens: 10, prices: TokenPrices(prompt: 1, completion: 2))
    forecast.translate("translate", by: engine, into: [Language("pl"), Language("lv")], keepsSource: true)
    forecast.answer("answer", refusals: [engine], compliances: [engine])
    forecast.revise("revise", by: engine, rounds: 2)
    #expect(forecast.lines.map(\.calls) == [18, 27, 27, 108])
    #expect(forecast.rows == [.english: 9, Language("pl"): 9, Language("lv"): 9])
    #expect(forecast.lines.allSatisfy { $0.answerTokens == $0.calls * 10 })
    let line = forecast.lines[1]
    #expect(line.cost == (Double(line.promptTokens) + 2 * Double(line.answerTokens)) / 1e6)
    forecast.translate("deepl", by: "deepl", batch: 50, price: 20, into: [Language("sk")], keepsSource: false)
    #expect(forecast.lines.last?.calls == 1 && forecast.rows == [Language("sk"): 27])
    #expect(forecast.table.rows.count == 5)
  }

  /// A recipe may name any number: what it asks is too much to do, and can be told all the same.
  @Test func aForecastOfAbsurdCountsEndsAtABound() {
    var forecast = DataForecast(seeds.map(\.prompt))
    let engine = DataForecast.Engine(name: "m", answerTokens: .max)
    forecast.rainbow(
      "rainbow", mutators: [engine, engine], target: engine, judge: engine, preference: engine, samples: .max,
      languages: nil, cells: 140,
      options: RainbowOptions(iterations: .max, batch: .max, mutationTokens: .max, answerTokens: .max))
    forecast.answer("answer", refusals: [engine], compliances: [engine])
    forecast.revise("revise", by: engine, rounds: .max)
    forecast.judge("filter", by: engine)
    #expect(forecast.lines.allSatisfy { $0.calls > 0 && $0.calls <= 1_000_000_000_000_000 })
    #expect(forecast.rows == [.english: 140])
    #expect(forecast.headline.hasPrefix("at most "))
  }

  private struct EveryRequestIsHarmful: RequestJudge {
    let name = "requests/1"
    func judge(requests: [Prompt]) async throws -> [Verdict] {
      requests.map { _ in
        Verdict(judge: name, outcome: .unscored("a request"), harm: .scored(true), refusal: .unscored("a request"))
      }
    }
  }

  /// Sixty pairs of three languages, ten cells; of one in twelve the chosen answer is harmful.
  private var answered: [DataRow] {
    (0..<60).map { number in
      let language = ["pl", "lv", "sk"].map { Language($0) }[number % 3]
      var row = DataRow(
        Prompt(
          id: "r\(number)", language: language, hazard: Hazard.allCases[number % 2],
          style: AttackStyle.allCases[number % 5], intent: .harmful, text: Build.words("question \(number)"),
          provenance: Provenance(source: "t")))
      row.chosen = .init(text: "\(Build.words("chosen \(number)")) \(number % 12 == 5 ? 9 : 1).", model: "m")
      row.rejected = .init(text: "\(Build.words("rejected \(number)")) 8.", model: "m")
      return row
    }
  }

  @Test func whatIsBuiltIsFilteredDividedExportedAndDrawn() async throws {
    let out = folder.appending(path: "out")
    let form = ReviewForm(
      name: "f", instructions: "", shows: [], questions: [.init(id: "q", text: "Is it natural?", subject: .chosen)])
    let stages: [any DataStage] = [
      FilterStage(
        name: "filter", filter: PairFilter(rules: PairRule.paper), answers: [DigitJudge()],
        requests: [EveryRequestIsHarmful()]),
      SplitStage(name: "split", settings: SplitSettings(test: 3, allowsShortage: true)),
      ExportStage(
        name: "export", layouts: [.conversational, .refusEU], formats: ExportFormat.allCases,
        card: .init(name: "set", licence: "CC0-1.0", filterJudges: ["digit/1"]),
        markdown: { $0.sections.map(\.title).joined(separator: "\n") }),
      ReviewStage(name: "review", count: 10, form: form, seed: 1),
    ]
    var bare = answered[0]
    (bare.id, bare.chosen) = ("bare", nil)
    let done = try await DataPipeline(stages, in: out).run(answered + [bare])
    #expect(done[0].dropped.count == 6 && done[0].dropped.last?.reason == "it has not both answers")
    #expect(done[0].dropped[0].id == "r5" && done[0].dropped[0].reason.contains("chosen"))
    #expect(done[0].dropped[0].kind?.hasPrefix("chosen: ") == true && done[0].dropped.last?.kind == nil)
    let rows = try #require(done.last).rows
    let cells = Dictionary(grouping: rows) { "\($0.prompt.hazard?.rawValue ?? "") \($0.prompt.style?.rawValue ?? "")" }
    #expect(cells.values.allSatisfy { Set($0.map(\.split)).count == 1 })
    #expect(Set(rows.map(\.split)) == ["train", "test"])
    let card = try String(contentsOf: out.appending(path: "03-export/trl/README.md"), encoding: .utf8)
    #expect(card.contains("license: cc0-1.0") && card.split(separator: "\n").count > 8)
    let lines = try Data(contentsOf: out.appending(path: "03-export/trl/train.jsonl")).split(
      separator: UInt8(ascii: "\n"))
    #expect(lines.count == rows.count { $0.split == "train" })
    let columns = out.appending(path: "03-export/trl-parquet/train.parquet")
    let table = try PairReader.read("table:\(columns.path)#language:=pl,intent:=harmful", sets: out)
    #expect(table.problems.isEmpty)
    #expect(table.pairs.map(\.prompt) == rows.filter { $0.split == "train" }.map(\.prompt.text))
    #expect(FileManager.default.fileExists(atPath: out.appending(path: "03-export/refuseu-parquet/README.md").path))
    #expect(try ReviewFolder(at: out.appending(path: "04-review")).sample.pairs == 10)
    // Again: nothing is asked and nothing changes.
    let files = try Build.contents(of: out)
    _ = try await DataPipeline(stages, in: out).run(answered + [bare])
    #expect(try Build.contents(of: out) == files)
  }
}
