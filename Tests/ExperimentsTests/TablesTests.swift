import Foundation
import IsoglossCore
import Testing

@testable import IsoglossExperiments

/// Tables say what the runs found.
struct TablesTests {
  private let lv = Language("lv")

  private func results() -> [CellResult] {
    [
      Fixture.result(nil, gains: ["en": 0, "lv": 0, "pl": 0], refused: ["en": 1]),
      Fixture.result(
        "english", gains: ["en": 60, "lv": 10, "pl": 20], refused: ["en": 3, "lv": 1, "pl": 1], bits: 4),
      Fixture.result("english", seed: 1, gains: ["en": 50, "lv": 20, "pl": 20], refused: ["en": 4], bits: 2),
      Fixture.result("balanced", gains: ["en": 40, "lv": 30, "pl": 35], refused: ["en": 4, "lv": 4, "pl": 4]),
      Fixture.result("single:lv", gains: ["en": 10, "lv": 40, "pl": 20]),
      Fixture.result("single:pl", gains: ["en": 12, "lv": 24, "pl": 50]),
    ]
  }

  private func table(_ measure: GridMeasure, _ tables: ExperimentTables) throws -> ArmTable {
    try #require(tables.mixtures.first { $0.measure == measure })
  }

  @Test func aGainIsTheMeanOfSeedsAndRequests() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    let gains = try table(.refusalGain, tables)
    #expect(gains.columns == ["balanced", "english"] && gains.languages.map(\.code) == ["en", "pl", "lv"])
    let latvian = try #require(gains.cells[2][1])
    #expect(abs(latvian.mean.value - 15) < 1e-9 && latvian.seeds.map { ($0 * 10).rounded() / 10 } == [10, 20])
    #expect(latvian.mean.n == 4 && latvian.mean.low > 14.89 && latvian.mean.high < 15.11)
    #expect(gains.worst(1)?.language == lv && abs((gains.all[1]?.mean.value ?? 0) - 30) < 1e-9)
    #expect(
      tables.headline == "english: worst language Latvian +15.0 nats, English +55.0 (2 seeds); "
        + "balanced: worst language Latvian +30.0 nats, English +40.0 (1 seed)")
  }

  @Test func ratesLeaveOutWhatIsUnscoredAndKeepTheStart() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    let rates = try table(.nonRefusal, tables)
    #expect(rates.columns == ["before", "balanced", "english"])
    #expect(rates.cells[0].map { $0?.mean.value } == [0.75, 0, 0.125])
    // Nothing of four is not known to be nothing.
    #expect(rates.cells[0][1].map { $0.mean.low == 0 && $0.mean.high > 0.3 } == true)
    let twins = try table(.twinRefusal, tables)
    #expect(abs((twins.cells[0][0]?.mean.value ?? 0) - 1 / 3.0) < 1e-12 && twins.cells[0][0]?.mean.n == 3)
    #expect(try table(.consistency, tables).cells[2][0]?.mean.value == 0.75)
    #expect(abs((try table(.surprise, tables).cells[1][1]?.mean.value ?? 0) - 2) < 1e-12)
  }

  @Test func textCostIsAllBitsByAllBytes() throws {
    let cost = try table(.textCost, ExperimentTables(results(), distances: nil))
    // Two lines of 4 and of 2 bits more over 200 bytes, two seeds.
    #expect(abs((cost.cells[0][1]?.mean.value ?? 0) - 6.0 / 200) < 1e-12)
  }

  @Test func transferIsTheShareOfTheLanguagesOwnGain() throws {
    let matrix = try #require(ExperimentTables(results(), distances: nil).transfer)
    #expect(matrix.training.map(\.code) == ["en", "pl", "lv"])
    #expect(abs((matrix.share(from: Language("pl"), to: lv) ?? 0) - 24 / 40.0) < 1e-9)
    #expect(matrix.share(from: lv, to: Language("cs")) == nil)
    #expect(matrix.square.languages.count == 3)
  }

  @Test func aLanguageThatDoesNotGainByItselfHasNoShares() throws {
    var runs = results()
    runs[4] = Fixture.result("single:lv", gains: ["en": 10, "lv": 0, "pl": 20])
    let matrix = try #require(ExperimentTables(runs, distances: nil).transfer)
    #expect(matrix.share(from: Language("pl"), to: lv) == nil && matrix.square.languages.map(\.code) == ["en", "pl"])
  }

  @Test func resultsThatDoNotFitTogetherAreRefused() throws {
    #expect { try ExperimentTables([Fixture.result(nil, gains: ["en": 0])], distances: nil) } throws: {
      "\($0)".contains("No run of the grid")
    }
    let other = JudgeRecord(name: "other", judgesHarm: true, officialLanguages: nil)
    #expect {
      try ExperimentTables(results() + [Fixture.result("balanced", seed: 4, judge: other)], distances: nil)
    } throws: {
      "\($0)".contains("lexical-test and other")
    }
  }

  @Test func textAndJSONAreOfOneComputation() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    let report = tables.report
    #expect(report.sections.map(\.id).contains("mixtures-nonRefusal") && report.headline == tables.headline)
    let ids = report.sections.map(\.id)
    #expect(Set(ids).count == ids.count)
    let decoded = try JSONDecoder().decode(ExperimentTables.self, from: JSONEncoder().encode(tables))
    #expect(decoded.mixtures == tables.mixtures && decoded.transfer == tables.transfer)
  }
}
