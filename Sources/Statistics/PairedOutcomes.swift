import Foundation

/// The same trials under two conditions, such as one set of prompts in two languages: a two-by-two table.
public struct PairedOutcomes: Hashable, Sendable, Codable {
  /// Happened under both.
  public let both: Int
  /// Happened under the first only.
  public let firstOnly: Int
  /// Happened under the second only.
  public let secondOnly: Int
  /// Happened under neither.
  public let neither: Int

  /// A table of the given counts.
  /// - Throws: `StatisticsError.outOfRange` for a negative count.
  public init(both: Int, firstOnly: Int, secondOnly: Int, neither: Int) throws {
    guard min(both, firstOnly, secondOnly, neither) >= 0 else {
      throw StatisticsError(.outOfRange, "a paired table holds a negative count: give counts of pairs")
    }
    self.both = both
    self.firstOnly = firstOnly
    self.secondOnly = secondOnly
    self.neither = neither
  }

  /// The table of a sequence of pairs.
  public init(_ pairs: some Sequence<(Bool, Bool)>) {
    var counts = (0, 0, 0, 0)
    for pair in pairs {
      switch pair {
      case (true, true): counts.0 += 1
      case (true, false): counts.1 += 1
      case (false, true): counts.2 += 1
      case (false, false): counts.3 += 1
      }
    }
    (both, firstOnly, secondOnly, neither) = counts
  }

  /// Number of pairs.
  public var pairs: Int { both + firstOnly + secondOnly + neither }
  /// Outcomes under the first condition.
  public var first: Proportion { Proportion(unchecked: both + firstOnly, pairs) }
  /// Outcomes under the second condition.
  public var second: Proportion { Proportion(unchecked: both + secondOnly, pairs) }
  /// Rate of the first minus rate of the second; `nil` without pairs.
  public var difference: Double? { pairs == 0 ? nil : Double(firstOnly - secondOnly) / Double(pairs) }

  /// McNemar's test, exact: two-sided binomial on the pairs that differ. The statistic is the smaller of their counts.
  ///
  /// - Returns: `nil` where no pair differs: there is nothing to test.
  public func mcnemarExact() -> TestResult? {
    let discordant = firstOnly + secondOnly
    guard discordant > 0 else { return nil }
    let smaller = min(firstOnly, secondOnly)
    let tail = Binomial(trials: discordant, probability: 0.5).cumulative(smaller)
    return TestResult(statistic: Double(smaller), pValue: firstOnly == secondOnly ? 1 : min(1, 2 * tail))
  }

  /// McNemar's test by chi-square with one degree of freedom, with continuity correction unless told otherwise.
  ///
  /// - Returns: `nil` where no pair differs.
  public func mcnemarChiSquare(corrected: Bool = true) -> TestResult? {
    let discordant = firstOnly + secondOnly
    guard discordant > 0 else { return nil }
    let distance = max(0, Double(abs(firstOnly - secondOnly)) - (corrected ? 1 : 0))
    let statistic = distance * distance / Double(discordant)
    return TestResult(statistic: statistic, pValue: ChiSquare(degrees: 1).upperTail(statistic))
  }

  /// Newcombe's interval for the paired difference (Newcombe 1998, Statistics in Medicine 17:2635, method 10): Wilson
  /// limits of both rates, joined with a continuity-corrected correlation.
  ///
  /// - Returns: `nil` without pairs, or where `confidence` is not between 0 and 1.
  public func newcombe(confidence: Double = 0.95) -> ConfidenceInterval? {
    guard let p = first.rate, let q = second.rate, let a = first.wilson(confidence: confidence),
      let b = second.wilson(confidence: confidence)
    else { return nil }
    let phi = correctedPhi
    let (down1, up1, down2, up2) = (p - a.lower, a.upper - p, q - b.lower, b.upper - q)
    let below = max(0, down1 * down1 - 2 * phi * down1 * up2 + up2 * up2).squareRoot()
    let above = max(0, up1 * up1 - 2 * phi * up1 * down2 + down2 * down2).squareRoot()
    return ConfidenceInterval(lower: p - q - below, upper: p - q + above, confidence: confidence)
  }

  private var correctedPhi: Double {
    let (a, b, c, d) = (Double(both), Double(firstOnly), Double(secondOnly), Double(neither))
    let margins = (a + b) * (c + d) * (a + c) * (b + d)
    guard margins > 0 else { return 0 }
    let product = a * d - b * c
    let half = (a + b + c + d) / 2
    let corrected = product > half ? product - half : product >= 0 ? 0 : product
    return corrected / margins.squareRoot()
  }
}

extension Proportion {
  init(unchecked successes: Int, _ trials: Int) {
    self.successes = successes
    self.trials = trials
  }
}
