import Foundation

/// How two lists of numbers move together.
public struct Correlation: Hashable, Sendable, Codable {
  /// In -1...1.
  public var coefficient: Double
  /// Two-sided probability of one as far from 0 without association, by Student's t; `nil` for fewer than 3 pairs.
  public var pValue: Double?
  /// Number of pairs.
  public var count: Int

  /// Pearson's correlation of values.
  ///
  /// - Returns: `nil` for fewer than two pairs, where one list does not vary, or where squares overflow.
  /// - Throws: `StatisticsError` for lists of different lengths, or numbers that are not finite.
  public static func pearson(_ first: [Double], _ second: [Double]) throws -> Correlation? {
    try check(first, second)
    return moments(first, second)
  }

  /// Spearman's correlation: Pearson's of the ranks, ties sharing their mean rank.
  ///
  /// - Returns: `nil` for fewer than two pairs, or where one list does not vary.
  /// - Throws: `StatisticsError` for lists of different lengths, or numbers that are not finite.
  public static func spearman(_ first: [Double], _ second: [Double]) throws -> Correlation? {
    try check(first, second)
    return moments(ranks(first), ranks(second))
  }

  /// Fisher's interval for Pearson's correlation; `nil` for fewer than 4 pairs, or a confidence outside 0...1.
  public func fisher(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard count > 3, confidence > 0, confidence < 1 else { return nil }
    let half = Normal.critical(confidence: confidence) / Double(count - 3).squareRoot()
    let centre = atanh(coefficient)
    return ConfidenceInterval(lower: tanh(centre - half), upper: tanh(centre + half), confidence: confidence)
  }

  /// Ranks from 1, ties sharing their mean.
  static func ranks(_ values: [Double]) -> [Double] {
    let order = values.indices.sorted { values[$0] < values[$1] }
    var ranks = [Double](repeating: 0, count: values.count)
    var start = 0
    while start < order.count {
      var end = start + 1
      while end < order.count, values[order[end]] == values[order[start]] { end += 1 }
      for position in start..<end { ranks[order[position]] = Double(start + 1 + end) / 2 }
      start = end
    }
    return ranks
  }

  private static func check(_ first: [Double], _ second: [Double]) throws {
    try Check.sameLength(first.count, second.count, "first and second")
    try Check.finite(first, "first")
    try Check.finite(second, "second")
  }

  private static func moments(_ x: [Double], _ y: [Double]) -> Correlation? {
    guard x.count >= 2 else { return nil }
    let n = Double(x.count)
    let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (a, b) in zip(x, y) {
      xx += (a - meanX) * (a - meanX)
      yy += (b - meanY) * (b - meanY)
      xy += (a - meanX) * (b - meanY)
    }
    guard xx > 0, yy > 0, (xx + yy).isFinite else { return nil }
    // One root keeps a perfect correlation at exactly 1; two keep huge or tiny values in range.
    let product = xx * yy
    let scale = product.isNormal ? product.squareRoot() : xx.squareRoot() * yy.squareRoot()
    let r = min(1, max(-1, xy / scale))
    var pValue: Double?
    if x.count > 2 {
      let t = abs(r) == 1 ? Double.infinity : r * ((n - 2) / ((1 - r) * (1 + r))).squareRoot()
      pValue = t.isInfinite ? 0 : StudentT(degrees: n - 2).twoSidedTail(t)
    }
    return Correlation(coefficient: r, pValue: pValue, count: x.count)
  }
}
