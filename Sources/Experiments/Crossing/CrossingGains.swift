internal import IsoglossCore
internal import IsoglossStatistics

/// Changes of margins of some runs that differ in their seed alone, on the groups that all have in every language.
struct CrossingGains {
  /// The groups, in order: the rows of every table.
  let groups: [String]
  /// Seeds of the runs: the columns.
  let seeds: [UInt64]
  private let tables: [Language: [[Double]]]

  /// - Parameters:
  ///   - runs: one a seed.
  ///   - groups: those that are wanted; only groups that every run has in every language are kept.
  init(_ runs: [CrossingResult], _ languages: [Language], groups wanted: Set<String>? = nil) {
    let runs = runs.sorted { $0.cell.seed < $1.cell.seed }
    let gains = languages.map { language in runs.map { $0.gains(language) } }
    var whole = wanted
    for found in gains.joined() { whole = whole.map { $0.intersection(found.keys) } ?? Set(found.keys) }
    let groups = (runs.isEmpty ? [] : whole ?? []).sorted()
    self.groups = groups
    seeds = runs.map(\.cell.seed)
    tables = Dictionary(
      uniqueKeysWithValues: zip(languages, gains).map { language, runs in
        (language, groups.map { group in runs.map { $0[group] ?? 0 } })
      })
  }

  /// Nothing was measured.
  var isEmpty: Bool { groups.isEmpty || seeds.isEmpty }

  /// Mean changes of some languages: `[groups][seeds]`.
  func table(_ languages: [Language]) -> [[Double]] {
    groups.indices.map { row in
      seeds.indices.map { column in
        languages.reduce(0) { $0 + (tables[$1]?[row][column] ?? 0) } / Double(max(1, languages.count))
      }
    }
  }

  /// This table less that of the seeds that both have, group by group: null where they share no seed or no group.
  func difference(from other: CrossingGains, _ languages: [Language]) -> [[Double]]? {
    let (mine, theirs) = (table(languages), other.table(languages))
    let columns = seeds.indices.compactMap { place in
      other.seeds.firstIndex(of: seeds[place]).map { (place, $0) }
    }
    let rows = groups.indices.compactMap { place in
      other.groups.firstIndex(of: groups[place]).map { (place, $0) }
    }
    guard !columns.isEmpty, !rows.isEmpty else { return nil }
    return rows.map { row in columns.map { mine[row.0][$0.0] - theirs[row.1][$0.1] } }
  }
}

extension [[Double]] {
  /// Mean of the cells at some rows and columns, which may repeat; the table is not empty.
  func mean(_ rows: [Int], _ columns: [Int]) -> Double {
    rows.reduce(0) { sum, row in sum + columns.reduce(0) { $0 + self[row][$1] } } / Double(rows.count * columns.count)
  }

  /// Mean of all cells; null where there is none.
  var mean: Double? { isEmpty || self[0].isEmpty ? nil : mean(Array<Int>(indices), Array<Int>(self[0].indices)) }
}
