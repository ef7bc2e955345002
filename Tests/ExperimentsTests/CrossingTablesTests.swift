import Foundation
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossExperiments

/// Transfer that was planted is found with its size, and what was not planted is not found.
struct CrossingTablesTests {
  private func tables(_ runs: [CrossingResult]) throws -> CrossingTables { try CrossingTables(runs, resamples: 400) }

  private func close(_ a: Double?, _ b: Double, _ tolerance: Double = 0.1) -> Bool {
    a.map { abs($0 - b) < tolerance } ?? false
  }

  @Test func plantedTransferIsFoundWithItsSize() throws {
    let runs =
      CrossingFixture.crossing(.refusal, ["en": 20, "de": 10, "lv": 0])
      + CrossingFixture.crossing(.toxicity, ["en": 20, "de": 16, "lv": 14])
      + [
        CrossingFixture.run(.refusal, training: "de", gains: ["en": 5, "de": 20]),
        CrossingFixture.run(.refusal, training: "lv", gains: ["en": 5, "lv": 20]),
      ]
    let found = try tables(runs)
    let model = try #require(found.models.first)
    #expect(found.models.count == 1 && model.runs == 14 && found.undefined.isEmpty)
    let refusal = try #require(model.behaviours.first { $0.behaviour == .refusal })
    #expect(refusal.groups == 60 && refusal.seeds == [0, 1, 2] && refusal.controlSeeds == [0, 1, 2])
    #expect(refusal.rows.map(\.language?.code) == ["en", "de", "lv"])
    let (english, german, latvian) = (refusal.rows[0], refusal.rows[1], refusal.rows[2])
    #expect(close(english.gain.value, 20) && english.transfer == nil && english.adjusted == nil)
    #expect(close(german.gain.value, 10) && close(german.transfer?.value, 0.5, 0.01) && german.isFound)
    #expect(close(german.difference, 10) && close(german.control?.value, 0))
    let share = try #require(german.transfer)
    #expect(share.low < 0.5 && share.high > 0.5 && share.n == 60 && german.undefined == 0)
    #expect(close(latvian.gain.value, 0) && close(latvian.transfer?.value, 0, 0.01) && !latvian.isFound)
    #expect(close(refusal.others.transfer?.value, 0.25, 0.01) && refusal.others.language == nil)
    #expect(
      close(german.own?.value, 20) && close(german.ofOwn?.value, 0.5, 0.01) && close(latvian.ofOwn?.value, 0, 0.01))
    #expect(close(refusal.others.ofOwn?.value, 0.25, 0.01) && english.own == nil)
    #expect(refusal.worst?.language?.code == "lv" && refusal.found.map(\.code) == ["de"])
    // What could have been found is what the control varies, by the stated formula.
    let control = CrossingGains(
      runs.filter { $0.cell.labels == .shuffled && $0.cell.behaviour == .refusal }, [Language("lv")])
    let mean = try #require(try CrossedMean(control.table([Language("lv")])))
    #expect(close(latvian.detectable, try mean.smallestDetectableDifference(), 1e-9))
    #expect(close(latvian.detectableTransfer, try mean.smallestDetectableDifference() / english.gain.value, 1e-9))

