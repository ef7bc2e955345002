import Foundation

/// Intervals from resampling with replacement (Efron and Tibshirani 1993). Equal settings and data give equal intervals.
public struct Bootstrap: Hashable, Sendable, Codable {
  /// How the resampled values become an interval.
  public enum Method: String, Sendable, Codable {
    /// Quantiles of the resampled values.
    case percentile
    /// Quantiles corrected for bias and for a standard error that changes with the value (Efron 1987).
    case bca
  }

  /// Number of resamples.
  public var resamples: Int
  /// Claimed share of intervals that hold the true value.
  public var confidence: Double
  /// How the resampled values become an interval.
  public var method: Method
  /// Seed of the draws.
  public var seed: UInt64

  /// A bootstrap of the given settings.
  public init(resamples: Int = 10_000, confidence: Double = 0.95, method: Method = .bca, seed: UInt64) {
    self.resamples = resamples
    self.confidence = confidence
    self.method = method
    self.seed = seed
  }

  /// The mean of values with its interval; resample clusters of values with ``estimate(of:statistic:)``.
  ///
  /// - Returns: `nil` for no values.
  /// - Throws: `StatisticsError.outOfRange` for values that are not finite, and for bad settings.
  public func mean(_ values: [Double]) throws -> Estimate? {
    try Check.finite(values, "values")
    return try estimate(of: values.count) { indices in
      var sum = 0.0
      for index in indices { sum += values[index] }
      return sum / Double(indices.count)
    }
  }

  /// Any statistic of `count` items (values, pairs, or clusters of them) with its interval.
  ///
  /// `statistic` gets positions in `0..<count`, with repeats, and returns `nil` where the statistic is undefined on them;
  /// such resamples are left out. BCa calls it once more an item.
  ///
  /// - Returns: `nil` for no items, or where the statistic is undefined on the data or on half of the resamples.
  /// - Throws: `StatisticsError.outOfRange` for bad settings, and what `statistic` throws.
  public func estimate(of count: Int, statistic: ([Int]) throws -> Double?) throws -> Estimate? {
    try Check.confidence(confidence)
    try Check.resamples(resamples)
    guard count > 0, let value = try statistic(Array(0..<count)), value.isFinite else { return nil }
    var generator = SeededGenerator(seed: seed)
    var drawn: [Double] = []
    drawn.reserveCapacity(resamples)
    var indices = Array(0..<count)
    for _ in 0..<resamples {
      for position in 0..<count { indices[position] = generator.index(below: count) }
      if let resampled = try statistic(indices), resampled.isFinite { drawn.append(resampled) }
    }
    guard drawn.count * 2 > resamples else { return nil }
    drawn.sort()
    var tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    if method == .bca {
      let left = try (0..<count).compactMap { omitted in
        count < 2 ? nil : try statistic((0..<count).filter { $0 != omitted })
      }
      tails = correctedTails(drawn, value, left)
    }
    return Estimate(
      value: value,
      interval: ConfidenceInterval(
        lower: Quantile.of(sorted: drawn, tails.0), upper: Quantile.of(sorted: drawn, tails.1), confidence: confidence))
  }

  /// The tail probabilities of BCa (Efron 1987, equation 3.8).
  private func correctedTails(_ drawn: [Double], _ value: Double, _ left: [Double]) -> (Double, Double) {
    // The observed items in another order give the observed value but for its last bits: that is a tie.
    let tie = 1e-12 * max(abs(value), abs(drawn.first ?? 0), abs(drawn.last ?? 0))
    let below = drawn.reduce(0.0) { $0 + (abs($1 - value) <= tie ? 0.5 : $1 < value ? 1 : 0) }
    // A share of 0 or 1 would be an infinite bias: it is held half a resample away.
    let share = min(max(below, 0.5), Double(drawn.count) - 0.5) / Double(drawn.count)
    let bias = Normal.quantile(share)
    let centre = left.reduce(0, +) / Double(max(1, left.count))
    let squares = left.reduce(0.0) { $0 + (centre - $1) * (centre - $1) }
    let cubes = left.reduce(0.0) { $0 + (centre - $1) * (centre - $1) * (centre - $1) }
    let acceleration = squares > 0 ? cubes / (6 * squares * squares.squareRoot()) : 0
    let z = Normal.critical(confidence: confidence)
    func tail(_ z: Double) -> Double {
      let moved = bias + z
      let scale = 1 - acceleration * moved
      return Normal.cumulative(bias + moved / (scale > 1e-9 ? scale : 1e-9))
    }
    return (tail(-z), tail(z))
  }
}

/// Sample quantiles.
public enum Quantile {
  /// The quantile at `probability` of values in rising order, with linear interpolation (type 7 of Hyndman and Fan
  /// 1996; numpy's default); not a number for no values.
  public static func of(sorted values: [Double], _ probability: Double) -> Double {
    guard let last = values.last else { return .nan }
    let position = min(max(probability, 0), 1) * Double(values.count - 1)
    let index = Int(position)
    guard index + 1 < values.count else { return last }
    let part = position - Double(index)
    return part == 0 ? values[index] : values[index] + part * (values[index + 1] - values[index])
  }
}
