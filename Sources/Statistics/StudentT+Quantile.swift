extension StudentT {
  /// The t with cumulative probability p; infinite at 0 and 1, and not a number outside 0...1.
  public func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1, degrees > 0, degrees.isFinite else { return .nan }
    if p == 0.5 { return 0 }
    let tail = 2 * min(p, 1 - p)
    guard tail > 0 else { return p < 0.5 ? -.infinity : .infinity }
    // t² = ν y / (1 - y), y of a beta distribution; the smaller of y and 1 - y is solved for, so that its digits count.
    let square: Double
    if tail > 0.5 {
      let y = Beta(0.5, degrees / 2).quantile(1 - tail)
      square = degrees * y / (1 - y)
    } else {
      let rest = Beta(degrees / 2, 0.5).quantile(tail)
      square = degrees * (1 - rest) / rest
    }
    return p < 0.5 ? -square.squareRoot() : square.squareRoot()
  }
}
