import Foundation

/// Functions beneath the distributions. Prefactors are computed from saddle-point deviances (Loader 2000, "Fast and
/// accurate computation of binomial probabilities") and not from differences of log-gammas, which lose digits as counts
/// grow.
enum SpecialFunctions {
  /// ln Γ(x), x > 0.
  static func logGamma(_ x: Double) -> Double { lgamma(x) }

  /// ln n! - ((n + ½) ln n - n + ½ ln 2π), n > 0: what Stirling's formula leaves.
  static func stirlingError(_ n: Double) -> Double {
    if n > 15 {
      let s = 1 / (n * n)
      return (1 / 12.0 - s * (1 / 360.0 - s * (1 / 1260.0 - s * (1 / 1680.0 - s * (1 / 1188.0))))) / n
    }
    return logGamma(n + 1) - (n + 0.5) * log(n) + n - 0.918_938_533_204_672_741_78
  }

  /// x ln(x/m) + m - x, x > 0 and m > 0, without cancellation where x is near m.
  static func deviance(_ x: Double, _ m: Double) -> Double {
    guard abs(x - m) < 0.1 * (x + m) else { return x * log(x / m) + m - x }
    // ln(x/m) = 2 atanh(v), expanded in v.
    let v = (x - m) / (x + m)
    var sum = (x - m) * v
    var power = 2 * x * v
    var k = 1.0
    while true {
      power *= v * v
      let next = sum + power / (2 * k + 1)
      if next == sum { return sum }
      sum = next
      k += 1
    }
  }

  /// Γ(n+1) / (Γ(x+1) Γ(n-x+1)) p^x q^(n-x) for real 0 <= x <= n, q = 1 - p.
  static func binomialDensity(_ x: Double, _ n: Double, _ p: Double, _ q: Double) -> Double {
    if p == 0 { return x == 0 ? 1 : 0 }
    if q == 0 { return x == n ? 1 : 0 }
    if x == 0 { return exp(n * (p < 0.5 ? log1p(-p) : log(q))) }
    if x == n { return exp(n * (q < 0.5 ? log1p(-q) : log(p))) }
    let exponent =
      stirlingError(n) - stirlingError(x) - stirlingError(n - x) - deviance(x, n * p) - deviance(n - x, n * q)
    return exp(exponent) * (n / (2 * .pi * x * (n - x))).squareRoot()
  }

  /// λ^x e^-λ / Γ(x+1), x > 0.
  static func poissonDensity(_ x: Double, _ lambda: Double) -> Double {
    exp(-stirlingError(x) - deviance(x, lambda)) / (2 * .pi * x).squareRoot()
  }

  /// Both tails of the regularised incomplete gamma function: P(a, x) and Q(a, x), a > 0 and x >= 0.
  static func incompleteGamma(_ a: Double, _ x: Double) -> (lower: Double, upper: Double) {
    if x <= 0 { return (0, 1) }
    if x.isInfinite { return (1, 0) }
    let density = poissonDensity(a, x)
    if x < a + 1 {
      var term = 1.0
      var sum = 1.0
      var n = a
      repeat {
        n += 1
        term *= x / n
        sum += term
      } while term > sum * 1e-17 && n < a + 1e7
      let lower = min(1, density * sum)
      return (lower, 1 - lower)
    }
    // Legendre's continued fraction, by Lentz's method.
    var b = x + 1 - a
    var c = 1e300
    var d = 1 / b
    var h = d
    for i in 1...1_000_000 {
      let k = Double(i)
      let an = -k * (k - a)
      b += 2
      d = 1 / tiny(an * d + b)
      c = tiny(b + an / c)
      let step = c * d
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    let upper = min(1, density * a * h)
    return (1 - upper, upper)
  }

  /// Both tails of the regularised incomplete beta function: I_x(a, b) and 1 - I_x(a, b), a > 0 and b > 0.
  static func incompleteBeta(_ x: Double, _ a: Double, _ b: Double) -> (lower: Double, upper: Double) {
    if x <= 0 { return (0, 1) }
    if x >= 1 { return (1, 0) }
    if x <= (a + 1) / (a + b + 2) {
      let lower = min(1, betaTail(x, 1 - x, a, b))
      return (lower, 1 - lower)
    }
    let upper = min(1, betaTail(1 - x, x, b, a))
    return (1 - upper, upper)
  }

  /// x^a y^b / (a B(a, b)) times its continued fraction; converges fast for x below the mean.
  private static func betaTail(_ x: Double, _ y: Double, _ a: Double, _ b: Double) -> Double {
    let front = binomialDensity(a, a + b, x, y) * (b / (a + b))
    if front == 0 { return 0 }
    var c = 1.0
    var d = 1 / tiny(1 - (a + b) * x / (a + 1))
    var h = d
    for i in 1...1_000_000 {
      let m = Double(i)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / tiny(1 + even * d)
      c = tiny(1 + even / c)
      h *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / tiny(1 + odd * d)
      c = tiny(1 + odd / c)
      let step = d * c
      h *= step
      if abs(step - 1) < 1e-16 { break }
    }
    return front * h
  }

  private static func tiny(_ x: Double) -> Double { abs(x) < 1e-300 ? 1e-300 : x }

  /// The x in `range` where a rising `f` with slope `slope` is 0: Newton's method, kept inside a shrinking bracket.
  static func root(
    in range: ClosedRange<Double>, from start: Double, _ f: (Double) -> (value: Double, slope: Double)
  ) -> Double {
    var low = range.lowerBound
    var high = range.upperBound
    var x = min(max(start, low), high)
    for _ in 0..<3000 {
      let (value, slope) = f(x)
      if value == 0 { return x }
      if value < 0 { low = x } else { high = x }
      var next = x - value / slope
      if !(next > low && next < high) {
        // Halve in logarithms where the bracket spans magnitudes, else plainly.
        next = low > 0 && high > 4 * low ? (low * high).squareRoot() : low == 0 ? high / 16 : low + (high - low) / 2
      }
      if abs(next - x) <= 2e-16 * abs(x) || next == low && next == high { return next }
      x = next
    }
    return x
  }
}
