import IsoglossStatistics
import Testing

struct BootstrapTests {
  /// scipy makes the interval from the very same resamples.
  @Test func intervalsAreScipys() throws {
    for row in try Golden.load().bootstrap {
      let bootstrap = Bootstrap(
        resamples: row.resamples, method: try #require(Bootstrap.Method(rawValue: row.method)), seed: row.seed)
      let estimate = try #require(try bootstrap.mean(row.values))
      expectClose(estimate.interval.lower, row.lower, relative: 1e-9, row.method)
      expectClose(estimate.interval.upper, row.upper, relative: 1e-9, row.method)
      #expect(estimate.interval.contains(estimate.value))
    }
  }

  @Test(arguments: [Bootstrap.Method.percentile, .bca])
  func coversAMean(_ method: Bootstrap.Method) throws {
    var generator = SeededGenerator(seed: 9)
    var covered = 0
    for round in 0..<400 {
      let values = (0..<50).map { _ in generator.normal() }
      let bootstrap = Bootstrap(resamples: 300, method: method, seed: UInt64(round))
      if try bootstrap.mean(values)?.interval.contains(0) == true { covered += 1 }
    }
    // 95 % claimed; three standard errors of 400 rounds are 3 %, and 50 values with 300 resamples cost a little.
    #expect((364...396).contains(covered), "\(covered) of 400")
  }

  @Test func edges() throws {
    let bootstrap = Bootstrap(resamples: 200, seed: 1)
    #expect(try bootstrap.mean([]) == nil)
    let one = try #require(try bootstrap.mean([3]))
    #expect(one.interval.lower == 3 && one.interval.upper == 3)
    let constant = try #require(try bootstrap.mean([2, 2, 2, 2]))
    #expect(constant.interval.width == 0)
    #expect(try bootstrap.estimate(of: 4) { _ in nil } == nil)
    #expect(try bootstrap.mean([1, 2, 4, 8, 16]) == bootstrap.mean([1, 2, 4, 8, 16]))
    #expect(throws: StatisticsError.self) { try bootstrap.mean([1, .infinity]) }
    #expect(throws: StatisticsError.self) { try Bootstrap(resamples: 0, seed: 1).mean([1]) }
    #expect(throws: StatisticsError.self) { try Bootstrap(confidence: 1, seed: 1).mean([1]) }
    #expect(Quantile.of(sorted: [1, 2, 4], 0.75) == 3)
    #expect(Quantile.of(sorted: [1, 2, 4], 2) == 4)
    #expect(Quantile.of(sorted: [], 0.5).isNaN)
  }
}
