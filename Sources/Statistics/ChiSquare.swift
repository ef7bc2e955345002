import Foundation

/// The chi-square distribution. `degrees` must be positive: results are not a number otherwise.
public struct ChiSquare: Hashable, Sendable {
  /// Degrees of freedom.
  public var degrees: Double

  /// A distribution of the given degrees of freedom.
  public init(degrees: Double) { self.degrees = degrees }

  private var isValid: Bool { degrees > 0 && degrees.isFinite }

  /// Probability of a value up to x.
  public func cumulative(_ x: Double) -> Double {
    isValid && !x.isNaN ? SpecialFunctions.incompleteGamma(degrees / 2, x / 2).lower : .nan
  }

  /// Probability of a value above x.
  public func upperTail(_ x: Double) -> Double {
    isValid && !x.isNaN ? SpecialFunctions.incompleteGamma(degrees / 2, x / 2).upper : .nan
  }

  /// The x with cumulative probability p.
  public func quantile(_ p: Double) -> Double {
    guard isValid, p >= 0, p <= 1 else { return .nan }
    if p == 0 { return 0 }
    if p == 1 { return .infinity }
    var high = 2 * degrees + 10
    while cumulative(high) < p && upperTail(high) > 1 - p { high *= 2 }
    return SpecialFunctions.root(in: 0...high, from: degrees) { x in
      let (lower, upper) = SpecialFunctions.incompleteGamma(degrees / 2, x / 2)
      let density = x > 0 ? SpecialFunctions.poissonDensity(degrees / 2, x / 2) * degrees / (2 * x) : .infinity
      return (p <= 0.5 ? lower - p : (1 - p) - upper, density)
    }
  }
}

/// Student's t distribution. `degrees` must be positive: results are not a number otherwise.
public struct StudentT: Hashable, Sendable {
  /// Degrees of freedom.
  public var degrees: Double

  /// A distribution of the given degrees of freedom.
  public init(degrees: Double) { self.degrees = degrees }

  /// Probability of a value as far from 0 as t, either side.
  public func twoSidedTail(_ t: Double) -> Double {
    guard degrees > 0, degrees.isFinite, !t.isNaN else { return .nan }
    return SpecialFunctions.incompleteBeta(degrees / (degrees + t * t), degrees / 2, 0.5).lower
  }
}
