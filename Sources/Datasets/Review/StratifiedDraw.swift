internal import IsoglossCore

/// A seeded draw that shares a count out evenly: among the values of the first key, within each among those of the second,
/// and so on. Where one has too few rows, the others get its share.
struct StratifiedDraw {
  /// Seed of the draw.
  let seed: UInt64

  /// Positions of the rows drawn, rising.
  ///
  /// The draw depends on the rows' ids and keys, not on their order.
  /// - Parameters:
  ///   - keys: of each row, the values that are shared out among, the first first.
  func draw(_ count: Int, ids: [String], keys: [[String]]) -> [Int] {
    let ranks = ids.map { ContentHash.of(["\(seed)", "row", $0]) }
    let order = ids.indices.sorted { (ranks[$0], ids[$0]) < (ranks[$1], ids[$1]) }
    return share(min(count, ids.count), order, keys, depth: 0, path: []).sorted()
  }

  private func share(_ count: Int, _ rows: [Int], _ keys: [[String]], depth: Int, path: [String]) -> [Int] {
    guard count > 0, let first = rows.first else { return [] }
    guard count < rows.count, depth < keys[first].count else { return Array(rows.prefix(count)) }
    let parts = Dictionary(grouping: rows) { keys[$0][depth] }
    // Who gets one more where the count does not come out even.
    let order = parts.keys.sorted {
      (ContentHash.of(["\(seed)", "part"] + path + [$0]), $0) < (ContentHash.of(["\(seed)", "part"] + path + [$1]), $1)
    }
    var shares: [String: Int] = [:]
    var left = count
    while left > 0 {
      for name in order where left > 0 && shares[name, default: 0] < (parts[name]?.count ?? 0) {
        shares[name, default: 0] += 1
        left -= 1
      }
    }
    return order.flatMap { name in
      share(shares[name] ?? 0, parts[name] ?? [], keys, depth: depth + 1, path: path + [name])
    }
  }
}
