import Foundation

/// The beta distribution. Shapes must be positive and finite: results are not a number otherwise.
public struct Beta: Hashable, Sendable {
  /// First shape.
  public var a: Double
  /// Second shape.
  public var b: Double

  /// A distribution of the given shapes.
  public init(_ a: Double, _ b: Double) {
    self.a = a
    self.b = b
  }

  private var isValid: Bool { a > 0 && b > 0 && a.isFinite && b.isFinite }

  /// Probability of a value up to x.
  public func cumulative(_ x: Double) -> Double {
    isValid && !x.isNaN ? SpecialFunctions.incompleteBeta(x, a, b).lower : .nan
  }

  /// Probability of a value above x.
  public func upperTail(_ x: Double) -> Double {
    isValid && !x.isNaN ? SpecialFunctions.incompleteBeta(x, a, b).upper : .nan
  }

  /// Density at x.
  public func density(_ x: Double) -> Double {
    guard isValid, !x.isNaN else { return .nan }
    guard x >= 0, x <= 1 else { return 0 }
    if x == 0 { return a < 1 ? .infinity : a == 1 ? b : 0 }
    if x == 1 { return b < 1 ? .infinity : b == 1 ? a : 0 }
    // x^(a-1) y^(b-1) / B(a, b), through the binomial density at shapes that stay positive.
    let product = SpecialFunctions.binomialDensity(a, a + b, x, 1 - x)
    return product * a * b / ((a + b) * x * (1 - x))
  }

  /// The x with cumulative probability p.
  public func quantile(_ p: Double) -> Double {
    guard isValid, p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return 1 }
    // The smaller tail is solved for, so that its digits count.
    let mean = a / (a + b)
    return SpecialFunctions.root(in: 0...1, from: mean) { x in
      let (lower, upper) = SpecialFunctions.incompleteBeta(x, a, b)
      return (p <= 0.5 ? lower - p : (1 - p) - upper, density(x))
    }
  }
}
