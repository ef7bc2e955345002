/// Area under the receiver operating characteristic: the chance that a positive item scores above a negative one, ties
/// counting half.
public enum AreaUnderCurve {
  /// The area; `nil` where either class is absent.
  /// - Throws: `StatisticsError` for lists of different lengths, or scores that are not finite.
  public static func value(scores: [Double], positives: [Bool]) throws -> Double? {
    try check(scores, positives)
    return area(scores, positives)
  }

  /// The area with a bootstrap interval over items; resamples with one class only are left out.
  /// - Throws: `StatisticsError` for lists of different lengths, scores that are not finite, and bad settings.
  public static func estimate(scores: [Double], positives: [Bool], bootstrap: Bootstrap) throws -> Estimate? {
    try check(scores, positives)
    return try bootstrap.estimate(of: scores.count) { items in
      area(items.map { scores[$0] }, items.map { positives[$0] })
    }
  }

  private static func check(_ scores: [Double], _ positives: [Bool]) throws {
    try Check.sameLength(scores.count, positives.count, "scores and positives")
    try Check.finite(scores, "scores")
  }

  /// From the rank sum of Mann and Whitney.
  private static func area(_ scores: [Double], _ positives: [Bool]) -> Double? {
    let positive = positives.count { $0 }
    let negative = positives.count - positive
    guard positive > 0, negative > 0 else { return nil }
    let sum = zip(Correlation.ranks(scores), positives).reduce(0.0) { $0 + ($1.1 ? $1.0 : 0) }
    let (p, n) = (Double(positive), Double(negative))
    return (sum - p * (p + 1) / 2) / (p * n)
  }
}
