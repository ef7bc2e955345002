import Foundation

/// Logistic regression with an L2 penalty: the objective of scikit-learn's `LogisticRegression`,
/// `w·w / 2 + C Σ log(1 + exp(-y (w·x + b)))` with y = ±1; the intercept b carries no penalty.
public struct LogisticRegression: Hashable, Sendable {
  /// One weight a feature.
  public let weights: [Double]
  /// Added to the weighted sum.
  public let intercept: Double

  /// A model of the given parts.
  public init(weights: [Double], intercept: Double) {
    self.weights = weights
    self.intercept = intercept
  }

  /// Log-odds of the positive class; a row must have one number a weight.
  public func score(_ row: [Double]) -> Double {
    precondition(row.count == weights.count, "a row must have as many numbers as the model")
    return zip(row, weights).reduce(intercept) { $0 + $1.0 * $1.1 }
  }

  /// The logistic function, `1 / (1 + exp(-score))`.
  public static func probability(_ score: Double) -> Double {
    score >= 0 ? 1 / (1 + exp(-score)) : exp(score) / (1 + exp(score))
  }

  /// The fit, by truncated Newton steps (Lin, Weng and Keerthi 2008, with a line search); the same rows in the same order
  /// give the same bits. Takes `O(rows · width)` a step of the inner solver; standardised features need few.
  /// - Parameters:
  ///   - rows: features, `[rows][width]`.
  ///   - cost: C above, positive: the weight of the data against the penalty.
  ///   - tolerance: largest part of the gradient at the end, over the largest at the start.
  /// - Returns: `nil` where either class is absent.
  /// - Throws: `StatisticsError` for rows of different widths, other than one class a row, numbers that are not finite,
  ///   a bad cost, and where it does not converge.
  public static func fit(
    _ rows: [[Double]], _ positives: [Bool], cost: Double, tolerance: Double = 1e-9
  ) throws -> LogisticRegression? {
    try Check.sameLength(rows.count, positives.count, "rows and positives")
    guard cost > 0, cost.isFinite, tolerance > 0, tolerance < 1 else {
      throw StatisticsError(.outOfRange, "cost is \(cost), tolerance \(tolerance): give a positive one and one below 1")
    }
    guard positives.contains(true), positives.contains(false) else { return nil }
    let width = rows[0].count
    for row in rows {
      try Check.sameLength(row.count, width, "rows")
      try Check.finite(row, "rows")
    }
    let solver = LogisticSolver(
      values: rows.flatMap { $0 }, width: width, targets: positives.map { $0 ? 1 : 0 }, cost: cost)
    let solution = try solver.solve(tolerance: tolerance)
    return LogisticRegression(weights: Array(solution.dropLast()), intercept: solution[width])
  }
}

/// Newton steps whose linear systems are solved by conjugate gradients. Letters: n rows, d features; a point has d + 1
/// numbers, the intercept last.
private struct LogisticSolver {
  private enum Limits {
    static let newtonSteps = 200
    static let innerSteps = 1_000
    static let halvings = 60
    /// Sufficient decrease of the line search (Armijo).
    static let decrease = 1e-4
    /// Share of the value under which what a step gains is lost in rounding.
    static let flat = 1e-9
    /// Size of the gradient over that at the start that rounding may leave.
    static let floor = 1e-6
  }

  /// `[n · d]`, row by row.
  let values: [Double]
  let width: Int
  /// 0 or 1 a row.
  let targets: [Double]
  let cost: Double

  func solve(tolerance: Double) throws -> [Double] {
    var point = [Double](repeating: 0, count: width + 1)
    var scores = product(point)
    var value = objective(point, scores)
    var first: Double?
    // Size of the gradient before a step that was not searched for: there the value's rounding hides what it changes.
    var unsearched: Double?
    for _ in 0..<Limits.newtonSteps {
      let chances = scores.map(LogisticRegression.probability)
      var gradient = transposed(zip(chances, targets).map { cost * ($0 - $1) })
      for index in 0..<width { gradient[index] += point[index] }
      let size = largest(gradient)
      let start = first ?? size
      first = start
      guard size > tolerance * start, size > 0 else { return point }
      if let unsearched, size > unsearched / 2 {
        guard size <= Limits.floor * start else { break }
        return point
      }
      let direction = newtonDirection(gradient, curvature: chances.map { cost * $0 * (1 - $0) })
      let slope = dot(gradient, direction)
      let moved = product(direction)
      unsearched = -slope < Limits.flat * value ? size : nil
      var step = 1.0
      for _ in 0..<Limits.halvings {
        let next = zip(point, direction).map { $0 + step * $1 }
        let nextScores = zip(scores, moved).map { $0 + step * $1 }
        let nextValue = objective(next, nextScores)
        if unsearched != nil || nextValue <= value + Limits.decrease * step * slope {
          (point, scores, value) = (next, nextScores, nextValue)
          break
        }
        step /= 2
      }
    }
    throw StatisticsError(.outOfRange, "the fit did not converge: standardise the features or lower the cost")
  }

