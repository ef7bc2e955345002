import IsoglossStatistics
import Testing

struct CochranQTests {
  @Test func isStatsmodels() throws {
    for row in try AgreementGolden.load().cochran {
      let found = try #require(try CochranQ.run(row.data.map { $0.map { $0 == 1 } }))
      expectClose(found.test.statistic, row.statistic)
      expectClose(found.test.pValue, row.pValue, relative: 1e-9)
      #expect(found.degrees == row.degrees && found.items == row.data.count)
      #expect((0...1).contains(found.effect))
    }
  }

  /// Two conditions are McNemar's chi-square without correction.
  @Test func twoConditionsAreMcNemar() throws {
    let pairs = (0..<40).map { ($0 % 3 == 0, $0 % 4 == 0) }
    let found = try #require(try CochranQ.run(pairs.map { [$0.0, $0.1] }))
    let expected = try #require(PairedOutcomes(pairs).mcnemarChiSquare(corrected: false))
    expectClose(found.test.statistic, expected.statistic)
    expectClose(found.test.pValue, expected.pValue)
  }

  @Test func nothingToTest() throws {
    #expect(try CochranQ.run([]) == nil)
    #expect(try CochranQ.run([[true], [false]]) == nil)
    #expect(try CochranQ.run([[true, true], [false, false]]) == nil)
    #expect(throws: StatisticsError.self) { try CochranQ.run([[true, false], [true]]) }
    // As different as can be.
    expectClose(try CochranQ.run([[true, false], [true, false]])?.effect, 1)
  }
}
