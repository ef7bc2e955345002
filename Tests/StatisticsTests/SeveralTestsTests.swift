import IsoglossStatistics
import Testing

struct SeveralTestsTests {
  @Test func holmIsStatsmodels() throws {
    for row in try Golden.load().tests.holm {
      let adjusted = try Holm.adjust(row.a)
      for (found, expected) in zip(adjusted, row.b) { expectClose(found, expected, row.a) }
      #expect(adjusted.count == row.a.count)
    }
    #expect(try Holm.adjust([]).isEmpty)
    #expect(throws: StatisticsError.self) { try Holm.adjust([0.2, 1.2]) }
    #expect(throws: StatisticsError.self) { try Holm.adjust([.nan]) }
  }

  @Test func permutationIsScipy() throws {
    for row in try Golden.load().tests.permutation {
      let test = try #require(try PairedPermutationTest.run(row.a, row.b, seed: 1))
      expectClose(test.statistic, row.c, absolute: 1e-15, row)
      expectClose(test.pValue, row.d, row)
    }
  }

  /// Above the exact limit the p-value is drawn: near the exact one that a binomial gives for differences of one size.
  @Test func drawnPermutationsAreNearTheExactValue() throws {
    let first = [Double](repeating: 1, count: 20) + [Double](repeating: 0, count: 10)
    let second = [Double](repeating: 0, count: 20) + [Double](repeating: 1, count: 10)
    let exact = 2 * Binomial(trials: 30, probability: 0.5).cumulative(10)
    let test = try #require(try PairedPermutationTest.run(first, second, resamples: 40_000, seed: 5))
    #expect(abs(test.pValue - exact) < 0.005)
    #expect(try PairedPermutationTest.run(first, second, resamples: 40_000, seed: 5) == test)
    #expect(try PairedPermutationTest.run(first, second, resamples: 40_000, seed: 6) != test)
    // Never 0, however far out.
    let far = try #require(try PairedPermutationTest.run(first, first.map { $0 - 1 }, resamples: 100, seed: 1))
    #expect(far.pValue == 1.0 / 101)
  }

  @Test func edges() throws {
    #expect(try PairedPermutationTest.run([], [], seed: 1) == nil)
    #expect(try PairedPermutationTest.run([2, 2], [2, 2], seed: 1)?.pValue == 1)
    #expect(throws: StatisticsError.self) { try PairedPermutationTest.run([1], [1, 2], seed: 1) }
    #expect(throws: StatisticsError.self) { try PairedPermutationTest.run([.nan], [1], seed: 1) }
    #expect(throws: StatisticsError.self) { try PairedPermutationTest.run([1], [2], resamples: 0, seed: 1) }
  }
}
