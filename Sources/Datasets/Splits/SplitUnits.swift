internal import IsoglossCore

/// Which pairs go to one side together.
struct SplitUnits {
  private let ids: [String: Int]
  private var sets: UnionFind

  /// - Parameter pairs: sorted by id.
  init(_ pairs: [PreferencePair], _ settings: SplitSettings) {
    ids = Dictionary(uniqueKeysWithValues: zip(pairs.map(\.id), pairs.indices))
    sets = UnionFind(count: pairs.count)
    for bond in Set(settings.bonds) {
      switch bond {
      case .group: sets.join(by: pairs.map(\.group))
      case .cell: sets.join(by: pairs.map(HarmfulCell.init(of:)))
      case .reference: sets.join(by: pairs.map(SourceReference.init(of:)))
      case .nearDuplicate: sets.joinNearDuplicates(pairs, threshold: settings.threshold)
      }
    }
  }

  /// Binds pairs by their ids.
  mutating func join(_ bonds: [(String, String)]) {
    for (a, b) in bonds { if let a = ids[a], let b = ids[b] { sets.join(a, b) } }
  }

  /// Positions of the pairs of each unit, rising; units by their first pair.
  mutating func members() -> [[Int]] {
    var members: [Int: [Int]] = [:]
    for position in 0..<ids.count { members[sets.root(position), default: []].append(position) }
    return members.sorted { $0.key < $1.key }.map(\.value)
  }
}

/// A hazard with an attack style, of harmful requests.
struct HarmfulCell: Hashable {
  var hazard: Hazard
  var style: AttackStyle

  init?(_ hazard: Hazard?, _ style: AttackStyle?, _ intent: Intent) {
    guard let hazard, let style, intent == .harmful else { return nil }
    (self.hazard, self.style) = (hazard, style)
  }

  init?(of pair: PreferencePair) { self.init(pair.hazard, pair.style, pair.intent) }
}

/// What a source numbers alike.
struct SourceReference: Hashable {
  var source: String
  var reference: String

  init?(of pair: PreferencePair) {
    guard let reference = pair.provenance.reference else { return nil }
    (source, self.reference) = (pair.provenance.source, reference)
  }
}

extension UnionFind {
  /// Joins pairs whose requests are near-duplicates, directly or by others.
  mutating func joinNearDuplicates(_ pairs: [PreferencePair], threshold: Double) {
    var index = NearDuplicateIndex(threshold: threshold)
    var rows: [Int] = []
    let texts = pairs.map { (text: $0.prompt, language: $0.language) }
    for (row, sketch) in TextSketch.inTurn(texts, index.minHash) {
      let matches = index.matches(sketch) { areJoined(rows[$0], row) }
      for match in matches { join(row, rows[match.position]) }
      // A text with the runs of another is like the same others: that one stands for both.
      if !matches.contains(where: \.hasSameRuns) {
        index.add(sketch)
        rows.append(row)
      }
    }
  }
}
