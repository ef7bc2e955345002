/// Brings each feature to mean 0 and standard deviation 1, as scikit-learn's `StandardScaler` does: the deviation is that
/// of the rows themselves (n in the denominator), and a feature that never varies is only centred.
public struct Standardisation: Hashable, Sendable {
  /// One mean a feature.
  public let means: [Double]
  /// One deviation a feature, 1 for a feature that never varies.
  public let deviations: [Double]

  /// Means and deviations of `[rows][width]`; `nil` without rows.
  /// - Throws: `StatisticsError` for rows of different widths and numbers that are not finite.
  public init?(_ rows: [[Double]]) throws {
    guard let width = rows.first?.count else { return nil }
    var sums = [Double](repeating: 0, count: width)
    for row in rows {
      try Check.sameLength(row.count, width, "rows")
      try Check.finite(row, "rows")
      for index in 0..<width { sums[index] += row[index] }
    }
    let count = Double(rows.count)
    let means = sums.map { $0 / count }
    var squares = [Double](repeating: 0, count: width)
    for row in rows {
      for index in 0..<width { squares[index] += (row[index] - means[index]) * (row[index] - means[index]) }
    }
    self.means = means
    deviations = zip(squares, means).map { square, mean in
      let deviation = (square / count).squareRoot()
      // What is left of a constant is rounding.
      return deviation > 1e-12 * max(1, abs(mean)) ? deviation : 1
    }
  }

  /// Features on the new scale.
  public func apply(_ row: [Double]) -> [Double] {
    precondition(row.count == means.count, "a row must have as many numbers as the scale")
    return row.indices.map { (row[$0] - means[$0]) / deviations[$0] }
  }

  /// A model of standardised features as one of the features themselves.
  public func folded(into model: LogisticRegression) -> LogisticRegression {
    let weights = zip(model.weights, deviations).map { $0 / $1 }
    return LogisticRegression(
      weights: weights, intercept: model.intercept - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 })
  }
}
