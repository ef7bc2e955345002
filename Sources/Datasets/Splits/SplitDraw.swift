internal import IsoglossCore

/// The seeded draw of test units, and of test pairs from them.
struct SplitDraw {
  private let pairs: [PreferencePair]
  private let units: [[Int]]
  private let settings: SplitSettings
  private let strata: [SplitStratum]

  /// - Parameters:
  ///   - pairs: sorted by id.
  ///   - units: positions of pairs that stay together.
  init(_ pairs: [PreferencePair], _ units: [[Int]], _ settings: SplitSettings) {
    self.pairs = pairs
    self.units = units
    self.settings = settings
    strata = pairs.map(SplitStratum.init)
  }

  /// Where each pair goes.
  func sides() -> [SplitSide] {
    var sides = [SplitSide](repeating: .train, count: pairs.count)
    let taken = takenUnits().flatMap { units[$0] }
    for position in taken { sides[position] = .withheld }
    var open: [SplitStratum: Int] = [:]
    // Groups in one order for all languages: parallel data gets the same groups in each.
    let ranks = Dictionary(
      uniqueKeysWithValues: Set(taken.map { group($0) }).map { ($0, rank("group", $0)) })
    for position in taken.sorted(by: { (ranks[group($0)] ?? "", $0) < (ranks[group($1)] ?? "", $1) }) {
      let left = open[strata[position], default: settings.test]
      guard left > 0 else { continue }
      open[strata[position]] = left - 1
      sides[position] = .test
    }
    return sides
  }

  private func group(_ position: Int) -> String { pairs[position].group ?? pairs[position].id }

  private func rank(_ kind: String, _ name: String) -> String {
    ContentHash.of(["\(settings.seed)", kind, name])
  }

  /// Units that test pairs are drawn from: first those of which at least half is of use, then any.
  private func takenUnits() -> [Int] {
    let counts = units.map { unit in
      unit.reduce(into: [SplitStratum: Int]()) { $0[strata[$1], default: 0] += 1 }
    }
    let ranks = units.map { rank("unit", pairs[$0[0]].id) }
    let order = units.indices.sorted { ranks[$0] < ranks[$1] }
    var open = Dictionary(strata.map { ($0, settings.test) }) { first, _ in first }
    var training = strata.reduce(into: [SplitStratum: Int]()) { $0[$1, default: 0] += 1 }
    var taken: Set<Int> = []
    for isStrict in [true, false] {
      for unit in order where !taken.contains(unit) {
        let useful = counts[unit].reduce(0) { $0 + min($1.value, open[$1.key] ?? 0) }
        guard useful > 0, !isStrict || 2 * useful >= units[unit].count else { continue }
        // Training keeps a pair of everything.
        guard counts[unit].allSatisfy({ $0.value < training[$0.key] ?? 0 }) else { continue }
        taken.insert(unit)
        for (stratum, count) in counts[unit] {
          open[stratum, default: 0] -= min(count, open[stratum] ?? 0)
          training[stratum, default: 0] -= count
        }
      }
    }
    return taken.sorted()
  }
}
