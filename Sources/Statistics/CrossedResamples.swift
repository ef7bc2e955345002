/// A statistic with its values on resamples of units crossed with replicates, such as requests with seeds.
public struct CrossedResamples: Hashable, Sendable {
  /// The statistic on the data; `nil` where it is undefined.
  public var value: Double?
  /// The statistic on each resample; `nil` where it is undefined.
  public var draws: [Double?]

  /// Resamples on which the statistic is undefined.
  public var undefined: Int { draws.count { $0 == nil } }

  /// The value with its percentile interval over the resamples on which the statistic is defined.
  /// - Returns: `nil` where it is undefined on the data or on half of the resamples.
  /// - Throws: `StatisticsError.outOfRange` for a bad confidence.
  public func estimate(confidence: Double = 0.95) throws -> Estimate? {
    try Check.confidence(confidence)
    let known = draws.compactMap { $0 }.sorted()
    guard let value, known.count * 2 > draws.count else { return nil }
    return Estimate(
      value: value,
      interval: ConfidenceInterval(
        lower: Quantile.of(sorted: known, (1 - confidence) / 2),
        upper: Quantile.of(sorted: known, (1 + confidence) / 2), confidence: confidence))
  }

  /// The difference of two statistics of samples that share nothing, draw by draw.
  public static func - (first: CrossedResamples, second: CrossedResamples) -> CrossedResamples {
    func difference(_ a: Double?, _ b: Double?) -> Double? { a.flatMap { a in b.map { a - $0 } } }
    return CrossedResamples(
      value: difference(first.value, second.value), draws: zip(first.draws, second.draws).map(difference))
  }
}

extension Bootstrap {
  /// Resamples units and replicates, each by itself and both at once: the pigeonhole bootstrap (Owen 2007). With few
  /// replicates, as seeds are, intervals are too short; ``CrossedMean`` knows how few there are. The method of the settings
  /// is not used.
  /// - Parameter statistic: gets positions of units and of replicates, with repeats; `nil` where it is undefined on them.
  /// - Throws: `StatisticsError.outOfRange` for bad settings, and what `statistic` throws.
  public func crossed(
    _ units: Int, by replicates: Int, statistic: (_ units: [Int], _ replicates: [Int]) throws -> Double?
  ) throws -> CrossedResamples {
    try Check.resamples(resamples)
    guard units > 0, replicates > 0 else { return CrossedResamples(value: nil, draws: []) }
    func finite(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    var generator = SeededGenerator(seed: seed)
    var (rows, columns) = (Array(0..<units), Array(0..<replicates))
    let value = finite(try statistic(rows, columns))
    let draws = try (0..<resamples).map { _ in
      for place in rows.indices { rows[place] = generator.index(below: units) }
      for place in columns.indices { columns[place] = generator.index(below: replicates) }
      return finite(try statistic(rows, columns))
    }
    return CrossedResamples(value: value, draws: draws)
  }
}
