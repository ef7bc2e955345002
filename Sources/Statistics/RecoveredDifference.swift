/// The difference of two estimates that have intervals but no common formula: the method of variance estimates recovery
/// (Zou and Donner 2008). Each side's variance, towards the other, is read off its own interval.
///
/// The two must be independent. Where they move together, as rates on the same prompts do, the interval is too wide.
public enum RecoveredDifference {
  /// The first minus the second with its interval, at the confidence of the first.
  public static func estimate(_ first: Estimate, minus second: Estimate) -> Estimate {
    let (a, b) = (first.value, second.value)
    let (p, q) = (first.interval, second.interval)
    func length(_ x: Double, _ y: Double) -> Double { (x * x + y * y).squareRoot() }
    return Estimate(
      value: a - b,
      interval: ConfidenceInterval(
        lower: a - b - length(a - p.lower, q.upper - b), upper: a - b + length(p.upper - a, b - q.lower),
        confidence: p.confidence))
  }

  /// Tests that the two are the same, two-sided: z from the half of the interval that points to zero.
  ///
  /// - Returns: `nil` where the difference is zero and its interval has no width.
  public static func test(_ first: Estimate, minus second: Estimate) -> TestResult? {
    let difference = estimate(first, minus: second)
    let half =
      difference.value >= 0
      ? difference.value - difference.interval.lower : difference.interval.upper - difference.value
    guard half > 0 else { return nil }
    let z = difference.value / half * Normal.critical(confidence: difference.interval.confidence)
    return TestResult(statistic: z, pValue: min(1, 2 * Normal.upperTail(abs(z))))
  }
}
