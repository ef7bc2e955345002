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
    return try estimate(value, drawn) {
      guard count > 1 else { return [] }
      return try (0..<count).compactMap { omitted in
        try statistic((0..<count).filter { $0 != omitted }).map { (value: $0, weight: 1.0) }
      }
    }
  }

  /// Several statistics that depend on nothing but how many items of each kind there are: what ``estimate(of:statistic:)``
  /// says of each, by the same draws. All share one pass of draws, and BCa calls `statistics` once more a kind, so that many
  /// items of few kinds cost little.
  ///
  /// - Parameters:
  ///   - kinds: the kind of each item, from 0.
  ///   - statistics: gets the number of items of each kind, and gives as many values every time, `nil` where undefined.
  /// - Returns: in the order of the statistics.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  func estimates(ofKinds kinds: [Int], statistics: ([Int]) -> [Double?]) throws -> [Estimate?] {
    try Check.confidence(confidence)
    try Check.resamples(resamples)
    var observed = [Int](repeating: 0, count: (kinds.max() ?? -1) + 1)
    for kind in kinds { observed[kind] += 1 }
    let values = statistics(observed)
    guard !kinds.isEmpty else { return values.map { _ in nil } }
    var generator = SeededGenerator(seed: seed)
    var drawn = [[Double]](repeating: [], count: values.count)
    var counts = observed
    for _ in 0..<resamples {
      for kind in counts.indices { counts[kind] = 0 }
      kinds.withUnsafeBufferPointer { kinds in
        counts.withUnsafeMutableBufferPointer { counts in
          for _ in kinds.indices { counts[kinds[generator.index(below: kinds.count)]] += 1 }
        }
      }
      for (place, value) in statistics(counts).enumerated() {
        if let value, value.isFinite { drawn[place].append(value) }
      }
    }
    var left = [[(value: Double, weight: Double)]](repeating: [], count: values.count)
    if method == .bca, kinds.count > 1 {
      counts = observed
      for kind in observed.indices where observed[kind] > 0 {
        counts[kind] -= 1
        for (place, value) in statistics(counts).enumerated() {
          if let value { left[place].append((value, Double(observed[kind]))) }
        }
        counts[kind] += 1
      }
    }
    return values.indices.map { place in
      guard let value = values[place], value.isFinite else { return nil }
      return estimate(value, drawn[place]) { left[place] }
    }
  }

  /// The interval of resampled values; `nil` where half of them are undefined.
  /// - Parameter left: what BCa needs: values with an item left out, and how many items they stand for.
  private func estimate(
    _ value: Double, _ drawn: [Double], left: () throws -> [(value: Double, weight: Double)]
  ) rethrows -> Estimate? {
    guard drawn.count * 2 > resamples else { return nil }
    let drawn = drawn.sorted()
    var tails = ((1 - confidence) / 2, (1 + confidence) / 2)
    if method == .bca { tails = correctedTails(drawn, value, try left()) }
    return Estimate(
      value: value,
      interval: ConfidenceInterval(
        lower: Quantile.of(sorted: drawn, tails.0), upper: Quantile.of(sorted: drawn, tails.1), confidence: confidence))
  }

  /// The tail probabilities of BCa (Efron 1987, equation 3.8).
  private func correctedTails(
    _ drawn: [Double], _ value: Double, _ left: [(value: Double, weight: Double)]
  ) -> (Double, Double) {
    // The observed items in another order give the observed value but for its last bits: that is a tie.
    let tie = 1e-12 * max(abs(value), abs(drawn.first ?? 0), abs(drawn.last ?? 0))
    let below = drawn.reduce(0.0) { $0 + (abs($1 - value) <= tie ? 0.5 : $1 < value ? 1 : 0) }
    // A share of 0 or 1 would be an infinite bias: it is held half a resample away.
    let share = min(max(below, 0.5), Double(drawn.count) - 0.5) / Double(drawn.count)
    let bias = Normal.quantile(share)
    let items = left.reduce(0) { $0 + $1.weight }
    let centre = left.reduce(0) { $0 + $1.weight * $1.value } / max(1, items)
    var (squares, cubes) = (0.0, 0.0)
    for (value, weight) in left {
      let distance = centre - value
      squares += weight * distance * distance
      cubes += weight * distance * distance * distance
    }
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
