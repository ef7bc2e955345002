import Foundation

/// The binomial distribution. `trials >= 0` and `probability` in 0...1: results are not a number otherwise.
public struct Binomial: Hashable, Sendable {
  /// Number of trials.
  public var trials: Int
  /// Probability of success.
  public var probability: Double

  /// A distribution of the given parameters.
  public init(trials: Int, probability: Double) {
    self.trials = trials
    self.probability = probability
  }

  private var isValid: Bool { trials >= 0 && probability >= 0 && probability <= 1 }

  /// Probability of exactly `count` successes.
  public func mass(_ count: Int) -> Double {
    guard isValid else { return .nan }
    guard count >= 0, count <= trials else { return 0 }
    return SpecialFunctions.binomialDensity(Double(count), Double(trials), probability, 1 - probability)
  }

  /// Probability of up to `count` successes.
  public func cumulative(_ count: Int) -> Double {
    guard isValid else { return .nan }
    if count < 0 { return 0 }
    if count >= trials { return 1 }
    return SpecialFunctions.incompleteBeta(probability, Double(count) + 1, Double(trials - count)).upper
  }

  /// Probability of more than `count` successes.
  public func upperTail(_ count: Int) -> Double {
    guard isValid else { return .nan }
    if count < 0 { return 1 }
    if count >= trials { return 0 }
    return SpecialFunctions.incompleteBeta(probability, Double(count) + 1, Double(trials - count)).lower
  }
}
