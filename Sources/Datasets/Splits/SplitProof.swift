public import IsoglossCore

/// What stands for a split: that no unit is on both sides, by looking at both sides as they are, whoever divided them.
public struct SplitProof: Hashable, Sendable, Codable {
  /// Two requests on different sides.
  public struct Neighbours: Hashable, Sendable, Codable {
    /// Id of the training pair.
    public var train: String
    /// Id of the test pair.
    public var test: String
    /// Language of both.
    public var language: Language
    /// Jaccard index of the runs of five letters of both requests.
    public var similarity: Double
    /// Whether the words are the same, letter case and punctuation aside.
    public var isExact: Bool
  }

  /// Pairs of one intent and hazard in one language, by side.
  public struct Count: Hashable, Sendable, Codable {
    /// What is counted.
    public var stratum: SplitStratum
    /// Training pairs.
    public var train: Int
    /// Test pairs.
    public var test: Int
    /// Pairs on neither side.
    public var withheld: Int
  }

  /// How the pairs were divided.
  public let settings: SplitSettings
  /// Counts by language, intent and hazard.
  public let counts: [Count]
  /// SHA-256 over what training sees of the pairs of each side, in order of id: `train`, `test`, `withheld`.
  public let hashes: [String: String]
  /// Groups on both sides.
  public let groups: [String]
  /// Cells of hazard and attack style with harmful pairs on both sides: `S1 slang`.
  public let cells: [String]
  /// Sources with their references on both sides.
  public let references: [String]
  /// Requests on both sides that are at least as alike as the threshold.
  public let nearDuplicates: [Neighbours]
  /// The two requests that are most alike across the border, in each language.
  public let nearest: [Neighbours]
  /// Comparisons of a training with a test request in one language, all of them exact.
  public let comparisons: Int
  /// Test groups that are in the test of every language of the pairs; null where no pair has a group.
  public let groupsInEveryLanguage: Int?
  /// Test groups in all; null where no pair has one.
  public let testGroups: Int?

  /// Looks at both sides.
  ///
  /// Cost: every training request is compared with every test request of its language.
  public init(
    train: [PreferencePair], test: [PreferencePair], withheld: [PreferencePair] = [], settings: SplitSettings
  ) {
    self.settings = settings
    let sides = [("train", train), ("test", test), ("withheld", withheld)]
    hashes = Dictionary(
      uniqueKeysWithValues: sides.map { ($0, PairSet.contentHash($1.sorted { $0.id < $1.id })) })
    let counted = sides.map { _, rows in
      rows.reduce(into: [SplitStratum: Int]()) { $0[SplitStratum($1), default: 0] += 1 }
    }
    counts = Set(counted.flatMap(\.keys)).sorted().map { stratum in
      Count(
        stratum: stratum, train: counted[0][stratum] ?? 0, test: counted[1][stratum] ?? 0,
        withheld: counted[2][stratum] ?? 0)
    }
    func both<Key: Hashable>(_ key: (PreferencePair) -> Key?, _ name: (Key) -> String) -> [String] {
      Set(train.compactMap(key)).intersection(test.compactMap(key)).map(name).sorted()
    }
    groups = both(\.group) { $0 }
    cells = both({ HarmfulCell(of: $0) }, { "\($0.hazard.rawValue) \($0.style.rawValue)" })
    references = both({ SourceReference(of: $0) }, { "\($0.source) \($0.reference)" })
    let neighbours = ExactNeighbours(train: train, test: test, threshold: settings.threshold)
    nearDuplicates = neighbours.above
    nearest = neighbours.nearest.values.sorted { $0.language < $1.language }
    comparisons = neighbours.comparisons
    let languages = Set((train + test + withheld).map(\.language)).count
    let ofGroup = test.reduce(into: [String: Set<Language>]()) { sets, pair in
      if let group = pair.group { sets[group, default: []].insert(pair.language) }
    }
    testGroups = ofGroup.isEmpty ? nil : ofGroup.count
    groupsInEveryLanguage = ofGroup.isEmpty ? nil : ofGroup.values.count { $0.count == languages }
  }

  /// Whether nothing that the settings bind is on both sides.
  public var holds: Bool {
    settings.bonds.allSatisfy { bond in
      switch bond {
      case .group: groups.isEmpty
      case .cell: cells.isEmpty
      case .reference: references.isEmpty
      case .nearDuplicate: nearDuplicates.isEmpty
      }
    }
  }

  /// The two requests that are most alike across the border; null where no language has both sides.
  public var nearestOfAll: Neighbours? {
    nearest.max { ($0.similarity, $1.train) < ($1.similarity, $0.train) }
  }
}
