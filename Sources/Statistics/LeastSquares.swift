internal import Foundation

/// Ordinary least squares with an intercept.
public struct LeastSquares: Hashable, Sendable, Codable {
  /// One column's part.
  public struct Coefficient: Hashable, Sendable, Codable {
    /// Change of the outcome for one unit of the column, the others held fixed.
    public var value: Double
    /// Standard error under independent errors of one variance.
    public var standardError: Double
    /// `value / standardError`.
    public var t: Double
    /// Two-sided, by Student's t.
    public var pValue: Double
  }

  /// The intercept.
  public var intercept: Coefficient
  /// One a column, in order.
  public var coefficients: [Coefficient]
  /// Share of the outcome's variance that the columns explain, in 0...1.
  public var rSquared: Double
  /// Observations minus columns minus one.
  public var degrees: Int

  /// Fits `outcome[n]` on `columns[p][n]`.
  ///
  /// - Returns: `nil` where there are not more observations than unknowns, the outcome does not vary, or a column is a
  ///   combination of others.
  /// - Throws: `StatisticsError` for columns of other lengths, or numbers that are not finite.
  public static func fit(_ outcome: [Double], on columns: [[Double]]) throws -> LeastSquares? {
    try Check.finite(outcome, "outcome")
    for column in columns {
      try Check.sameLength(outcome.count, column.count, "outcome and column")
      try Check.finite(column, "column")
    }
    let n = outcome.count
    let all = [[Double](repeating: 1, count: n)] + columns
    let degrees = n - all.count
    guard degrees > 0, let basis = OrthonormalBasis(all) else { return nil }
    // y = Q c + r, and R b = c.
    let projected = basis.vectors.map { OrthonormalBasis.dot($0, outcome) }
    let residual = basis.residual(of: outcome)
    let inverse = basis.inverseTriangle
    let values = inverse.map { row in zip(row, projected).reduce(0) { $0 + $1.0 * $1.1 } }
    let mean = outcome.reduce(0, +) / Double(n)
    let total = outcome.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    guard total > 0 else { return nil }
    let left = OrthonormalBasis.dot(residual, residual)
    let variance = left / Double(degrees)
    let student = StudentT(degrees: Double(degrees))
    let fitted = zip(values, inverse).map { value, row in
      let error = (variance * row.reduce(0) { $0 + $1 * $1 }).squareRoot()
      let t = error > 0 ? value / error : value == 0 ? 0 : value > 0 ? Double.infinity : -.infinity
      return Coefficient(
        value: value, standardError: error, t: t, pValue: t.isInfinite ? 0 : student.twoSidedTail(t))
    }
    return LeastSquares(
      intercept: fitted[0], coefficients: Array(fitted.dropFirst()), rSquared: min(1, max(0, 1 - left / total)),
      degrees: degrees)
  }
}

/// Columns as orthonormal vectors and the triangle that makes the columns of them: X = Q R, by Gram and Schmidt, twice.
struct OrthonormalBasis {
  /// `[p][n]`.
  let vectors: [[Double]]
  /// R, upper triangular: `[p][p]`.
  let triangle: [[Double]]

  /// - Returns: `nil` where a column is a combination of those before, to ten digits.
  init?(_ columns: [[Double]]) {
    var vectors: [[Double]] = []
    var triangle = [[Double]](repeating: [Double](repeating: 0, count: columns.count), count: columns.count)
    for (index, column) in columns.enumerated() {
      let size = Self.dot(column, column).squareRoot()
      var rest = column
      for _ in 0..<2 {
        for (row, vector) in vectors.enumerated() {
          let share = Self.dot(vector, rest)
          triangle[row][index] += share
          for place in rest.indices { rest[place] -= share * vector[place] }
        }
      }
      let left = Self.dot(rest, rest).squareRoot()
      guard left > 1e-10 * size, left > 0, left.isFinite else { return nil }
      triangle[index][index] = left
      vectors.append(rest.map { $0 / left })
    }
    self.vectors = vectors
    self.triangle = triangle
  }

  /// What is left of values without what the columns explain.
  func residual(of values: [Double]) -> [Double] {
    var rest = values
    for vector in vectors {
      let share = Self.dot(vector, rest)
      for place in rest.indices { rest[place] -= share * vector[place] }
    }
    return rest
  }

  /// R⁻¹, by back substitution.
  var inverseTriangle: [[Double]] {
    let p = triangle.count
    var inverse = [[Double]](repeating: [Double](repeating: 0, count: p), count: p)
    for column in 0..<p {
      for row in stride(from: column, through: 0, by: -1) {
        var sum = row == column ? 1.0 : 0
        for k in row + 1..<max(row + 1, column + 1) { sum -= triangle[row][k] * inverse[k][column] }
        inverse[row][column] = sum / triangle[row][row]
      }
    }
    return inverse
  }

  static func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }
}
