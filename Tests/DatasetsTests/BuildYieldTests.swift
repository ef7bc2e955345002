import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// The first line of a build is its answer: what was made, and where the least of it, and why.
struct BuildYieldTests {
  private func row(_ number: Int, _ language: String, isPair: Bool = true) -> DataRow {
    var row = DataRow(
      Prompt(
        id: "\(number).\(language)", language: Language(language), hazard: .S1, intent: .harmful, text: "t",
        provenance: Provenance(source: "t")))
    if isPair {
      row.chosen = .init(text: "No.", model: "m")
      row.rejected = .init(text: "Yes.", model: "m")
    }
    return row
  }

  private func rows(_ counts: [String: Int], arePairs: Bool = true) -> [DataRow] {
    counts.sorted { $0.key < $1.key }.flatMap { language, count in
      (0..<count).map { row($0, language, isPair: arePairs) }
    }
  }

  private func done(
    _ name: String, _ rows: [DataRow], dropped: [(language: String, reason: String, kind: String?)] = []
  ) -> DataPipeline.Done {
    let lost = dropped.enumerated().map { number, row in
      DroppedRow(
        id: "d\(number)", stage: name, reason: row.reason, kind: row.kind, language: Language(row.language),
        hazard: .S1, style: nil)
    }
    return DataPipeline.Done(
      manifest: StageManifest(
        stage: name, fingerprint: "f", input: "i", received: rows.count + lost.count, rows: rows.count,
        dropped: lost.count, files: [:]),
      folder: URL(filePath: "/nowhere"), rows: rows, dropped: lost, sections: [])
  }

  private func headline(_ stages: DataPipeline.Done...) -> String { BuildYield(stages).headline }

  @Test func theLanguageWithTheFewestIsNamedWithItsReasons() {
    let translated = done("translate", rows(["de": 3, "lv": 2]), dropped: [("lv", "no answer: busy", nil)])
    let rule = "chosen: all(*) no-harm"
    let filtered = done(
      "filter", rows(["de": 3, "lv": 1]),
      dropped: [("lv", "\(rule): the verdicts are g: harm", rule), ("lv", "length: short", "length")])
    #expect(
      headline(translated, filtered)
        == "4 pairs in 2 languages; fewest in Latvian, 1 of 4: filter 1 (\(rule)), filter 1 (length), 1 more")
    let lines = BuildYield([translated, filtered]).lines
    #expect(lines.map(\.language.code) == ["lv", "de"] && lines.map(\.dropped) == [3, 0])
    let table = BuildYield([translated, filtered]).table
    #expect(table.rows.map { $0.map(\.text) }[1] == ["de", "3", "0", ""])
  }

  @Test func aLanguageThatLostEverythingIsTheWorst() {
    #expect(
      headline(done("filter", rows(["de": 3]), dropped: [("sl", "language: in another", "language")]))
        == "3 pairs in 1 language; fewest in Slovenian, 0 of 1: filter 1 (language)")
    #expect(
      headline(done("answer", rows(["sl": 1])), done("filter", [], dropped: [("sl", "form", nil)]))
        == "0 pairs in 0 languages; fewest in Slovenian, 0 of 1: filter 1 (form)")
  }

  @Test func equalLanguagesAndBuildsWithoutPairsAreSaidSo() {
    #expect(
      headline(done("filter", rows(["de": 2, "pl": 2]))) == "4 pairs in 2 languages, 2 in each; nothing was dropped")
    #expect(
      headline(done("rainbow", rows(["de": 2], arePairs: false), dropped: [("de", "low fitness: 0 is below 1", nil)]))
        == "2 rows in 1 language; 1 rows were dropped on the way")
    #expect(
      headline(done("translate", rows(["de": 2, "pl": 1], arePairs: false)))
        == "3 rows in 2 languages; fewest in Polish, 1 of 1: none of its rows was dropped")
    #expect(headline() == "0 rows in 0 languages")
  }

  @Test func theReportCountsReasonsByTheirKinds() throws {
    let filtered = done(
      "filter", rows(["de": 1]),
      dropped: [
        ("de", "duplicates: like a, 0.7", "duplicates"), ("de", "duplicates: like b, 0.8", "duplicates"),
        ("de", "it has not both answers", nil),
      ])
    let report = BuildReport.report("r", [filtered])
    #expect(report.headline.hasPrefix("1 pairs in 1 language"))
    guard case .table(let reasons) = try #require(report.sections[0].blocks.last) else {
      throw DatasetError(.empty, "no table of reasons")
    }
    #expect(
      reasons.rows.map { $0.map(\.text) } == [
        ["filter", "duplicates", "2", "d0", "like a, 0.7"], ["filter", "it has not both answers", "1", "d2", ""],
      ])
  }

  @Test func theForecastBeginsWithWhatWouldBeAsked() {
    var forecast = DataForecast(rows(["de": 3], arePairs: false).map(\.prompt))
    let engine = DataForecast.Engine(name: "m", answerTokens: 10)
    forecast.answer("answer", refusals: [engine], compliances: [engine])
    #expect(forecast.headline.hasPrefix("at most 6 calls in 1 stage, "))
    #expect(forecast.headline.hasSuffix(" and 60 out; no price is given"))
  }
}