    // 75 % less 25 %.
    let contrast = try #require(model.contrasts.first)
    #expect(model.contrasts.count == 1 && contrast.first == .toxicity && contrast.second == .refusal)
    let difference = try #require(contrast.transfer)
    #expect(close(difference.value, 0.5, 0.01) && difference.low > 0.4 && difference.high < 0.6)
    // Toxicity has no ceiling: nothing is said of it.
    #expect(contrast.ofOwn == nil && model.behaviours[1].others.ofOwn == nil && model.behaviours[1].rows[1].own == nil)
  }

  @Test func seedsThatDisagreeWidenWhatCouldHaveBeenFound() throws {
    func detectable(_ shift: Double) throws -> Double {
      let runs = CrossingFixture.crossing(.bias, ["en": 20, "lv": 4], shift: shift)
      return try #require(try tables(runs).models[0].behaviours[0].rows[1].detectable)
    }
    #expect(try detectable(5) > 4 * detectable(0.2))
  }

  @Test func transferIsNotDefinedWhereTheSourceGainedNothing() throws {
    let found = try tables(CrossingFixture.crossing(.refusal, ["en": 0, "de": 3, "lv": 1]))
    let behaviour = try #require(found.models.first?.behaviours.first)
    #expect(found.undefined == ["tiny: refusal"] && behaviour.others.transfer == nil && behaviour.worst == nil)
    #expect(behaviour.rows[1].transfer == nil && behaviour.rows[1].undefined > 50)
    #expect(behaviour.rows[1].detectable != nil && behaviour.rows[1].detectableTransfer == nil)
    // The gain itself is still there, and found.
    #expect(behaviour.rows[1].isFound)
    #expect(found.headline.contains("refusal is not known to gain in English"))
    #expect(found.report.sections[0].blocks.count == 2)
  }

  @Test func withoutAControlNothingIsFound() throws {
    let alone = CrossingFixture.crossing(.bias, ["en": 20, "lv": 20]).filter { $0.cell.labels == .own }
    let row = try #require(try tables(alone).models.first?.behaviours.first?.rows.last)
    #expect(row.control == nil && row.pValue == nil && row.detectable == nil && !row.isFound)
    #expect(close(row.transfer?.value, 1, 0.02))
    // Controls of other seeds cannot be taken off seed by seed.
    let other = CrossingFixture.run(.bias, labels: .shuffled, seed: 9, gains: ["en": 0, "lv": 0])
    let mixed = try #require(try tables(alone + [other]).models.first?.behaviours.first?.rows.last)
    #expect(mixed.control != nil && mixed.difference == nil && mixed.pValue == nil && !mixed.isFound)
  }

  @Test func onlyGroupsThatAllRunsHaveAreCounted() throws {
    var runs = CrossingFixture.crossing(.bias, ["en": 20, "lv": 5])
    runs[0].after.rows[Language("lv")]?[3] = nil
    runs[3].before.rows[.english]?[7] = nil
    #expect(try tables(runs).models[0].behaviours[0].groups == 58)
    // A language that one run was not asked in is none of the experiment's.
    runs[1].after.rows[Language("lv")] = nil
    #expect(throws: ExperimentError.self) { try tables(runs) }
    #expect { try tables([]) } throws: { "\($0)".contains("No run has trained") }
    let own = CrossingFixture.run(.bias, training: "lv", gains: ["en": 1, "lv": 5])
    #expect(throws: ExperimentError.self) { try tables([own]) }
  }

  @Test func topBlocksAreHeldAgainstRandomOnes() throws {
    typealias Part = (blocks: [Int], isTop: Bool, gains: [String: Double])
    let random = (0..<19).map { index -> Part in
      let more = 0.1 * Double(index)
      return (blocks: [0], isTop: false, gains: ["en": 2 + more, "de": 1 + more])
    }
    let good = CrossingFixture.run(
      .refusal, gains: ["en": 20, "de": 10], spread: 0,
      parts: [(blocks: [2], isTop: true, gains: ["en": 15, "de": 1.5])] + random)
    let parts = try #require(try CrossingParts(good))
    let source = try #require(parts.source)
    #expect(parts.top == [2] && parts.blocks == 4 && parts.random == 19 && parts.groups == 6)
    #expect(
      close(source.top, 0.75, 0.03) && close(source.random.low, 0.1, 0.03) && close(source.random.high, 0.19, 0.03))
    // Above all of 19: 1 in 20. In the other language it is among the random ones.
    #expect(source.pValue == 0.05 && close(parts.others?.pValue, 0.7, 0.15))
    #expect(try #require(parts.correlation) > 0.5)
    #expect(try CrossingParts(CrossingFixture.run(.refusal, gains: ["en": 1, "de": 1])) == nil)
    let nothing = CrossingFixture.run(
      .refusal, gains: ["en": -3, "de": 10], spread: 0,
      parts: [(blocks: [2], isTop: true, gains: ["en": 1, "de": 1])] + random)
    let half = try #require(try CrossingParts(nothing))
    #expect(half.source == nil && half.others != nil)
    let found = try tables(CrossingFixture.crossing(.refusal, ["en": 20, "de": 10]) + [good])
    // Two tests are shown: the least p counts twice, the other one stands.
    let shown = try #require(found.models[0].parts.first)
    #expect(source.adjusted == nil && found.models[0].parts.count == 1)
    #expect(close(shown.source?.adjusted, 0.1, 1e-9) && shown.others?.adjusted == shown.others?.pValue)
    let section = try #require(found.report.sections.first { $0.title.hasPrefix("Which blocks carry it") })
    guard case .table(let table) = try #require(section.blocks.first) else {
      Issue.record("no table")
      return
    }
    #expect(table.columns.map(\.title).count { $0 == "p (Holm)" } == 2 && table.rows[0].count == table.columns.count)
    // A run whose training gained nothing in the source has no test there, and does not count.
    let three = try tables(CrossingFixture.crossing(.refusal, ["en": 20, "de": 10]) + [good, nothing]).models[0].parts
    #expect(three.count == 2 && three[1].source == nil && close(three[0].source?.adjusted, 0.15, 1e-9))
  }

  @Test func textAndJSONComeFromOneComputation() throws {
    let runs = CrossingFixture.crossing(.refusal, ["en": 20, "de": 10, "lv": -1])
    let found = try tables(runs)
    #expect(try JSONDecoder().decode(CrossingTables.self, from: JSONEncoder().encode(found)) == found)
    #expect(try tables(runs.reversed()).models == found.models)
    let report = found.report
    #expect(report.headline.hasPrefix("tiny: refusal reaches Latvian least, −5 % ["), "\(report.headline)")
    let section = try #require(report.sections.first { $0.id == "tiny-refusal" })
    guard case .table(let table) = section.blocks[0] else {
      Issue.record("no table")
      return
    }
    #expect(table.rows.map { $0[0].text } == ["English", "German", "Latvian", "mean but English"])
    #expect(table.rows[2][0].emphasis == .worst && table.rows[1][1].text.hasPrefix("+10."))
  }
}
