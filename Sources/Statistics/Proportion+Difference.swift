import Foundation

/// Two independent proportions side by side: the rate of the first minus the rate of the second. For prompts asked in
/// both, use ``PairedOutcomes``, which is sharper.
public struct ProportionDifference: Hashable, Sendable, Codable {
  /// The proportion that is subtracted from.
  public let first: Proportion
  /// The proportion that is subtracted.
  public let second: Proportion

  /// A difference of the given proportions.
  public init(_ first: Proportion, minus second: Proportion) {
    self.first = first
    self.second = second
  }

  /// Rate of the first minus rate of the second; `nil` where either has no trials.
  public var value: Double? {
    guard let a = first.rate, let b = second.rate else { return nil }
    return a - b
  }

  /// Score test of equal rates, two-sided: z with the pooled variance.
  ///
  /// - Returns: `nil` where either has no trials, or where all trials ended the same way and nothing can be told apart.
  public func scoreTest() -> TestResult? {
    guard let difference = value else { return nil }
    let (n, m) = (Double(first.trials), Double(second.trials))
    let pooled = Double(first.successes + second.successes) / (n + m)
    let variance = pooled * (1 - pooled) * (1 / n + 1 / m)
    guard variance > 0 else { return nil }
    let z = difference / variance.squareRoot()
    return TestResult(statistic: z, pValue: 2 * Normal.upperTail(abs(z)))
  }

  /// Newcombe's hybrid score interval (Newcombe 1998, Statistics in Medicine 17:873, method 10).
  ///
  /// - Returns: `nil` where either has no trials, or where `confidence` is not between 0 and 1.
  public func newcombe(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let p = first.rate, let q = second.rate, let a = first.wilson(confidence: confidence),
      let b = second.wilson(confidence: confidence)
    else { return nil }
    return ConfidenceInterval(
      lower: p - q - hypot(p - a.lower, b.upper - q), upper: p - q + hypot(a.upper - p, q - b.lower),
      confidence: confidence)
  }
}
