import Foundation
import IsoglossStatistics
import Testing

/// Numbers from scikit-learn (scripts/goldens/logistic.py).
private struct LogisticGolden: Decodable {
  struct Fit: Decodable {
    var cost: Double
    var weights: [Double]
    var intercept: Double
    var area: Double
    var first: Double
  }
  struct Case: Decodable {
    var name: String
    var rows: [[Double]]
    var positives: [Bool]
    var means: [Double]
    var deviations: [Double]
    var fits: [Fit]
  }
  var cases: [Case]

  static func load() throws -> LogisticGolden {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Goldens/logistic.json")
    return try JSONDecoder().decode(LogisticGolden.self, from: Data(contentsOf: file))
  }
}

struct LogisticRegressionTests {
  @Test func standardisationIsScikitLearn() throws {
    for item in try LogisticGolden.load().cases {
      let scale = try #require(try Standardisation(item.rows))
      for (found, expected) in zip(scale.means, item.means) { expectClose(found, expected, absolute: 1e-12, item.name) }
      for (found, expected) in zip(scale.deviations, item.deviations) { expectClose(found, expected, item.name) }
    }
    #expect(try Standardisation([]) == nil)
    #expect(throws: StatisticsError.self) { try Standardisation([[1], [1, 2]]) }
    #expect(throws: StatisticsError.self) { try Standardisation([[.nan]]) }
  }

  @Test func fitIsScikitLearn() throws {
    let cases = try LogisticGolden.load().cases
    #expect(cases.map(\.fits.count).reduce(0, +) == 11)
    for item in cases {
      let scale = try #require(try Standardisation(item.rows))
      let rows = item.rows.map(scale.apply)
      for fit in item.fits {
        let found = try #require(try LogisticRegression.fit(rows, item.positives, cost: fit.cost))
        let what = "\(item.name), C \(fit.cost)"
        #expect(found.weights.count == fit.weights.count)
        for (weight, expected) in zip(found.weights, fit.weights) {
          expectClose(weight, expected, relative: 1e-6, absolute: 1e-9, what)
        }
        expectClose(found.intercept, fit.intercept, relative: 1e-6, absolute: 1e-9, what)
        expectClose(found.score(rows[0]), fit.first, relative: 1e-6, what)
        let area = try AreaUnderCurve.value(scores: rows.map(found.score), positives: item.positives)
        expectClose(area, fit.area, relative: 1e-12, what)
        // As a model of the features as they are.
        let folded = scale.folded(into: found)
        for (row, scaled) in zip(item.rows, rows) {
          expectClose(folded.score(row), found.score(scaled), relative: 1e-9, absolute: 1e-9, what)
        }
      }
    }
  }

  @Test func orderOfRowsDoesNotMatterAndTheSameRowsGiveTheSameBits() throws {
    let item = try LogisticGolden.load().cases[2]
    let scale = try #require(try Standardisation(item.rows))
    let rows = item.rows.map(scale.apply)
    let first = try #require(try LogisticRegression.fit(rows, item.positives, cost: 0.01))
    #expect(try LogisticRegression.fit(rows, item.positives, cost: 0.01) == first)
    var order = Array(rows.indices)
    var generator = SeededGenerator(seed: 3)
    generator.shuffle(&order)
    #expect(order != Array(rows.indices))
    let other = try #require(
      try LogisticRegression.fit(order.map { rows[$0] }, order.map { item.positives[$0] }, cost: 0.01))
    for (a, b) in zip(first.weights, other.weights) { expectClose(a, b, relative: 1e-7, absolute: 1e-12) }
  }

  @Test func theGradientVanishesAtTheFit() throws {
    let item = try LogisticGolden.load().cases[0]
    let fit = try #require(try LogisticRegression.fit(item.rows, item.positives, cost: 2))
    var gradient = fit.weights + [0]
    for (row, positive) in zip(item.rows, item.positives) {
      let residual = 2 * (LogisticRegression.probability(fit.score(row)) - (positive ? 1 : 0))
      for index in row.indices { gradient[index] += residual * row[index] }
      gradient[row.count] += residual
    }
    #expect(gradient.allSatisfy { abs($0) < 1e-5 }, "\(gradient)")
  }

  /// Features that are nearly copies of each other, as a model's states are, and a cost that all but drops the penalty.
  @Test(arguments: [1e-4, 0.03, 10, 1_000]) func nearCopiesConverge(cost: Double) throws {
    var generator = SeededGenerator(seed: 9)
    var positives: [Bool] = []
    let rows = (0..<120).map { _ -> [Double] in
      let hidden = (0..<3).map { _ in generator.normal() }
      positives.append(hidden[0] + 0.3 * generator.normal() > 0)
      return (0..<90).map { 50 * hidden[$0 % 3] + 0.01 * generator.normal() }
    }
    let fit = try #require(try LogisticRegression.fit(rows, positives, cost: cost))
    var gradient = fit.weights + [0]
    var start = gradient.map { _ in 0.0 }
    for (row, positive) in zip(rows, positives) {
      let target = positive ? 1.0 : 0.0
      let residual = cost * (LogisticRegression.probability(fit.score(row)) - target)
      for index in row.indices {
        gradient[index] += residual * row[index]
        start[index] += cost * (0.5 - target) * row[index]
      }
      gradient[row.count] += residual
    }
    let largest = gradient.map(abs).max() ?? .infinity
    #expect(largest <= 1e-6 * (start.map(abs).max() ?? 0), "\(largest)")
  }

  @Test func badInputIsRefused() throws {
    #expect(try LogisticRegression.fit([[1], [2]], [true, true], cost: 1) == nil)
    #expect(try LogisticRegression.fit([], [], cost: 1) == nil)
    #expect(throws: StatisticsError.self) { try LogisticRegression.fit([[1]], [true, false], cost: 1) }
    #expect(throws: StatisticsError.self) { try LogisticRegression.fit([[1], [1, 2]], [true, false], cost: 1) }
    #expect(throws: StatisticsError.self) { try LogisticRegression.fit([[1], [.infinity]], [true, false], cost: 1) }
    for cost in [0, -1, .nan, .infinity] {
      #expect(throws: StatisticsError.self) { try LogisticRegression.fit([[1], [2]], [true, false], cost: cost) }
    }
    let fit = try #require(try LogisticRegression.fit([[], []], [true, false], cost: 1))
    #expect(fit.weights.isEmpty && abs(fit.intercept) < 1e-12)
    #expect(LogisticRegression.probability(-800) == 0 && LogisticRegression.probability(800) == 1)
  }
}
