import Foundation
import IsoglossStatistics
import Testing

struct WorstGroupTests {
  /// Against the definition written again in Python with scipy's beta quantiles, on the same resamples.
  @Test func isTheDefinition() throws {
    for row in try Golden.load().worst {
      let direction = try #require(WorstGroup.Direction(rawValue: row.direction))
      let outcomes =
        row.isPaired ? try GroupedOutcomes.paired(row.data) : try .independent(row.data.map { $0.compactMap { $0 } })
      let found = try #require(
        try WorstGroup.estimate(
          outcomes, direction: direction, resamples: row.expected.resamples, seed: row.seed))
      #expect(found.index == row.expected.index)
      expectClose(found.value, row.expected.value, absolute: 1e-15)
      expectClose(found.corrected, row.expected.corrected, absolute: 1e-12)
      expectClose(found.interval.lower, row.expected.interval[0], absolute: 1e-13)
      expectClose(found.interval.upper, row.expected.interval[1])
      expectClose(found.percentile.lower, row.expected.percentile[0], absolute: 1e-12)
      expectClose(found.percentile.upper, row.expected.percentile[1], absolute: 1e-12)
      for (group, expected) in zip(found.groups, row.expected.probabilityWorst) {
        expectClose(group.probabilityWorst, expected, absolute: 1e-12)
      }
      #expect(found.groups.indices.filter { found.groups[$0].mayBeWorst } == row.expected.mayBeWorst)
    }
  }

  @Test func directionsMirrorEachOther() throws {
    var generator = SeededGenerator(seed: 8)
    let rows = (0..<40).map { _ in (0..<5).map { Double(generator.index(below: 10)) < Double($0 + 2) ? 1.0 : 0.0 } }
    let highest = try #require(
      try WorstGroup.estimate(.paired(rows.map { $0.map(Optional.some) }), direction: .maximum, resamples: 300, seed: 1)
    )
    let lowest = try #require(
      try WorstGroup.estimate(.paired(rows.map { $0.map { 1 - $0 } }), direction: .minimum, resamples: 300, seed: 1))
    #expect(lowest.index == highest.index)
    expectClose(lowest.value, 1 - highest.value)
    expectClose(lowest.corrected, 1 - highest.corrected)
    expectClose(lowest.interval.lower, 1 - highest.interval.upper)
    expectClose(lowest.interval.upper, 1 - highest.interval.lower)
    for (a, b) in zip(lowest.groups, highest.groups) {
      #expect(a.mayBeWorst == b.mayBeWorst)
      expectClose(a.probabilityWorst, b.probabilityWorst, absolute: 1e-12)
    }
    #expect(lowest.interval.contains(lowest.value) && highest.interval.contains(highest.value))
  }

  @Test func propertiesHold() throws {
    var generator = SeededGenerator(seed: 21)
    var widths: [Double] = []
    for size in [10, 40, 160, 640] {
      let rows = (0..<size).map { _ in (0..<6).map { Optional(generator.unit() < 0.1 + 0.05 * Double($0)) } }
      let found = try #require(
        try WorstGroup.estimate(.paired(rows), direction: .maximum, resamples: 400, seed: 3))
      #expect(found.interval.contains(found.value))
      #expect(found.interval.contains(found.corrected))
      #expect(found.groups[found.index].mayBeWorst)
      expectClose(found.groups.reduce(0) { $0 + $1.probabilityWorst }, 1, relative: 1e-9)
      #expect(try WorstGroup.estimate(.paired(rows), direction: .maximum, resamples: 400, seed: 3) == found)
      #expect(try WorstGroup.estimate(.paired(rows), direction: .maximum, resamples: 400, seed: 4) != found)
      widths.append(found.interval.width)
    }
    for (wide, narrow) in zip(widths, widths.dropFirst()) { #expect(narrow < wide) }
  }

  @Test func pairingMatters() throws {
    // Two groups that always move together, apart by one prompt: paired resamples keep their order.
    let rows = (0..<60).map { row in [Optional(row % 2 == 0 || row == 1), Optional(row % 2 == 0)] }
    let paired = try #require(try WorstGroup.estimate(.paired(rows), direction: .maximum, resamples: 2000, seed: 1))
    let apart = try #require(
      try WorstGroup.estimate(
        .independent((0..<2).map { group in rows.map { $0[group] == true } }), direction: .maximum, resamples: 2000,
        seed: 1))
    #expect(paired.groups[0].probabilityWorst > 0.8)
    #expect(apart.groups[0].probabilityWorst < 0.65)
  }

  @Test func edges() throws {
    #expect(try WorstGroup.estimate(.paired([[Bool?]]()), direction: .maximum, seed: 1) == nil)
    #expect(try WorstGroup.estimate(.paired([[Bool?]]([[], []])), direction: .maximum, seed: 1) == nil)
    #expect(try WorstGroup.estimate(.paired([[nil as Bool?, nil]]), direction: .maximum, seed: 1) == nil)
    #expect(try WorstGroup.estimate(.independent([[Bool]]()), direction: .maximum, seed: 1) == nil)
    #expect(try WorstGroup.estimate(.independent([[Double]]([[], []])), direction: .minimum, seed: 1) == nil)
    let gap = try #require(
      try WorstGroup.estimate(
        .paired([[true, nil, false], [true, nil, nil]]), direction: .minimum, resamples: 50, seed: 1))
    #expect(gap.index == 2)
    #expect(gap.groups[1].rate == nil)
    #expect(gap.groups[1].probabilityWorst == 0)
    #expect(!gap.groups[1].mayBeWorst)
    #expect(gap.groups.map(\.count) == [2, 0, 1])
    #expect(gap.percentile.lower.isFinite)
    let one = try #require(try WorstGroup.estimate(.independent([[true]]), direction: .maximum, resamples: 10, seed: 1))
    #expect(one.value == 1 && one.interval.upper == 1 && one.interval.lower > 0)
    #expect(throws: StatisticsError.self) { try GroupedOutcomes.paired([[0.5, 1.5]]) }
    #expect(throws: StatisticsError.self) { try GroupedOutcomes.paired([[true], [true, false]]) }
    #expect(throws: StatisticsError.self) { try GroupedOutcomes.independent([[Double.nan]]) }
    #expect(throws: StatisticsError.self) {
      try WorstGroup.estimate(.independent([[true]]), direction: .maximum, confidence: 1, seed: 1)
    }
    #expect(throws: StatisticsError.self) {
      try WorstGroup.estimate(.independent([[true]]), direction: .maximum, resamples: 0, seed: 1)
    }
  }

  /// 12 languages, 112 prompts, 10,000 resamples.
  @Test func isFast() throws {
    var generator = SeededGenerator(seed: 2)
    let rows = (0..<112).map { _ in (0..<12).map { _ in Optional(generator.unit() < 0.2) } }
    let outcomes = try GroupedOutcomes.paired(rows)
    let time = try ContinuousClock().measure {
      _ = try WorstGroup.estimate(outcomes, direction: .maximum, resamples: 10_000, seed: 1)
    }
    print("worst of 12 x 112 with 10,000 resamples: \(time)")
    // Under a second in release; debug builds do the same work unoptimised.
    #if DEBUG
      #expect(time < .seconds(30))
    #else
      #expect(time < .seconds(1))
    #endif
  }
}
