/// The mean of a table of units by replicates, such as requests by seeds, where both are samples of more.
///
/// Two-way random effects without repetition: Var(mean) = σ²ᵤ/n + σ²ᵣ/r + σ²ₑ/(n r), its parts from mean squares and never
/// below 0 (Searle, Casella and McCulloch 1992, chapter 4). So a mean over few seeds is as uncertain as few seeds are.
public struct CrossedMean: Hashable, Sendable, Codable {
  /// The mean.
  public var value: Double
  /// Its standard error.
  public var standardError: Double
  /// Degrees of freedom of the standard error (Satterthwaite 1946).
  public var degrees: Double

  /// The mean of a table.
  ///
  /// One replicate gives the standard error of its units alone: nothing is known of other replicates then.
  /// - Parameter table: `[units][replicates]`.
  /// - Returns: `nil` for fewer than two units or no replicates.
  /// - Throws: `StatisticsError` for rows of different lengths, or numbers that are not finite.
  public init?(_ table: [[Double]]) throws {
    let (n, r) = (table.count, table.first?.count ?? 0)
    for row in table { try Check.sameLength(row.count, r, "rows") }
    try Check.finite(table.joined(), "the table")
    guard n > 1, r > 0 else { return nil }
    let (units, replicates) = (Double(n), Double(r))
    let rows = table.map { $0.reduce(0, +) / replicates }
    let mean = rows.reduce(0, +) / units
    let columns = (0..<r).map { place in table.reduce(0) { $0 + $1[place] } / units }
    func squares(_ values: some Sequence<Double>) -> Double { values.reduce(0) { $0 + $1 * $1 } }
    let freedom = (units: units - 1, replicates: replicates - 1, error: (units - 1) * (replicates - 1))
    let byUnit = replicates * squares(rows.map { $0 - mean }) / freedom.units
    value = mean
    guard r > 1 else {
      (standardError, degrees) = ((byUnit / units).squareRoot(), freedom.units)
      return
    }
    let byReplicate = units * squares(columns.map { $0 - mean }) / freedom.replicates
    let errors = zip(table, rows).flatMap { row, own in zip(row, columns).map { $0 - own - $1 + mean } }
    let byError = squares(errors) / freedom.error
    // n r Var(mean) as a sum of mean squares; a variance that would be below 0 is 0, and its mean square cancels.
    let parts: [(square: Double, freedom: Double)] =
      switch (byUnit > byError, byReplicate > byError) {
      case (true, true): [(byUnit, freedom.units), (byReplicate, freedom.replicates), (-byError, freedom.error)]
      case (true, false): [(byUnit, freedom.units)]
      case (false, true): [(byReplicate, freedom.replicates)]
      case (false, false): [(byError, freedom.error)]
      }
    let sum = parts.reduce(0) { $0 + $1.square }
    standardError = (sum / (units * replicates)).squareRoot()
    let weights = parts.reduce(0) { $0 + $1.square * $1.square / $1.freedom }
    degrees = weights > 0 ? sum * sum / weights : freedom.units
  }

  /// Two-sided p-value of a mean of 0, by Student's t; `nil` where nothing varies.
  public var pValue: Double? {
    standardError > 0 ? StudentT(degrees: degrees).twoSidedTail(value / standardError) : nil
  }

  /// The smallest difference between two such means, as uncertain as this one each, that a two-sided test finds with the
  /// stated power: (t at 1 − α/2 + t at the power) · √2 · SE (Bloom 1995).
  /// - Throws: `StatisticsError.outOfRange` for a power or confidence outside 0...1.
  public func smallestDetectableDifference(power: Double = 0.8, confidence: Double = 0.95) throws -> Double {
    try Check.confidence(confidence)
    guard power > 0, power < 1 else {
      throw StatisticsError(.outOfRange, "power is \(power): give a number between 0 and 1, such as 0.8")
    }
    let student = StudentT(degrees: degrees)
    return (student.quantile((1 + confidence) / 2) + student.quantile(power)) * 2.0.squareRoot() * standardError
  }
}
