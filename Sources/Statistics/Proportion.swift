import Foundation

/// A count of successes among trials.
public struct Proportion: Hashable, Sendable, Codable {
  /// How often it happened.
  public let successes: Int
  /// How often it could have.
  public let trials: Int

  private enum CodingKeys: String, CodingKey { case successes, trials }

  /// A proportion of the given counts.
  /// - Throws: `StatisticsError.outOfRange` unless `0 <= successes <= trials`.
  public init(successes: Int, trials: Int) throws {
    guard successes >= 0, successes <= trials else {
      throw StatisticsError(
        .outOfRange, "\(successes) successes of \(trials) trials: give counts with 0 <= successes <= trials")
    }
    self.successes = successes
    self.trials = trials
  }

  /// The share of true values.
  public init(_ outcomes: some Sequence<Bool>) {
    var successes = 0
    var trials = 0
    for outcome in outcomes {
      trials += 1
      if outcome { successes += 1 }
    }
    self.successes = successes
    self.trials = trials
  }

  /// Decodes counts, and refuses those that no proportion has.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      successes: container.decode(Int.self, forKey: .successes), trials: container.decode(Int.self, forKey: .trials))
  }

  /// Successes by trials; `nil` without trials.
  public var rate: Double? { trials == 0 ? nil : Double(successes) / Double(trials) }

  /// Trials that were no success.
  public var failures: Int { trials - successes }

  /// Wilson's score interval (Wilson 1927): the default for one rate.
  ///
  /// - Returns: `nil` without trials, or where `confidence` is not between 0 and 1.
  public func wilson(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard trials > 0, confidence > 0, confidence < 1 else { return nil }
    let z = Normal.critical(confidence: confidence)
    let n = Double(trials)
    let p = Double(successes) / n
    let scale = 1 + z * z / n
    let centre = (p + z * z / (2 * n)) / scale
    let half = z * (p * (1 - p) / n + z * z / (4 * n * n)).squareRoot() / scale
    return ConfidenceInterval(
      lower: successes == 0 ? 0 : max(0, centre - half), upper: successes == trials ? 1 : min(1, centre + half),
      confidence: confidence)
  }

  /// The exact interval of Clopper and Pearson (1934): covers at least as often as it claims, and is wide for it.
  ///
  /// - Returns: `nil` without trials, or where `confidence` is not between 0 and 1.
  public func clopperPearson(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard trials > 0, confidence > 0, confidence < 1 else { return nil }
    let tail = (1 - confidence) / 2
    let bounds = Self.exactBounds(Double(successes), Double(trials), lowerTail: tail, upperTail: tail)
    return ConfidenceInterval(lower: bounds.lower, upper: bounds.upper, confidence: confidence)
  }

  /// One-sided exact bounds at their own tail probabilities; counts may be fractional (effective sample sizes).
  static func exactBounds(
    _ x: Double, _ n: Double, lowerTail: Double, upperTail: Double
  ) -> (lower: Double, upper: Double) {
    let lower = x <= 0 ? 0 : Beta(x, n - x + 1).quantile(lowerTail)
    let upper = x >= n ? 1 : 1 - Beta(n - x, x + 1).quantile(upperTail)
    return (lower, upper)
  }
}
