import Foundation

/// Sign-flipping test that paired differences are symmetric about zero.
public enum PairedPermutationTest {
  /// Differences other than zero up to which every sign pattern is tried.
  public static let exactLimit = 16

  /// Tests the mean of `first - second`, two-sided. Up to ``exactLimit`` differences other than zero the p-value is
  /// exact; beyond, it comes from `resamples` random sign patterns and counts the observed one among them, so it is
  /// never 0.
  ///
  /// - Returns: the mean difference and its p-value; `nil` for empty input.
  /// - Throws: `StatisticsError` for lists of different lengths, numbers that are not finite, or no resamples.
  public static func run(
    _ first: [Double], _ second: [Double], resamples: Int = 10_000, seed: UInt64
  ) throws -> TestResult? {
    try Check.sameLength(first.count, second.count, "first and second")
    try Check.finite(first, "first")
    try Check.finite(second, "second")
    try Check.resamples(resamples)
    guard !first.isEmpty else { return nil }
    let differences = zip(first, second).map { $0 - $1 }
    let sum = differences.reduce(0, +)
    let mean = sum / Double(differences.count)
    let moving = differences.filter { $0 != 0 }
    guard !moving.isEmpty else { return TestResult(statistic: mean, pValue: 1) }
    // Sums of one multiset in another order differ in their last bits: those count as ties.
    let scale = moving.reduce(0) { $0 + abs($1) }
    let limit = abs(sum) - 1e-12 * scale
    if moving.count <= exactLimit {
      let patterns = 1 << moving.count
      var extreme = 0
      for pattern in 0..<patterns {
        var flipped = 0.0
        for (bit, value) in moving.enumerated() { flipped += pattern >> bit & 1 == 1 ? -value : value }
        if abs(flipped) >= limit { extreme += 1 }
      }
      return TestResult(statistic: mean, pValue: Double(extreme) / Double(patterns))
    }
    var generator = SeededGenerator(seed: seed)
    var extreme = 0
    for _ in 0..<resamples {
      var flipped = 0.0
      var bits: UInt64 = 0
      for (position, value) in moving.enumerated() {
        if position & 63 == 0 { bits = generator.next() }
        flipped += bits & 1 == 1 ? -value : value
        bits >>= 1
      }
      if abs(flipped) >= limit { extreme += 1 }
    }
    return TestResult(statistic: mean, pValue: Double(extreme + 1) / Double(resamples + 1))
  }
}
