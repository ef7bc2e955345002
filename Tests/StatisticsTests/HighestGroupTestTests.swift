import IsoglossStatistics
import Testing

/// The worst of equal groups is no finding, and one that differs is.
struct HighestGroupTestTests {
  @Test func threeRowsOfTwoGroupsAreCountedByHand() throws {
    // Three prompts that only the first group fails: 8 arrangements, one as extreme above the mean in each group's favour.
    let rows: [[Bool?]] = Array(repeating: [true, false], count: 3)
    let found = try #require(try HighestGroupTest.run(.paired(rows), permutations: 40_000, seed: 1))
    // Excess 1/2 in 2 of 8 arrangements (all to one side), 1/6 in 6.
    #expect(found.excess == 0.5 && found.mean == 0.5 && found.isPaired)
    #expect(abs(found.pValue - 0.25) < 0.01)
    #expect(abs(found.expected - (2 * 0.5 + 6.0 / 6) / 8) < 0.005)
    #expect(found.groups[1].pValue == 1)
  }

  @Test func equalGroupsAreRarelyBeyondChance() throws {
    var generator = SeededGenerator(seed: 2)
    var found = 0
    for round in 0..<200 {
      let rows = (0..<28).map { _ in (0..<12).map { _ -> Bool? in generator.unit() < 0.3 } }
      let test = try #require(try HighestGroupTest.run(.paired(rows), permutations: 200, seed: UInt64(round)))
      if test.pValue <= 0.05 { found += 1 }
      // The worst of twelve equal languages stands well above their mean.
      #expect(test.expected > 0.08)
    }
    // 5 % of 200, plus three standard errors.
    #expect(found <= 19)
  }

  @Test(arguments: [true, false]) func oneBadLanguageIsBeyondChanceAndNamed(isPaired: Bool) throws {
    var generator = SeededGenerator(seed: 3)
    let columns = (0..<12).map { group in (0..<50).map { _ in generator.unit() < (group == 7 ? 0.6 : 0.1) } }
    let outcomes =
      isPaired
      ? try GroupedOutcomes.paired((0..<50).map { row in columns.map { Optional($0[row]) } })
      : try .independent(columns)
    let test = try #require(try HighestGroupTest.run(outcomes, permutations: 2000, seed: 4))
    #expect(test.pValue < 0.001 && test.excess > test.chanceLimit)
    #expect(test.groups.indices.filter { (test.groups[$0].pValue ?? 1) < 0.05 } == [7])
  }

  @Test func missingCellsStayMissingAndEqualSeedsGiveEqualNumbers() throws {
    let rows: [[Bool?]] = [[true, nil, nil], [false, true, nil], [true, false, nil]]
    let test = try #require(try HighestGroupTest.run(.paired(rows), permutations: 500, seed: 5))
    #expect(test.groups[2].rate == nil && test.groups[2].pValue == nil)
    #expect(test == (try HighestGroupTest.run(.paired(rows), permutations: 500, seed: 5)))
    #expect(try HighestGroupTest.run(.paired([[true, nil]]), permutations: 500, seed: 5) == nil)
    #expect(try HighestGroupTest.run(.independent([] as [[Bool]]), permutations: 500, seed: 5) == nil)
    #expect(throws: StatisticsError.self) { try HighestGroupTest.run(.paired(rows), permutations: 0, seed: 5) }
  }
}
