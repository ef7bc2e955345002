internal import Foundation

/// Whether two tables about the same pairs of items go together (Mantel 1967).
///
/// Cells of one table are not independent: a row and a column belong to one item. So chance is what is left when the items
/// of the first table change places, rows and columns alike. Tables need not be symmetric; the diagonal is left out.
public enum MantelTest {
  /// Items up to which every order is tried.
  public static let exactLimit = 7

  /// Pearson's correlation of the tables' cells, two-sided, after what other tables explain is taken out of both (the
  /// partial test as vegan does it: Smouse, Long and Sokal 1986, the first table itself changing places).
  ///
  /// Up to ``exactLimit`` items the p-value is over all orders; beyond, it comes from random ones and counts the observed
  /// one among them, so it is never 0.
  /// - Parameters:
  ///   - first: `[n][n]`, as is `second` and each of `controls`.
  ///   - controls: tables whose part is taken out; none for the plain test.
  /// - Returns: correlation and p-value; `nil` for fewer than three items, or where a table does not vary, or nothing is
  ///   left of one after the controls.
  /// - Throws: `StatisticsError` for tables of other sizes, numbers that are not finite, or no permutations.
  public static func run(
    _ first: [[Double]], _ second: [[Double]], controlling controls: [[[Double]]] = [], permutations: Int = 9_999,
    seed: UInt64
  ) throws -> TestResult? {
    let n = first.count
    for table in [first, second] + controls {
      try Check.sameLength(n, table.count, "tables")
      for row in table {
        try Check.sameLength(n, row.count, "tables' rows")
        try Check.finite(row, "table")
      }
    }
    try Check.resamples(permutations)
    guard n >= 3 else { return nil }
    let cells = (0..<n).flatMap { row in (0..<n).filter { $0 != row }.map { (row, $0) } }
    func flat(_ table: [[Double]], _ order: [Int]) -> [Double] { cells.map { table[order[$0.0]][order[$0.1]] } }
    let own = Array(0..<n)
    guard let basis = OrthonormalBasis([cells.map { _ in 1 }] + controls.map { flat($0, own) }),
      let other = direction(basis.residual(of: flat(second, own)), of: flat(second, own))
    else { return nil }
    func correlation(_ order: [Int]) -> Double? {
      let values = flat(first, order)
      return direction(basis.residual(of: values), of: values).map { OrthonormalBasis.dot($0, other) }
    }
    guard let observed = correlation(own) else { return nil }
    let limit = abs(observed) - 1e-12
    if n <= exactLimit {
      var (extreme, count) = (0, 0)
      Self.orders(n) { order in
        count += 1
        if let value = correlation(order), abs(value) >= limit { extreme += 1 }
      }
      return TestResult(statistic: observed, pValue: Double(extreme) / Double(count))
    }
    var generator = SeededGenerator(seed: seed)
    var order = own
    var extreme = 0
    for _ in 0..<permutations {
      generator.shuffle(&order)
      if let value = correlation(order), abs(value) >= limit { extreme += 1 }
    }
    return TestResult(statistic: observed, pValue: Double(extreme + 1) / Double(permutations + 1))
  }

  /// Values at length 1; `nil` where next to nothing is left of what they were.
  private static func direction(_ values: [Double], of whole: [Double]) -> [Double]? {
    let size = OrthonormalBasis.dot(values, values).squareRoot()
    guard size > 1e-10 * OrthonormalBasis.dot(whole, whole).squareRoot(), size > 0 else { return nil }
    return values.map { $0 / size }
  }

  /// Every order of n items (Heap 1963).
  private static func orders(_ n: Int, _ body: ([Int]) -> Void) {
    var order = Array(0..<n)
    var counters = [Int](repeating: 0, count: n)
    body(order)
    var index = 0
    while index < n {
      if counters[index] < index {
        order.swapAt(index.isMultiple(of: 2) ? 0 : counters[index], index)
        body(order)
        counters[index] += 1
        index = 0
      } else {
        counters[index] = 0
        index += 1
      }
    }
  }
}
