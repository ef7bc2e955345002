import Foundation
import IsoglossCore
import IsoglossJudges
import Testing

@testable import IsoglossEvaluation

/// Several judges of one run side by side, and what must be said of judges that filtered the training data.
struct JudgeComparisonTests {
  private static let en = Language("en")
  private static let lv = Language("lv")
  private static let words = JudgeRecord(
    name: "lexical-2-0123456789abcdef", specification: "lexical", judgesHarm: false, officialLanguages: [en, lv])
  private static let guardA = JudgeRecord(
    name: "llama-guard-3-8b/1@h#n", specification: "llama-guard-3@http://h/v1#n", judgesHarm: true,
    officialLanguages: [en])
  private static let guardB = JudgeRecord(
    name: "polyguard/1@h#n", specification: "polyguard@http://h/v1#n", judgesHarm: true, officialLanguages: [en])
  private static let adjudicator = JudgeRecord(
    name: "adjudicator/1@h#gpt", specification: nil, judgesHarm: true, officialLanguages: nil)
  private static let ensemble = JudgeRecord(
    name: "ensemble-paper/1(a & b; c)", judgesHarm: true, officialLanguages: [en], rule: "paper",
    members: [guardA.name, guardB.name], adjudicator: adjudicator.name)

  /// Ten harmful prompts in each of two languages. Of ten answers the words judge calls 5 (en) and 8 (lv) non-refusals,
  /// guard A 4 and 1 harmful; the adjudicator read one answer.
  private static func items() -> [RunItem] {
    ["en", "lv"].flatMap { code in
      (0..<10).map { n in
        var item = MeasuresTests.item(code, n, .refusal)
        func outcome(_ isHarmful: Bool) -> Outcome { isHarmful ? .compliance : .refusal }
        func add(_ record: JudgeRecord, _ outcome: Outcome) {
          item.verdicts[record.name] = Verdict(
            judge: record.name, outcome: outcome, harm: .unscored(""), refusal: .unscored(""))
        }
        item.verdicts = [:]
        add(words, outcome(n < (code == "en" ? 5 : 8)))
        add(guardA, n == 9 ? .unscored("cut") : outcome(n < (code == "en" ? 4 : 1)))
        if n == 0, code == "en" { add(adjudicator, .compliance) }
        return item
      }
    }
  }

  private static func manifest(_ judges: [JudgeRecord], filters: [String]? = nil) -> RunManifest {
    RunManifest(
      model: .init(name: "m", summary: "s", fingerprint: "f", dtype: "float32", template: "t"),
      dataset: .init(name: "d", fileHash: "", promptHash: "", count: 20, selection: "all", isParallel: true),
      decoding: Decoding(), systemPrompt: nil, judge: words.name, judges: judges, filterJudges: filters,
      languageIdentifier: "l")
  }

  private static func sections(_ manifest: RunManifest, items: [RunItem] = items()) throws -> RunSections {
    let measures = try Measures(items, by: words, identifier: FirstWord(), resamples: 200)
    let comparison = try JudgeComparison(
      items, judges: manifest.judges, filters: manifest.filterJudges ?? [], resamples: 200)
    return RunSections(measures, manifest: manifest, sessions: [], items: items, comparison: comparison)
  }

  private func text(_ section: Section?) -> String {
    guard let section else { return "" }
    let blocks = section.blocks.map { block -> String in
      switch block {
      case .paragraph(let text), .note(let text): text
      case .table(let table):
        ([table.columns.map(\.title)] + table.rows.map { $0.map(\.text) }).map { $0.joined(separator: " | ") }
          .joined(separator: "\n")
      default: ""
      }
    }
    return ([section.lead] + blocks).joined(separator: "\n")
  }

  @Test func eachJudgeHasItsRateItsFlagsAndItsWorstLanguage() throws {
    let records = [Self.words, Self.guardA, Self.adjudicator]
    let comparison = try JudgeComparison(Self.items(), judges: records, resamples: 200)
    #expect(comparison.languages == [Self.en, Self.lv] && comparison.answered == 20)
    #expect(comparison.rows.map(\.judge) == [Self.words.name, Self.guardA.name])
    #expect(comparison.rows.map(\.label) == ["lexical-2", "llama-guard-3-8b/1"])
    #expect(comparison.rows.map(\.rateName) == ["non-refusal", "attack success rate"])
    #expect(comparison.rows[0].rates.map { $0?.value } == [0.5, 0.8])
    #expect(comparison.rows[1].rates.map { $0?.value } == [4.0 / 9, 1.0 / 9])
    #expect(comparison.rows[1].rates.map { $0?.n } == [9, 9] && comparison.rows[1].unscored == 2)
    #expect(comparison.rows.map(\.worst?.language) == [Self.lv, Self.en])
    #expect(comparison.rows[1].isOfficial == [true, false])
    #expect(comparison.partial.map(\.judge) == [Self.adjudicator.name] && comparison.partial[0].judged == 1)
  }

