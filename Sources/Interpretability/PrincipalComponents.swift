internal import IsoglossTorch

/// The plane in which points differ most.
struct PrincipalComponents {
  /// Coordinates of each point on the first two components; each component's largest weight is positive.
  let points: [(x: Double, y: Double)]
  /// Share of the variance that each of the two carries.
  let shares: (x: Double, y: Double)

  /// The components of rows `[points][width]`; null for fewer than three points, or points that do not vary.
  init?(_ rows: [[Double]]) throws {
    guard rows.count > 2, let width = rows.first?.count, width > 1 else { return nil }
    let centre = rows.meanRow
    let flat = try Tensor(rows.flatMap { $0 - centre }).reshaped(rows.count, width)
    let parts = try flat.singularValues()
    let squares = try parts.s.doubles().map { $0 * $0 }
    let total = squares.reduce(0, +)
    guard total > 0, squares.count > 1 else { return nil }
    let (u, v) = (try parts.u.doubles(), try parts.vTransposed.doubles())
    let columns = squares.count
    func coordinates(_ component: Int) -> [Double] {
      let weights = v[component * width..<(component + 1) * width]
      let largest = weights.max { abs($0) < abs($1) } ?? 1
      let sign: Double = largest < 0 ? -1 : 1
      return rows.indices.map { sign * u[$0 * columns + component] * squares[component].squareRoot() }
    }
    points = zip(coordinates(0), coordinates(1)).map { (x: $0, y: $1) }
    shares = (squares[0] / total, squares[1] / total)
  }
}
