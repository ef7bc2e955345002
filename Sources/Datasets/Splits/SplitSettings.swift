/// How pairs are divided into training and test.
public struct SplitSettings: Hashable, Sendable, Codable {
  /// What keeps pairs on one side of the border.
  public enum Bond: String, Sendable, Codable, CaseIterable {
    /// One request across languages.
    case group
    /// Harmful pairs of one hazard and one attack style, in all languages.
    case cell
    /// What a source numbers alike, such as one seed (`provenance.source` with `provenance.reference`).
    case reference
    /// Requests with much the same letters in one language.
    case nearDuplicate = "near-duplicate"
  }

  /// Test pairs of each intent and hazard, in each language.
  public var test: Int
  /// What keeps pairs together.
  public var bonds: [Bond]
  /// Jaccard index of runs of five letters from which on requests count as near-duplicates.
  public var threshold: Double
  /// Seed of the draw.
  public var seed: UInt64
  /// Whether a hazard that has too few pairs gives as many as it can; otherwise that is an error.
  public var allowsShortage: Bool

  /// Settings; the defaults are the paper's counts.
  public init(
    test: Int = 100, bonds: [Bond] = Bond.allCases, threshold: Double = 0.6, seed: UInt64 = 0,
    allowsShortage: Bool = false
  ) {
    self.test = test
    self.bonds = bonds
    self.threshold = threshold
    self.seed = seed
    self.allowsShortage = allowsShortage
  }

  /// - Throws: `DatasetError.badSetting`.
  func check() throws {
    guard test > 0 else { throw DatasetError(.badSetting, "\(test) test pairs a hazard: give a number from 1.") }
    guard threshold > 0, threshold <= 1 else {
      throw DatasetError(.badSetting, "A threshold of \(threshold): give a share above 0, at most 1.")
    }
  }
}
