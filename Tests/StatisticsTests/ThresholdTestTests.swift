import Foundation
import IsoglossStatistics
import Testing

/// Decisions, thresholds in counts and power equal scipy's (scripts/goldens/gates.py).
struct ThresholdTestTests {
  struct Golden: Decodable {
    struct Bounds: Decodable {
      var successes, trials: Int
      var limit, confidence: Double
      var family: Int
      var side, decision: String
      var lower, upper: Double
      var passing, failing: Int?
    }
    struct Power: Decodable {
      var rates: [Double]
      var limit: Double
      var prompts: Int
      var passed, failed: Double
    }
    var bounds: [Bounds]
    var power: [Power]
  }

  static func golden() throws -> Golden {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/gates.json")
    return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
  }

  @Test func decisionsAndCutoffsEqualScipy() throws {
    for row in try Self.golden().bounds {
      let test = try ThresholdTest(
        limit: row.limit, side: try #require(.init(rawValue: row.side)), confidence: row.confidence,
        family: row.family)
      let rate = try Proportion(successes: row.successes, trials: row.trials)
      expectClose(test.bounds(rate)?.lower, row.lower, absolute: 1e-12, row)
      expectClose(test.bounds(rate)?.upper, row.upper, absolute: 1e-12, row)
      #expect(test.decide(rate).rawValue == row.decision, "\(row)")
      let cutoffs = test.cutoffs(of: row.trials)
      #expect(cutoffs.passing == row.passing && cutoffs.failing == row.failing, "\(row): \(cutoffs)")
    }
  }

  /// Independent languages have their power in closed form.
  @Test func simulatedPowerEqualsTheExactOne() throws {
    for row in try Self.golden().power {
      let points = try WorstCasePower(rates: row.rates, limit: row.limit)
        .simulate(prompts: [row.prompts], rounds: 4000, seed: 5)
      // Four standard errors of 4000 rounds.
      #expect(abs(points[0].passed - row.passed) < 4 * (row.passed * (1 - row.passed) / 4000).squareRoot() + 1e-3)
      #expect(abs(points[0].failed - row.failed) < 4 * (row.failed * (1 - row.failed) / 4000).squareRoot() + 1e-3)
      #expect(abs(points[0].passed + points[0].failed + points[0].inconclusive - 1) < 1e-12)
    }
  }

  @Test func neitherRiskIsAboveHalfOfWhatConfidenceLeaves() throws {
    // All twelve on the limit: any pass or fail is wrong.
    let onLimit = try WorstCasePower(rates: Array(repeating: 0.3, count: 12), limit: 0.3, correlation: 0.4)
      .simulate(prompts: [28, 112], rounds: 4000, seed: 1)
    for point in onLimit { #expect(point.passed < 0.025 && point.failed < 0.033, "\(point)") }
    // One just above: passing is wrong.
    let above = try WorstCasePower(rates: [0.301] + Array(repeating: 0.02, count: 11), limit: 0.3)
      .simulate(prompts: [28, 112], rounds: 4000, seed: 2)
    for point in above { #expect(point.passed < 0.033, "\(point)") }
  }

  @Test func correlationMovesLanguagesTogetherAndRatesStay() throws {
    let rates = Array(repeating: 0.2, count: 12)
    func passed(_ correlation: Double) throws -> Double {
      try WorstCasePower(rates: rates, limit: 0.3, correlation: correlation)
        .simulate(prompts: [200], rounds: 2000, seed: 3)[0].passed
    }
    // All twelve pass together more often where they move together.
    #expect(try passed(0.8) > passed(0) + 0.05)
  }

  @Test func aRiseIsSeenInPairsWithFewerPromptsWhereOutcomesRepeat() throws {
    func failed(_ repeatability: Double) throws -> Double {
      let before = Array(repeating: 0.3, count: 4)
      return try WorstCasePower(
        .regression(before: before, repeatability: repeatability), rates: [0.6, 0.3, 0.3, 0.3], limit: 0.1
      ).simulate(prompts: [60], rounds: 1000, seed: 4)[0].failed
    }
    #expect(try failed(0.95) > failed(0) + 0.05)
  }

  @Test func neededTrialsSettleItAndFewerDoNot() throws {
    let test = try ThresholdTest(limit: 0.3, family: 12)
    for rate in [0.0, 0.1, 0.25, 0.5] {
      let needed = try #require(test.trialsNeeded(rate: rate))
      // With these counts to the nearest answer, within the two answers that rounding may cost.
      let count = Int((rate * Double(needed)).rounded(rate < 0.3 ? .down : .up))
      #expect(test.decide(try Proportion(successes: count, trials: needed)) == (rate < 0.3 ? .passed : .failed))
    }
    #expect(test.trialsNeeded(rate: 0.3) == nil)
    // The rule of three: no event among n passes where (1 - L)^n is at most the risk.
    #expect(test.trialsNeeded(rate: 0) == Int((log(0.025) / log(0.7)).rounded(.up)))
  }

  @Test func badSettingsAreRefused() {
    for limit in [-1.1, 1.5, .nan] { #expect(throws: StatisticsError.self) { try ThresholdTest(limit: limit) } }
    #expect(throws: StatisticsError.self) { try ThresholdTest(limit: 0.3, family: 0) }
    #expect(throws: StatisticsError.self) { try ThresholdTest(limit: 0.3, confidence: 1) }
    #expect(throws: StatisticsError.self) { try WorstCasePower(rates: [], limit: 0.3) }
    #expect(throws: StatisticsError.self) { try WorstCasePower(rates: [1.2], limit: 0.3) }
    #expect(throws: StatisticsError.self) { try WorstCasePower(rates: [0.1], limit: 0.3, correlation: 1) }
    #expect(throws: StatisticsError.self) {
      try WorstCasePower(.regression(before: [], repeatability: 0), rates: [0.1], limit: 0.3)
    }
    #expect(throws: StatisticsError.self) {
      try WorstCasePower(rates: [0.1], limit: 0.3).simulate(prompts: [0], seed: 0)
    }
    #expect(throws: StatisticsError.self) {
      try WorstCasePower(rates: [0.1], limit: 0.3).simulate(prompts: [], seed: 0)
    }
  }

  @Test func withoutTrialsNothingIsKnown() throws {
    let test = try ThresholdTest(limit: 1)
    #expect(test.decide(try Proportion(successes: 0, trials: 0)) == .inconclusive)
    #expect(test.cutoffs(of: 0).passing == nil && test.cutoffs(of: 0).failing == nil)
  }

  @Test func aRescaledDifferenceIsWiderForAWorseJudgeAndAbsentForABlindOne() throws {
    let pairs = try PairedOutcomes(both: 20, firstOnly: 15, secondOnly: 5, neither: 60)
    func interval(_ hits: Int, _ rejections: Int, of n: Int) throws -> ConfidenceInterval? {
      RescaledDifference.interval(
        reported: { pairs.newcombe(confidence: $0) }, sensitivity: try Proportion(successes: hits, trials: n),
        specificity: try Proportion(successes: rejections, trials: n), confidence: 0.95)
    }
    let plain = try #require(pairs.newcombe())
    let good = try #require(try interval(980, 990, of: 1000))
    let poor = try #require(try interval(80, 80, of: 100))
    #expect(good.lower <= plain.lower && good.upper >= plain.upper)
    #expect(poor.upper > good.upper && poor.lower < good.lower)
    #expect(try interval(55, 55, of: 100) == nil)
    #expect(try interval(0, 0, of: 0) == nil)
  }
}
