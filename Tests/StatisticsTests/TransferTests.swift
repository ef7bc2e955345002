import Foundation
import Testing

@testable import IsoglossStatistics

/// Least squares and Mantel's test give statsmodels' and scipy's numbers (scripts/goldens/transfer.py).
struct TransferTests {
  struct TransferGolden: Decodable {
    struct Regression: Decodable {
      var outcome: [Double]
      var columns: [[Double]]
      var values: [Double]
      var errors: [Double]
      var t: [Double]
      var p: [Double]
      var rSquared: Double
    }
    struct Mantel: Decodable {
      var first: [[Double]]
      var second: [[Double]]
      var controls: [[[Double]]]
      var statistic: Double
      var p: Double
    }
    var regressions: [Regression]
    var mantels: [Mantel]

    static func read() throws -> TransferGolden {
      let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/transfer.json")
      return try JSONDecoder().decode(TransferGolden.self, from: Data(contentsOf: file))
    }
  }

  private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(b)) }

  @Test func regressionsAreThoseOfStatsmodels() throws {
    let golden = try TransferGolden.read()
    #expect(golden.regressions.count == 4)
    for row in golden.regressions {
      let fit = try #require(try LeastSquares.fit(row.outcome, on: row.columns))
      let all = [fit.intercept] + fit.coefficients
      #expect(all.count == row.values.count && near(fit.rSquared, row.rSquared))
      #expect(fit.degrees == row.outcome.count - row.values.count)
      for (index, coefficient) in all.enumerated() {
        #expect(near(coefficient.value, row.values[index]) && near(coefficient.standardError, row.errors[index]))
        #expect(near(coefficient.t, row.t[index]) && abs(coefficient.pValue - row.p[index]) < 1e-10)
      }
    }
  }

  @Test func mantelIsPearsonsOverEveryOrder() throws {
    let golden = try TransferGolden.read()
    #expect(golden.mantels.contains { !$0.controls.isEmpty })
    for row in golden.mantels {
      let found = try #require(try MantelTest.run(row.first, row.second, controlling: row.controls, seed: 1))
      #expect(near(found.statistic, row.statistic) && found.pValue == row.p)
    }
  }

  @Test func randomOrdersComeNearEveryOrder() throws {
    // Eight items are beyond the limit; two tables that are one another's have the least p-value that can be.
    var generator = SeededGenerator(seed: 5)
    let table = (0..<8).map { _ in (0..<8).map { _ in generator.unit() } }
    let same = try #require(try MantelTest.run(table, table, permutations: 999, seed: 3))
    #expect(abs(same.statistic - 1) < 1e-12 && same.pValue == 0.001)
    #expect(try MantelTest.run(table, table, permutations: 999, seed: 3) == same)
    let other = (0..<8).map { _ in (0..<8).map { _ in generator.unit() } }
    let unrelated = try #require(try MantelTest.run(table, other, permutations: 999, seed: 3))
    #expect(unrelated.pValue > 0.01 && abs(unrelated.statistic) < 0.5)
    // What explains a table wholly leaves nothing of it.
    #expect(try MantelTest.run(table, other, controlling: [table], permutations: 99, seed: 1) == nil)
  }

  @Test func tooLittleIsNothingAndNonsenseIsAnError() throws {
    #expect(try LeastSquares.fit([1, 2], on: [[1, 2]]) == nil)
    #expect(try LeastSquares.fit([1, 2, 4, 5], on: [[1, 2, 3, 4], [2, 4, 6, 8]]) == nil)
    #expect(try LeastSquares.fit([1, 1, 1, 1], on: [[1, 2, 3, 5]]) == nil)
    #expect(throws: StatisticsError.self) { try LeastSquares.fit([1, 2, 3], on: [[1, 2]]) }
    #expect(throws: StatisticsError.self) { try LeastSquares.fit([1, .nan, 3, 4], on: [[1, 2, 4, 3]]) }
    #expect(try MantelTest.run([[0, 1], [1, 0]], [[0, 1], [1, 0]], seed: 0) == nil)
    let flat = [[0.0, 1, 1], [1, 0, 1], [1, 1, 0]]
    #expect(try MantelTest.run(flat, flat, seed: 0) == nil)
    #expect(throws: StatisticsError.self) { try MantelTest.run(flat, [[0, 1], [1, 0]], seed: 0) }
    #expect(throws: StatisticsError.self) { try MantelTest.run(flat, flat, permutations: 0, seed: 0) }
  }
}
