import Foundation

/// The worst of several groups, such as the worst language, with an interval for the extreme itself.
///
/// The extreme of noisy rates is more extreme than the true one, and resampling adds the same bias again: the plain
/// percentile interval misses. The interval here does not: see docs/design/003-worst-language-interval.md.
public struct WorstGroup: Hashable, Sendable, Codable {
  /// Which end is bad.
  public enum Direction: String, Sendable, Codable {
    /// The highest rate is the worst: attack success.
    case maximum
    /// The lowest rate is the worst: safety scores.
    case minimum
  }

  /// One group's part.
  public struct Group: Hashable, Sendable, Codable {
    /// Mean outcome; `nil` for a group without outcomes, which is left out of everything else.
    public var rate: Double?
    /// Number of outcomes.
    public var count: Int
    /// Share of resamples in which it is the worst, ties shared: how sure the rank is. The shares sum to 1.
    public var probabilityWorst: Double
    /// Whether it is in the set that holds the truly worst group with the stated confidence.
    public var mayBeWorst: Bool
  }

  /// Which end is bad.
  public var direction: Direction
  /// Position of the worst group; the first of them where several tie.
  public var index: Int
  /// The worst group's rate, as observed.
  public var value: Double
  /// The extreme with the selection bias that resampling shows taken out. Where many groups are about equal this
  /// removes roughly half of the bias; never more extreme than ``value``.
  public var corrected: Double
  /// Holds the true extreme with at least the stated confidence.
  public var interval: ConfidenceInterval
  /// The plain percentile interval, for comparison with other programs only: it under-covers.
  public var percentile: ConfidenceInterval
  /// Every group, in the order given.
  public var groups: [Group]

  /// Finds the worst group.
  ///
  /// The far end of the interval (upper for a maximum) is the furthest exact one-sided limit of any group. The near end
  /// is the furthest of the groups' exact limits, at a tail divided by the number of groups that may be the worst.
  /// Two-step selection after Romano, Shaikh and Wolf 2014.
  ///
  /// - Returns: `nil` where no group has an outcome.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  public static func estimate(
    _ outcomes: GroupedOutcomes, direction: Direction, confidence: Double = 0.95, resamples: Int = 10_000, seed: UInt64
  ) throws -> WorstGroup? {
    try Check.confidence(confidence)
    try Check.resamples(resamples)
    let (sums, counts) = outcomes.totals
    guard counts.contains(where: { $0 > 0 }) else { return nil }
    // All below looks for a maximum; a minimum is the maximum of the complements.
    let flip = direction == .minimum
    let rates = zip(sums, counts).map { sum, count -> Double? in
      count == 0 ? nil : flip ? 1 - sum / count : sum / count
    }
    var drawn = outcomes.resampledRates(resamples, seed: seed)
    if flip { for position in drawn.indices { drawn[position] = 1 - drawn[position] } }
    let extreme = Extreme(rates: rates, counts: counts, drawn: drawn, confidence: confidence)
    func turned(_ interval: ConfidenceInterval) -> ConfidenceInterval {
      guard flip else { return interval }
      return ConfidenceInterval(lower: 1 - interval.upper, upper: 1 - interval.lower, confidence: confidence)
    }
    let candidates = Set(extreme.candidates(error: 1 - confidence))
    return WorstGroup(
      direction: direction, index: extreme.index, value: sums[extreme.index] / counts[extreme.index],
      corrected: flip ? 1 - extreme.corrected : extreme.corrected, interval: turned(extreme.interval()),
      percentile: turned(extreme.percentile()),
      groups: rates.indices.map { group in
        Group(
          rate: counts[group] == 0 ? nil : sums[group] / counts[group], count: Int(counts[group]),
          probabilityWorst: extreme.probabilities[group], mayBeWorst: candidates.contains(group))
      })
  }
}
