internal import IsoglossCore
public import IsoglossStatistics

/// What a gate on the mean over languages would have said of one question, beside what the single languages say.
///
/// A gate on the mean compares the plain mean with the limit (the mean of the limits, where languages have their own).
public struct MeanDecision: Sendable, Codable {
  /// What is asked.
  public var kind: GateCheck.Kind
  /// Mean over the cells, each weighing the same.
  public var mean: Double
  /// Mean of their limits.
  public var limit: Double
  /// Whether they are differences.
  public var isDifference: Bool
  /// Whether the mean is on the right side.
  public var holds: Bool
  /// Cells beyond their limit beyond doubt, though the mean holds.
  public var hidden: [String]
  /// Cells seen beyond their limit, doubt or no doubt, though the mean holds.
  public var seen: [String]

  /// What the mean says of the checks of one kind; null where none has a rate.
  init?(_ kind: GateCheck.Kind, _ checks: [GateCheck]) {
    let measured = checks.filter { $0.kind == kind && $0.excess != nil }
    guard !measured.isEmpty, kind != .unscored else { return nil }
    func mean(_ value: (GateCheck) -> Double?) -> Double {
      measured.compactMap(value).reduce(0, +) / Double(measured.count)
    }
    self.kind = kind
    self.mean = mean { $0.estimate?.value }
    limit = mean { $0.limit }
    isDifference = measured.contains(where: \.isDifference)
    // A mean of equal numbers may miss them by its last bit.
    let holds = mean(\.excess) <= 1e-12
    self.holds = holds
    hidden = holds ? measured.filter { $0.decision == .failed }.map(\.subject) : []
    seen = holds ? measured.filter { ($0.excess ?? 0) > 1e-12 }.map(\.subject) : []
  }
}

/// Whether the worst cell of a run is worse than chance makes the worst of equal ones.
public struct WorstBeyondChance: Sendable, Codable {
  /// Names of the cells, in the order of the test's groups.
  public var cells: [String]
  /// The test: see `HighestGroupTest`.
  public var test: HighestGroupTest
  /// Confidence at which a cell is called beyond chance.
  public var confidence: Double

  /// The cells beyond chance.
  public var beyond: [String] {
    zip(cells, test.groups).filter { ($0.1.pValue ?? 1) <= 1 - confidence }.map(\.0)
  }

  /// The test over the languages of a stratum; null for fewer than two with scored answers.
  init?(_ stratum: GateStratum, confidence: Double, permutations: Int, seed: UInt64) throws {
    guard
      let test = try HighestGroupTest.run(try stratum.table.grouped(), permutations: permutations, seed: seed)
    else { return nil }
    cells = stratum.languages.map { language in
      stratum.perturbation.map { "\(language.name) under \($0)" } ?? language.name
    }
    self.test = test
    self.confidence = confidence
  }
}
