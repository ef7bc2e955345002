public import IsoglossCore
internal import IsoglossStatistics

/// Whether transfer follows relatedness.
///
/// The outcome is the share of a language's own gain that training in another one gives. Cells of a row, and of a
/// column, belong to one language, so chance is what is left when languages change places (Mantel's test); the standard
/// errors of the regression do not know this and are shown for orientation.
public struct TransferTest: Hashable, Sendable, Codable {
  /// What one explanation comes to.
  public struct Row: Hashable, Sendable, Codable {
    /// The explanation: a distance, or a trait of the language that is asked.
    public var name: String
    /// Mantel's correlation with transfer; a distance that matters has one below 0.
    public var correlation: Double?
    /// Its two-sided p-value.
    public var pValue: Double?
    /// The same after resource class and fertility of the language that is asked are taken out; null where they cannot
    /// be, and for these themselves.
    public var partial: Double?
    /// Its two-sided p-value.
    public var partialPValue: Double?
    /// Change of the share by one standard deviation of the explanation, all explanations in one regression.
    public var coefficient: Double?
    /// Its standard error as least squares has it.
    public var standardError: Double?
  }

  /// The languages that were both trained on and asked.
  public var languages: [Language]
  /// Cells: ordered pairs of two languages.
  public var cells: Int
  /// The explanations.
  public var rows: [Row]
  /// Share of the variance that all of them explain together; null where they cannot be told apart.
  public var rSquared: Double?
  /// Explanations that were left out of the regression because they are combinations of others or do not vary.
  public var leftOut: [String]

  /// Tests a matrix.
  /// - Parameters:
  ///   - fertility: tokens a byte of parallel text, by language; languages without one leave fertility out.
  /// - Returns: null for fewer than four languages that were both trained on and asked.
  /// - Throws: `StatisticsError`.
  init?(
    _ matrix: TransferMatrix, distances: LanguageDistances, fertility: [Language: Double], permutations: Int = 9_999,
    seed: UInt64 = 0
  ) throws {
    let (languages, shares) = matrix.square
    guard languages.count >= 4 else { return nil }
    self.languages = languages
    cells = languages.count * (languages.count - 1)
    /// A trait of the language that is asked, as a table.
    func trait(_ value: (Language) -> Double?) -> [[Double]]? {
      let row = languages.compactMap(value)
      guard row.count == languages.count, Set(row).count > 1 else { return nil }
      return languages.map { _ in row }
    }
    let controls = [
      ("resource class of the asked", trait { Double(["high": 0, "medium": 1, "low": 2][$0.resource.rawValue] ?? 2) }),
      ("tokens a byte of the asked", trait { fertility[$0] }),
    ].compactMap { name, table in table.map { (name: name, table: $0) } }
    let kinds = LanguageDistances.Kind.allCases.compactMap { kind in
      distances.matrix(kind, languages).map { (name: "\(kind.rawValue) distance", table: $0) }
    }
    let explanations = kinds + controls
    let places = languages.indices.flatMap { row in languages.indices.filter { $0 != row }.map { (row, $0) } }
    func flat(_ table: [[Double]]) -> [Double] { places.map { table[$0.0][$0.1] } }
    let outcome = flat(shares)
    var used: [(name: String, column: [Double])] = []
    var leftOut: [String] = []
    for explanation in explanations {
      let column = Self.standardised(flat(explanation.table))
      if let column, try LeastSquares.fit(outcome, on: used.map(\.column) + [column]) != nil {
        used.append((explanation.name, column))
      } else {
        leftOut.append(explanation.name)
      }
    }
    let fit = try LeastSquares.fit(outcome, on: used.map(\.column))
    rSquared = fit?.rSquared
    self.leftOut = leftOut
    rows = try explanations.map { explanation in
      let plain = try MantelTest.run(shares, explanation.table, permutations: permutations, seed: seed)
      let isDistance = kinds.contains { $0.name == explanation.name }
      let partial =
        isDistance && !controls.isEmpty
        ? try MantelTest.run(
          shares, explanation.table, controlling: controls.map(\.table), permutations: permutations, seed: seed) : nil
      let place = used.firstIndex { $0.name == explanation.name }
      return Row(
        name: explanation.name, correlation: plain?.statistic, pValue: plain?.pValue, partial: partial?.statistic,
        partialPValue: partial?.pValue, coefficient: place.flatMap { fit?.coefficients[$0].value },
        standardError: place.flatMap { fit?.coefficients[$0].standardError })
    }
  }

  /// Mean 0 and standard deviation 1; null where values do not vary.
  private static func standardised(_ values: [Double]) -> [Double]? {
    let mean = values.reduce(0, +) / Double(values.count)
    let deviation = (values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)).squareRoot()
    return deviation > 1e-12 ? values.map { ($0 - mean) / deviation } : nil
  }
}
