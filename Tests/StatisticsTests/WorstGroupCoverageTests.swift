import Foundation
import IsoglossStatistics
import Testing

/// How often intervals for the highest of 12 rates hold the true one. Full table: docs/design/003-worst-language-interval.md,
/// made by this suite with ISOGLOSS_SIMULATE=1000 (rounds; 1000 resamples each).
struct WorstGroupCoverageTests {
  struct Coverage {
    var percentile = 0.0
    var interval = 0.0
    var percentileWidth = 0.0
    var width = 0.0
    var bias = 0.0
    var correctedBias = 0.0
  }

  /// `correlation` of the normal variables behind the outcomes of one prompt in different languages.
  static func simulate(
    _ rates: [Double], prompts: Int, correlation: Double, rounds: Int, resamples: Int
  ) throws -> Coverage {
    var generator = SeededGenerator(seed: 7)
    let cuts = rates.map(Normal.quantile)
    let truth = try #require(rates.max())
    var result = Coverage()
    for round in 0..<rounds {
      let rows = (0..<prompts).map { _ in
        let shared = generator.normal()
        return cuts.map { cut in
          Optional(correlation.squareRoot() * shared + (1 - correlation).squareRoot() * generator.normal() < cut)
        }
      }
      let found = try #require(
        try WorstGroup.estimate(.paired(rows), direction: .maximum, resamples: resamples, seed: UInt64(round)))
      // Rates computed from counts miss round numbers by their last bit.
      func holds(_ interval: ConfidenceInterval) -> Double {
        interval.lower <= truth + 1e-12 && truth <= interval.upper + 1e-12 ? 1 : 0
      }
      result.percentile += holds(found.percentile) / Double(rounds)
      result.interval += holds(found.interval) / Double(rounds)
      result.percentileWidth += found.percentile.width / Double(rounds)
      result.width += found.interval.width / Double(rounds)
      result.bias += (found.value - truth) / Double(rounds)
      result.correctedBias += (found.corrected - truth) / Double(rounds)
    }
    return result
  }

  typealias Shape = (name: String, rates: [Double])

  static let shapes: [Shape] = equal + unequal

  private static let equal: [Shape] = [0.02, 0.1, 0.3, 0.5, 0.9].map { rate in
    ("all \(rate)", [Double](repeating: rate, count: 12))
  }

  private static let unequal: [Shape] = [
    ("0.01 to 0.12 by 0.01", (1...12).map { Double($0) / 100 }),
    ("0.05 to 0.38 by 0.03", (0..<12).map { 0.05 + 0.03 * Double($0) }),
    ("one 0.4, eleven 0.1", [Double](repeating: 0.1, count: 11) + [0.4]),
    ("0.35, 0.3, ten 0.1", [Double](repeating: 0.1, count: 10) + [0.3, 0.35]),
    ("one 0.9, eleven 0.1", [Double](repeating: 0.1, count: 11) + [0.9]),
  ]

  /// Found with 1000 rounds: the plain percentile interval holds a common rate in 0 to 46 % of rounds instead of 95 %;
  /// the interval used holds the true maximum in 96 to 100 %, whatever the rates.
  @Test(arguments: [28, 100], [0.0, 0.5])
  func holdsTheTrueMaximum(_ prompts: Int, _ correlation: Double) throws {
    let rounds = 120
    for shape in [Self.equal[1], Self.equal[4], Self.unequal[1], Self.unequal[2]] {
      let found = try Self.simulate(
        shape.rates, prompts: prompts, correlation: correlation, rounds: rounds, resamples: 200)
      // 95 % less three standard errors of 120 rounds.
      #expect(found.interval >= 0.89, "\(shape.name): \(found.interval)")
      if Set(shape.rates).count == 1 {
        #expect(found.percentile < 0.6, "\(shape.name): the percentile interval would do, at \(found.percentile)")
        #expect(found.correctedBias < 0.9 * found.bias, "\(shape.name)")
      }
    }
  }

  @Test(.enabled(if: rounds > 0, "set ISOGLOSS_SIMULATE=1000 to print the table of the design document"))
  func printsTheTable() throws {
    print("| true rates | n | correlation | percentile | width | used | width | bias | corrected |")
    print("|---|---|---|---|---|---|---|---|---|")
    for shape in Self.shapes {
      for prompts in [28, 100] {
        for correlation in [0.0, 0.5] {
          let found = try Self.simulate(
            shape.rates, prompts: prompts, correlation: correlation, rounds: Self.rounds, resamples: 1000)
          let numbers = [
            found.percentile, found.percentileWidth, found.interval, found.width, found.bias, found.correctedBias,
          ].map { String(format: "%.3f", $0) }
          print("| \(shape.name) | \(prompts) | \(correlation) | \(numbers.joined(separator: " | ")) |")
          #expect(found.interval >= 0.93)
        }
      }
    }
  }

  static let rounds = ProcessInfo.processInfo.environment["ISOGLOSS_SIMULATE"].flatMap(Int.init) ?? 0
}
