import IsoglossStatistics
import Testing

struct RecoveredDifferenceTests {
  private func estimate(_ k: Int, _ n: Int) throws -> Estimate {
    let proportion = try Proportion(successes: k, trials: n)
    return Estimate(
      value: try #require(proportion.rate), interval: try #require(proportion.wilson()))
  }

  /// From two Wilson intervals it is Newcombe's interval.
  @Test func isNewcombesForProportions() throws {
    for (a, n, b, m) in [(5, 28, 9, 28), (56, 70, 48, 80), (0, 30, 4, 25), (90, 100, 10, 100)] {
      let found = RecoveredDifference.estimate(try estimate(a, n), minus: try estimate(b, m))
      let expected = try #require(
        ProportionDifference(
          try Proportion(successes: a, trials: n), minus: try Proportion(successes: b, trials: m)
        ).newcombe())
      expectClose(found.interval.lower, expected.lower, absolute: 1e-12)
      expectClose(found.interval.upper, expected.upper, absolute: 1e-12)
    }
  }

  /// The test rejects exactly where the interval leaves zero out.
  @Test func testAndIntervalAgree() throws {
    for k in 0...40 {
      let (first, second) = (try estimate(k, 40), try estimate(18, 40))
      let interval = RecoveredDifference.estimate(first, minus: second).interval
      let test = try #require(RecoveredDifference.test(first, minus: second))
      #expect(interval.contains(0) == (test.pValue > 0.05), "\(k)")
      #expect((test.statistic > 0) == (k > 18) || k == 18)
    }
    let known = Estimate(value: 0.2, interval: ConfidenceInterval(lower: 0.2, upper: 0.2, confidence: 0.95))
    #expect(RecoveredDifference.test(known, minus: known) == nil)
  }
}
