import Foundation

/// Vectors of float64 numbers, as the residual stream's width has them.
extension [Double] {
  /// The inner product; both have one length.
  func dot(_ other: [Double]) -> Double {
    precondition(count == other.count, "vectors of one length")
    var sum = 0.0
    for index in indices { sum += self[index] * other[index] }
    return sum
  }

  /// The Euclidean length.
  var length: Double { dot(self).squareRoot() }

  /// The same direction at another length; a vector without a direction as it is.
  func scaled(to length: Double) -> [Double] {
    let own = self.length
    return own > 0 ? map { $0 * (length / own) } : self
  }

  /// The cosine of the angle to another vector; null where either has no direction.
  func cosine(_ other: [Double]) -> Double? {
    let lengths = length * other.length
    return lengths > 0 && lengths.isFinite ? Swift.max(-1, Swift.min(1, dot(other) / lengths)) : nil
  }

  /// The difference.
  static func - (a: [Double], b: [Double]) -> [Double] {
    precondition(a.count == b.count, "vectors of one length")
    return a.indices.map { a[$0] - b[$0] }
  }

  /// The mean of its numbers; not a number for none.
  var mean: Double { reduce(0, +) / Double(count) }
}

extension [[Double]] {
  /// The mean of its rows; empty for none.
  var meanRow: [Double] { meanRow(of: indices) }

  /// The mean of some rows, which may repeat; empty for none.
  func meanRow(of rows: some Collection<Int>) -> [Double] {
    guard let first = rows.first else { return [] }
    var sum = [Double](repeating: 0, count: self[first].count)
    for row in rows {
      for index in sum.indices { sum[index] += self[row][index] }
    }
    return sum.map { $0 / Double(rows.count) }
  }
}