  /// Solves `H direction = -gradient`, H = the penalty's part of the identity + Xᵀ diag(curvature) X, with its diagonal as
  /// the preconditioner.
  private func newtonDirection(_ gradient: [Double], curvature: [Double]) -> [Double] {
    var diagonal = squaresTransposed(curvature)
    for index in 0..<width { diagonal[index] += 1 }
    diagonal[width] = max(diagonal[width], 1e-300)
    var solution = [Double](repeating: 0, count: width + 1)
    var residual = gradient.map { -$0 }
    var scaled = zip(residual, diagonal).map { $0 / $1 }
    var direction = scaled
    var weight = dot(residual, scaled)
    let start = weight
    for _ in 0..<Limits.innerSteps {
      guard weight > 1e-20 * start, weight > 0 else { break }
      var curved = transposed(zip(product(direction), curvature).map { $0 * $1 })
      for index in 0..<width { curved[index] += direction[index] }
      let bend = dot(direction, curved)
      guard bend > 0 else { break }
      let step = weight / bend
      for index in solution.indices {
        solution[index] += step * direction[index]
        residual[index] -= step * curved[index]
        scaled[index] = residual[index] / diagonal[index]
      }
      let next = dot(residual, scaled)
      let ratio = next / weight
      for index in direction.indices { direction[index] = scaled[index] + ratio * direction[index] }
      weight = next
    }
    return solution
  }

  private func objective(_ point: [Double], _ scores: [Double]) -> Double {
    var loss = 0.0
    for (score, target) in zip(scores, targets) {
      let against = target == 1 ? -score : score
      loss += against > 0 ? against + log1p(exp(-against)) : log1p(exp(against))
    }
    return cost * loss + 0.5 * point.dropLast().reduce(0) { $0 + $1 * $1 }
  }

  /// X w + b: `[n]`.
  private func product(_ point: [Double]) -> [Double] {
    values.withUnsafeBufferPointer { values in
      point.withUnsafeBufferPointer { point in
        targets.indices.map { row in
          let base = row * width
          // Eight sums side by side: one would wait for itself.
          var lanes = SIMD8<Double>.zero
          var index = 0
          while index + 8 <= width {
            var x = SIMD8<Double>.zero
            var w = SIMD8<Double>.zero
            for lane in 0..<8 {
              x[lane] = values[base + index + lane]
              w[lane] = point[index + lane]
            }
            lanes += x * w
            index += 8
          }
          var sum = lanes.sum() + point[width]
          while index < width {
            sum += values[base + index] * point[index]
            index += 1
          }
          return sum
        }
      }
    }
  }

  /// Xᵀ factors, and their sum last: `[d + 1]`.
  private func transposed(_ factors: [Double]) -> [Double] {
    accumulated(factors) { $0 }
  }

  /// The same with squared features.
  private func squaresTransposed(_ factors: [Double]) -> [Double] {
    accumulated(factors) { $0 * $0 }
  }

  @inline(__always)
  private func accumulated(_ factors: [Double], _ transform: (Double) -> Double) -> [Double] {
    var sums = [Double](repeating: 0, count: width + 1)
    values.withUnsafeBufferPointer { values in
      sums.withUnsafeMutableBufferPointer { sums in
        for row in factors.indices {
          let factor = factors[row]
          let base = row * width
          for index in 0..<width { sums[index] += factor * transform(values[base + index]) }
          sums[width] += factor
        }
      }
    }
    return sums
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
  private func largest(_ values: [Double]) -> Double { values.reduce(0) { max($0, abs($1)) } }
}
