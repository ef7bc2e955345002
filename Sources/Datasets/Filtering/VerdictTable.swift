public import IsoglossCore

/// Verdicts on pairs, found by the pair's id: no row's verdict depends on where the row stands.
public struct VerdictTable: Sendable {
  private struct Place: Hashable {
    var pair: String
    var part: PairPart
  }

  private var verdicts: [Place: [String: Verdict]] = [:]
  /// Names of the judges that have read texts of a part, sorted.
  public private(set) var judges: [PairPart: [String]] = [:]
  /// Verdicts that are left out: of pairs that are not there, or of texts that have changed since.
  public private(set) var stale = 0

  /// A table of the verdicts on these pairs. Of two verdicts by one judge on one text, the later one counts.
  public init(_ rows: some Sequence<PairVerdict>, on pairs: [PreferencePair]) {
    let known = Dictionary(pairs.map { ($0.id, $0) }) { first, _ in first }
    for row in rows {
      guard let pair = known[row.pair], PairVerdict.hash(row.part, pair) == row.text else {
        stale += 1
        continue
      }
      add(row)
    }
  }

  /// Adds a verdict.
  mutating func add(_ row: PairVerdict) {
    let judge = row.verdict.judge
    verdicts[Place(pair: row.pair, part: row.part), default: [:]][judge] = row.verdict
    if judges[row.part]?.contains(judge) != true { judges[row.part] = ((judges[row.part] ?? []) + [judge]).sorted() }
  }

  /// What the judges say of a text, by their names.
  public subscript(_ part: PairPart, of pair: String) -> [String: Verdict] {
    verdicts[Place(pair: pair, part: part)] ?? [:]
  }
}
