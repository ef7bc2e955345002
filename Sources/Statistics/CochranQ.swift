/// Cochran's test that several conditions have one rate (Cochran 1950): the same items, judged right or wrong under
/// each, such as one labelled answer in several languages.
public struct CochranQ: Hashable, Sendable, Codable {
  /// Q and its p-value, by chi-square with ``degrees`` degrees of freedom.
  public var test: TestResult
  /// Conditions less one.
  public var degrees: Int
  /// Items, those that are alike under all conditions included.
  public var items: Int
  /// Share of the largest possible Q, in 0...1 (Serlin, Carr and Marascuilo 1982): 0 where all rates are alike.
  public var effect: Double

  /// Tests rows of `[items][conditions]`. A row with a gap cannot be compared and must be left out by the caller.
  ///
  /// - Returns: `nil` for fewer than two conditions, or where no item differs between conditions.
  /// - Throws: `StatisticsError.lengthMismatch` for rows of different lengths.
  public static func run(_ rows: [[Bool]]) throws -> CochranQ? {
    let conditions = rows.first?.count ?? 0
    for row in rows { try Check.sameLength(row.count, conditions, "rows") }
    guard conditions >= 2 else { return nil }
    var columns = [Int](repeating: 0, count: conditions)
    var within = 0
    var total = 0
    for row in rows {
      for (index, happened) in row.enumerated() where happened { columns[index] += 1 }
      let sum = row.count { $0 }
      total += sum
      within += sum * (conditions - sum)
    }
    guard within > 0 else { return nil }
    let between = conditions * columns.reduce(0) { $0 + $1 * $1 } - total * total
    let statistic = Double(conditions - 1) * Double(between) / Double(within)
    return CochranQ(
      test: TestResult(
        statistic: statistic, pValue: ChiSquare(degrees: Double(conditions - 1)).upperTail(statistic)),
      degrees: conditions - 1, items: rows.count, effect: statistic / Double(rows.count * (conditions - 1)))
  }
}
