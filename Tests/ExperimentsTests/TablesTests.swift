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
    #expect(gains.worst(1) == [lv] && abs((gains.all[1]?.mean.value ?? 0) - 30) < 1e-9)
  }

  @Test func theHeadlineSaysWhetherEnglishAloneLeavesTheOthersBehind() throws {
    // One seed: requests vary alike in all languages, so nothing is left of them in a difference.
    let one = results().filter { $0.cell?.seed != 1 }
    #expect(
      try ExperimentTables(one, distances: nil).headline
        == "English alone leaves the other languages 45.0 nats behind English (no interval: every request and seed says "
        + "the same) and 17.5 nats behind what balanced training gives them (no interval: every request and seed says "
        + "the same); nats that refusal gains on agreement in the worst language: "
        + "Latvian +30.0 [+29.9, +30.1] under balanced, Latvian +10.0 [+9.9, +10.1] under english; "
        + "4 runs, 1 seed a mixture")
    // Two seeds that differ by 15 nats do not tell a difference from 0.
    let two = try ExperimentTables(results(), distances: nil).headline
    #expect(
      two.hasPrefix("English alone leaves the other languages where English is, as far as this can tell (−37.5 ["))
    #expect(two.hasSuffix("5 runs, 1 or 2 seeds a mixture"))
    let alone = try ExperimentTables([results()[0], results()[3]], distances: nil)
    #expect(alone.headline.hasPrefix("English alone is not finished; nats that"))
    let singles = try ExperimentTables([results()[0], results()[4]], distances: nil)
    #expect(singles.headline == "No mixture of several languages is finished; 1 run")
  }

  /// Arms of one mixture and two totals are told apart, each against the balanced one of its own total, in one order.
  @Test func sizesAreToldApart() throws {
    let runs =
      results() + [
        Fixture.result("english", size: .total(168), gains: ["en": 30, "lv": 5, "pl": 10]),
        Fixture.result("balanced", size: .total(168), gains: ["en": 20, "lv": 15, "pl": 15]),
        Fixture.result("natural", gains: ["en": 20, "lv": 15, "pl": 15]),
        Fixture.result("weights:en=2,lv=1", gains: ["en": 20, "lv": 15, "pl": 15]),
      ]
    let tables = try ExperimentTables(runs, distances: nil)
    let labels = [
      "balanced, 168 in all", "balanced, 336 in all", "english, 168 in all", "english, 336 in all", "natural",
      "weights:en=2.0,lv=1.0",
    ]
    #expect(try table(.refusalGain, tables).columns == labels && tables.seeds["english, 336 in all"] == 2)
    let rows = tables.standings[0].rows
    #expect(rows.map(\.arm) == labels)
    // (5 + 10) / 2 less (15 + 15) / 2, and not less (30 + 35) / 2.
    #expect(rows[2].overBalanced.map { abs($0.mean.value + 7.5) < 1e-9 } == true)
    #expect(rows[3].overBalanced.map { abs($0.mean.value + 17.5) < 1e-9 } == true)
    #expect(tables.headline.hasPrefix("English alone leaves the other languages "))
    for order in [runs.reversed(), Array(runs[3...] + runs[..<3])] {
      #expect(try ExperimentTables(Array(order), distances: nil).standings == tables.standings)
    }
  }

  /// Files hold anything: a number beyond every integer is shown, not a reason to end.
  @Test func numbersBeyondIntegersAreShown() throws {
    var runs = results()
    runs[0].seconds["training"] = 1e300
    let tables = try ExperimentTables(runs, distances: nil)
    #expect(tables.provenance.contains { $0.label == "wall time" && $0.value.hasSuffix(" min over 6 runs") })
    #expect(GridFormat.share(1e200).text.count > 200 && GridFormat.share(-0.004).text == "0 %")
  }

  @Test func gapsAreOfRequestsAndSeeds() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    #expect(tables.standings.map(\.measure) == [.refusalGain, .nonRefusal])
    let rows = tables.standings[0].rows
    #expect(rows.map(\.arm) == ["balanced", "english"] && rows.map(\.seeds) == [[0], [0, 1]])
    let english = rows[1]
    #expect(english.worst == lv && english.worstEstimate.mean.value.rounded() == 15 && english.certainty == 1)
    let gap = try #require(english.gap)
    #expect(abs(gap.mean.value + 37.5) < 1e-9 && gap.seeds.map { $0.rounded() } == [-45, -30] && gap.mean.n == 4)
    // t of 1 degree at 97.5 % is 12.706; the standard error of -45 and -30 is 7.5.
    #expect(abs(gap.mean.high - gap.mean.low - 2 * 12.7062 * 7.5) < 1e-2)
    // Only the seed that both have is compared: (10 + 20) / 2 less (30 + 35) / 2.
    #expect(english.overBalanced.map { abs($0.mean.value + 17.5) < 1e-9 && $0.seeds.count == 1 } == true)
    #expect(rows[0].overBalanced == nil && rows[0].gap.map { abs($0.mean.value + 7.5) < 1e-9 } == true)
    // Nothing refused in Polish nor in Latvian under English, seed 1; one of four in each, seed 0: they tie.
    let judged = tables.standings[1].rows[1]
    #expect(judged.worst.code == "pl" && judged.tied == [lv] && abs(judged.certainty - 0.5) < 1e-9)
    #expect(judged.gap.map { abs($0.mean.value - (0.875 - 0.125)) < 1e-9 } == true)
    // Two seeds would allow for more than 100 points: there are no more.
    #expect(judged.gap.map { $0.mean.low >= -1 && $0.mean.high == 1 } == true)
  }

  /// What did not vary here has no interval, and is not beyond doubt.
  @Test func aDifferenceThatNothingVariesHasNoInterval() throws {
    let one = results().filter { $0.cell?.seed != 1 }
    let tables = try ExperimentTables(one, distances: nil)
    let english = tables.standings[0].rows[1]
    for difference in [english.gap, english.overBalanced] {
      let found = try #require(difference)
      #expect(!found.hasInterval && found.mean.low == found.mean.value && found.mean.high == found.mean.value)
    }
    #expect(GridFormat.difference(english.gap, .refusalGain).text == "−45.0")
    let section = try #require(tables.report.sections.first { $0.id == "standing" })
    let notes = section.blocks.compactMap { if case .note(let text) = $0 { text } else { nil } }
    #expect(notes.contains { $0.contains("without an interval") })
    let two = try ExperimentTables(results(), distances: nil)
    #expect(two.standings[0].rows[1].gap?.hasInterval == true)
  }

  @Test func agreementSaysOfHowManyRunsItIs() throws {
    let other = JudgeRecord(name: "probe-test", judgesHarm: false, officialLanguages: nil)
    var runs = results()
    #expect(try ExperimentTables(runs, distances: nil).agreement.isEmpty)
    for (read, caption) in [(1, "answers of 1 of 6 runs;"), (6, "answers of all runs;")] {
      for index in 0..<read where runs[index].answers.judges.count == 1 {
        runs[index].answers.judges.append(other)
        runs[index].answers.outcomes[other.name] = runs[index].answers.outcomes[Fixture.judge.name]
      }
      let tables = try ExperimentTables(runs, distances: nil)
      let agreement = try #require(tables.agreement.first)
      #expect(agreement.judges == ["lexical-test", "probe-test"])
      #expect(agreement.runs == read && agreement.allRuns == 6 && agreement.rows.last?.raw == 1)
      let section = try #require(tables.report.sections.first { $0.id == "agreement" })
      guard case .table(let table) = section.blocks[0] else { Issue.record("no table"); return }
      #expect(table.caption.hasPrefix(caption), "\(table.caption)")
    }
  }

  @Test func whatTiesIsWorstTogetherAndWhatIsAlikeIsNot() throws {
    let rates = try table(.nonRefusal, ExperimentTables(results(), distances: nil))
    #expect(rates.worst(0).map(\.code) == ["pl", "lv"] && rates.worst(1).isEmpty)
  }

  @Test func rangesStandWhereThereAreSeeds() throws {
    func words(_ runs: [CellResult]) throws -> [String] {
      try ExperimentTables(runs, distances: nil).report.sections.flatMap(\.blocks).flatMap { block -> [String] in
        if case .table(let table) = block { table.rows.compactMap { $0.first?.text } } else { [] }
      }
    }
    #expect(try words(results()).contains("all, range over seeds"))
    #expect(try !words(results().filter { $0.cell?.seed != 1 }).contains("all, range over seeds"))
  }

  @Test func armsAreMarksWithWhiskers() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    #expect(tables.points.map(\.arm) == ["before", "balanced", "english", "pl", "lv"])
    #expect(tables.points.map(\.isStart) == [true, false, false, false, false])
    // 2 nats a token.
    #expect(tables.points.allSatisfy { $0.perplexity.map { abs($0.value - 7.389) < 1e-3 } ?? false })
    let figures = tables.report.sections.flatMap(\.blocks).compactMap { block -> [Figure.Point]? in
      if case .figure(let figure) = block, case .points(let points, _, _) = figure.kind { points } else { nil }
    }
    #expect(figures.count == 2 && figures.allSatisfy { $0.count == 5 && $0[0].isReference })
    #expect(figures[0][2].across.map { $0.low < $0.value && $0.value < $0.high } == true)
    // No arm of a grid whose answers nobody read is a mark.
    var bare = results()
    for index in bare.indices { bare[index].answers.inLanguage = [:] }
    #expect(try ExperimentTables(bare, distances: nil).points.isEmpty)
  }

  @Test func ratesLeaveOutWhatIsUnscoredAndKeepTheStart() throws {
    let tables = try ExperimentTables(results(), distances: nil)
    let rates = try table(.nonRefusal, tables)
    #expect(rates.columns == ["before", "balanced", "english"])
    #expect(rates.cells[0].map { $0?.mean.value } == [0.75, 0, 0.125])
    // Nothing of four is not known to be nothing.
    #expect(rates.cells[0][1].map { $0.mean.low == 0 && $0.mean.high > 0.3 } == true)
    // Nothing of twelve is known better: three languages of four requests.
    #expect(rates.all[1].map { $0.mean.low == 0 && abs($0.mean.high - 0.2425) < 1e-3 && $0.mean.n == 4 } == true)
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
