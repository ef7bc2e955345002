import Foundation
import IsoglossStatistics
import Testing

/// Means over units crossed with replicates: scipy's, statsmodels' and numpy's numbers (scripts/goldens/crossed.py), and
/// what they must do.
struct CrossedTests {
  struct CrossedGolden: Decodable {
    struct Mean: Decodable {
      var table: [[Double]]
      var mean: Double
      var error: Double
      var degrees: Double
      var p: Double
      var detectable: Double
    }
    struct Resampled: Decodable {
      var table: [[Double]]
      var seed: UInt64
      var resamples: Int
      var lower: Double
      var upper: Double
    }
    var quantiles: [[Double]]
    var means: [Mean]
    var resampled: [Resampled]
  }

  private let golden: CrossedGolden

  init() throws {
    let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/crossed.json")
    golden = try JSONDecoder().decode(CrossedGolden.self, from: Data(contentsOf: file))
  }

  /// The mean of the cells of a table at some rows and columns.
  private func mean(_ table: [[Double]], _ rows: [Int], _ columns: [Int]) -> Double {
    rows.reduce(0) { sum, row in sum + columns.reduce(0) { $0 + table[row][$1] } } / Double(rows.count * columns.count)
  }

  @Test func quantilesOfStudentsTAreThoseOfScipy() {
    #expect(golden.quantiles.count == 81)
    for row in golden.quantiles {
      expectClose(StudentT(degrees: row[0]).quantile(row[1]), row[2], relative: 1e-9, absolute: 1e-12, row)
    }
    let student = StudentT(degrees: 3)
    #expect(student.quantile(0) == -.infinity && student.quantile(1) == .infinity && student.quantile(-0.1).isNaN)
    #expect(StudentT(degrees: 0).quantile(0.3).isNaN && StudentT(degrees: .infinity).quantile(0.3).isNaN)
  }

  @Test func meansAreThoseOfStatsmodels() throws {
    // Every case of the variances is among them: both above 0, one of them, none.
    #expect(golden.means.count == 6)
    for row in golden.means {
      let found = try #require(try CrossedMean(row.table))
      expectClose(found.value, row.mean, relative: 1e-9)
      expectClose(found.standardError, row.error, relative: 1e-8)
      expectClose(found.degrees, row.degrees, relative: 1e-7)
      expectClose(found.pValue, row.p, relative: 1e-7)
      expectClose(try found.smallestDetectableDifference(), row.detectable, relative: 1e-7)
    }
  }

  @Test func resampledQuantilesAreThoseOfNumpy() throws {
    for row in golden.resampled {
      let bootstrap = Bootstrap(resamples: row.resamples, seed: row.seed)
      let found = try bootstrap.crossed(row.table.count, by: row.table[0].count) { mean(row.table, $0, $1) }
      let interval = try #require(try found.estimate()).interval
      expectClose(interval.lower, row.lower, relative: 1e-12)
      expectClose(interval.upper, row.upper, relative: 1e-12)
      #expect(found.undefined == 0)
    }
  }

  /// Closed forms: effects of units and of replicates without any rest.
  @Test func onlyReplicatesThatDifferLeaveTheirOwnDegrees() throws {
    let table = (0..<50).map { _ in [1.0, 2, 3] }
    let found = try #require(try CrossedMean(table))
    // Var = 1 / 3, on 2 degrees, whatever the number of units.
    expectClose(found.standardError, (1.0 / 3).squareRoot(), relative: 1e-12)
    expectClose(found.degrees, 2, relative: 1e-12)
    let one = try #require(try CrossedMean([[1], [2], [3], [6]]))
    // A mean of one column: its standard error, on n - 1 degrees.
    expectClose(one.standardError, (14.0 / 3 / 4).squareRoot(), relative: 1e-12)
    #expect(one.value == 3 && one.degrees == 3)
  }

  @Test func theStatedDifferenceIsFoundWithTheStatedPower() throws {
    // Means of two groups of 20 units by 4 replicates that truly differ by what is said to be detectable.
    var (found, all) = (0, 0)
    var generator = SeededGenerator(seed: 11)
    func table(_ centre: Double) -> [[Double]] {
      let columns = (0..<4).map { _ in 0.5 * generator.normal() }
      return (0..<20).map { _ in
        let own = generator.normal()
        return columns.map { centre + own + $0 + 0.7 * generator.normal() }
      }
    }
    // The true standard error: √(1/20 + 0.25/4 + 0.49/80); 4 replicates leave few degrees, about 8.
    let error = (1.0 / 20 + 0.25 / 4 + 0.49 / 80).squareRoot()
    let detectable =
      (StudentT(degrees: 8).quantile(0.975) + StudentT(degrees: 8).quantile(0.8)) * error * 2.0.squareRoot()
    for _ in 0..<400 {
      let (a, b) = (table(detectable), table(0))
      let difference = zip(a, b).map { zip($0, $1).map { $0 - $1 } }
      if let p = try CrossedMean(difference)?.pValue, p < 0.05 { found += 1 }
      all += 1
    }
    let power = Double(found) / Double(all)
    #expect(power > 0.72 && power < 0.93, "\(power)")
  }

  @Test func chanceIsFoundAsOftenAsStated() throws {
    var found = 0
    var generator = SeededGenerator(seed: 12)
    for _ in 0..<1_000 {
      let columns = (0..<3).map { _ in generator.normal() }
      let table = (0..<15).map { _ in
        let own = generator.normal()
        return columns.map { own + $0 + generator.normal() }
      }
      if let p = try CrossedMean(table)?.pValue, p < 0.05 { found += 1 }
    }
    // Three replicates: the test must not be anything like the 20 % of a test that takes replicates for granted.
    #expect(found < 80, "\(found) of 1000")
  }

  @Test func tooLittleIsNilAndNonsenseIsAnError() throws {
    #expect(try CrossedMean([]) == nil && CrossedMean([[1, 2]]) == nil && CrossedMean([[], []]) == nil)
    #expect(throws: StatisticsError.self) { try CrossedMean([[1, 2], [1]]) }
    #expect(throws: StatisticsError.self) { try CrossedMean([[1, 2], [.nan, 1]]) }
    let still = try #require(try CrossedMean([[2, 2], [2, 2]]))
    #expect(still.value == 2 && still.standardError == 0 && still.pValue == nil)
    #expect(try still.smallestDetectableDifference() == 0)
    #expect(throws: StatisticsError.self) { try still.smallestDetectableDifference(power: 1) }
    #expect(throws: StatisticsError.self) { try still.smallestDetectableDifference(confidence: 0) }
    let none = try Bootstrap(resamples: 10, seed: 0).crossed(0, by: 3) { _, _ in 1 }
    #expect(try none.value == nil && none.estimate() == nil)
  }

  @Test func undefinedResamplesAreCounted() throws {
    // Defined where the first unit is among those that are drawn: about 1 - 1/e of all.
    let found = try Bootstrap(resamples: 500, seed: 3).crossed(20, by: 1) { units, _ in units.contains(0) ? 1 : nil }
    #expect(found.undefined > 120 && found.undefined < 250)
    #expect(try found.estimate()?.value == 1)
    let rarely = try Bootstrap(resamples: 500, seed: 3).crossed(20, by: 1) { units, _ in
      units[0] == 0 ? Double.infinity : nil
    }
    #expect(try rarely.value == nil && rarely.estimate() == nil && rarely.undefined == 500)
    let difference = found - found
    #expect(difference.value == 0 && difference.undefined == found.undefined)
  }
}