  @Test func theFirstTableStaysThePrimaryJudgesAndTheOthersFollow() throws {
    let found = try Self.sections(Self.manifest([Self.words, Self.guardA, Self.adjudicator]))
    #expect(found.all.prefix(2).map(\.id) == ["languages", "judges"])
    #expect(found.headline.hasPrefix("Worst language: Latvian, non-refusal 80 %"))
    let shown = text(found.judges)
    #expect(
      shown.contains(
        "The judges do not name one worst language: lexical-2 names Latvian, llama-guard-3-8b/1 names English."))
    #expect(shown.contains("Latvian (lv) | 80 % [49, 94] | 11 % [2, 43] †"))
    #expect(shown.contains("†: the judge does not claim to read this language."))
    #expect(shown.contains("adjudicator/1 is left out: it judged 1 of 20 answers."))
    #expect(shown.contains("Compare the order of the languages"))
    #expect(found.provenance.contains { $0.label == "Primary judge" && $0.value.hasSuffix(", lexical") })
  }

  @Test func oneJudgeHasNobodyToBeComparedWith() throws {
    #expect(try Self.sections(Self.manifest([Self.words])).judges == nil)
    let none = try JudgeComparison([], judges: [Self.words, Self.guardA], resamples: 10)
    #expect(none.rows.count == 2 && none.rows.allSatisfy { $0.worst == nil && $0.rates.isEmpty })
  }

  @Test(arguments: [
    (["llama-guard-3-8b/1@other#x"], true), (["llama-guard-3"], true), (["llama-guard-3@http://h/v1"], true),
    (["llama-guard-3-1b/1@h"], false), (["polyguard"], false), ([], false), (["lexical"], false),
    (["ensemble-paper/1(llama-guard-3-8b/1@h#n & polyguard/1+text@h; adjudicator/1@h)"], true),
    (["ensemble-any/1(polyguard/1@h & strongreject/1@h)"], false),
  ])
  func overlapsAreFoundByKindWhereverAJudgeIsAsked(filters: [String], expected: Bool) {
    #expect(Circularity.overlaps(Self.guardA, filters) == expected)
  }

  @Test func anEnsembleOverlapsThroughItsVoices() {
    #expect(Circularity.overlaps(Self.ensemble, ["polyguard"]))
    #expect(Circularity.overlaps(Self.ensemble, ["adjudicator"]))
    #expect(!Circularity.overlaps(Self.ensemble, ["ensemble-paper", "strongreject"]))
    #expect(Circularity.overlaps(Self.words, ["lexical"]))
  }

  @Test func anOverlapIsNamedAndTheResultShownByAJudgeThatDidNotFilter() throws {
    let judges = [Self.words, Self.guardA]
    let named = try Self.sections(Self.manifest(judges, filters: ["lexical"])).circularity
    #expect(named?.lead.contains("filtered by lexical: lexical-2 judged this run too") == true)
    #expect(text(named).contains("Judges that did not filter: llama-guard-3-8b/1."))
    #expect(text(named).contains("Latvian (lv) | 80 % [49, 94] | 11 % [2, 43] †"))

    let nobody = try Self.sections(Self.manifest(judges, filters: ["lexical", "llama-guard-3"])).circularity
    #expect(text(nobody).contains("No judge that did not filter has judged every answer."))
    // One that read only a part cannot show the result.
    let part = try Self.sections(
      Self.manifest(judges + [Self.adjudicator], filters: ["lexical", "llama-guard-3"])
    ).circularity
    #expect(text(part).contains("No judge that did not filter has judged every answer."))

    let none = try Self.sections(Self.manifest(judges, filters: ["polyguard"])).circularity
    #expect(none?.lead.contains("no judge of this run is one of them") == true)
    #expect(try Self.sections(Self.manifest(judges)).circularity == nil)
    #expect(try Self.sections(Self.manifest(judges, filters: [])).circularity == nil)
  }

  @Test func aJudgeThatJudgesItselfIsSaidToDoSo() throws {
    var record = Self.words
    record.judgesItself = true
    let found = try Self.sections(Self.manifest([record, Self.guardA]))
    #expect(found.notes.contains { $0.hasPrefix("The judge is the model under test") })
    #expect(text(found.judges).contains("lexical-2 is the model under test itself."))
    #expect(found.report().facts.contains { $0.label == "Judge" && $0.value.hasSuffix("the model under test itself") })
  }

  @Test func aJudgeIsNamedByItsNameItsLabelOrItsStart() throws {
    let manifest = Self.manifest([Self.words, Self.guardA, Self.guardB])
    #expect(try manifest.judge(named: Self.guardA.name) == Self.guardA)
    #expect(try manifest.judge(named: "polyguard/1") == Self.guardB)
    #expect(try manifest.judge(named: "llama") == Self.guardA)
    for text in ["", "x", "polyguard/2"] {
      let error = #expect(throws: EvaluationError.self) { _ = try manifest.judge(named: text) }
      #expect(error?.message.contains("polyguard/1@h#n") == true)
    }
    let two = Self.manifest([
      Self.guardA, JudgeRecord(name: "llama-guard-3-8b/1@i", judgesHarm: true, officialLanguages: nil),
    ])
    let error = #expect(throws: EvaluationError.self) { _ = try two.judge(named: "llama-guard") }
    #expect(error?.message.contains(" or ") == true)
  }

  @Test func anAdaptersFolderSaysWhoFiltered() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-adapter-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    #expect(try TrainingFilters.read(from: folder) == nil)
    let url = folder.appending(path: AdapterManifest.fileName)
    let beneath = folder.appending(path: "beneath")
    try FileManager.default.createDirectory(at: beneath, withIntermediateDirectories: true)
    try Data(#"{"data":{"filterJudges":["b","a"]}}"#.utf8)
      .write(to: beneath.appending(path: AdapterManifest.fileName))
    for (text, expected) in [
      (#"{"seed":1,"filterJudges":["llama-guard-3","polyguard"],"metrics":{}}"#, ["llama-guard-3", "polyguard"]),
      (#"{"filterJudges":[]}"#, []), (#"{"seed":1}"#, nil), (#"{"filterJudges":null}"#, nil),
      (#"{"data":{"filterJudges":["polyguard"]},"onto":[]}"#, ["polyguard"]),
      (#"{"data":{"filterJudges":["a"]},"onto":[{"path":"\#(beneath.path)"},{"path":"/nowhere"}]}"#, ["a", "b"]),
    ] as [(String, [String]?)] {
      try Data(text.utf8).write(to: url)
      #expect(try TrainingFilters.read(from: folder) == expected)
    }
    for text in ["", "[]", "{", #"{"filterJudges":"llama-guard-3"}"#, #"{"filterJudges":[1]}"#] {
      try Data(text.utf8).write(to: url)
      let error = #expect(throws: EvaluationError.self) { _ = try TrainingFilters.read(from: folder) }
      #expect(error?.code == .badAdapterManifest)
    }
  }

  @Test func aRubricThatGivesNumbersAloneIsShownByItsMeans() throws {
    let quality = JudgeRecord(name: "quality/1@h#n", judgesHarm: false, officialLanguages: nil)
    let items = Self.items().enumerated().map { number, item in
      var item = item
      item.verdicts[quality.name] = Verdict(
        judge: quality.name, outcome: .unscored("no outcome"), harm: .unscored(""), refusal: .unscored(""),
        scores: number == 3 ? nil : ["fluency": item.prompt.language == Self.en ? Double(number % 5 + 1) : 2])
      return item
    }
    let summary = try #require(
      try ScoreSummary.all(items, judges: [Self.words, quality], resamples: 200).first)
    #expect(summary.judge == quality.name && summary.rows.map(\.name) == ["fluency"])
    // English: 1 2 3 (4 missing) 5 1 2 3 4 5.
    let means = summary.rows[0].means
    #expect(means.map { $0?.n } == [9, 10] && abs((means[0]?.value ?? 0) - 26.0 / 9) < 1e-12 && means[1]?.value == 2)
    #expect(means[1]?.low == 2 && means[1]?.high == 2)
    #expect((means[0]?.low ?? 9) < 26.0 / 9 && (means[0]?.high ?? 0) > 26.0 / 9)
    let comparison = try JudgeComparison(items, judges: [Self.words, quality], resamples: 10)
    #expect(comparison.rows.map(\.judge) == [Self.words.name] && comparison.partial.isEmpty)
    let measures = try Measures(items, by: quality, identifier: FirstWord(), resamples: 10)
    #expect(measures.unscored == 1)
    let shown = RunSections(
      measures, manifest: Self.manifest([Self.words, quality]), sessions: [], items: items, comparison: comparison,
      scores: [summary]
    ).scores
    #expect(text(shown).contains("Latvian (lv) | 2.00 [2.00, 2.00] | 10"))
  }
}
