/// How the pairs of a step are divided among ranks.
enum RankShare {
  /// For each rank the places of its pairs, in their order: the longest first, each to the rank with the fewest tokens.
  ///
  /// Every rank finds the same division from the same lengths. Ranks beyond the number of pairs get none.
  static func places(_ lengths: [Int], among count: Int) -> [[Int]] {
    var shares = [[Int]](repeating: [], count: count)
    var loads = [Int](repeating: 0, count: count)
    for place in lengths.indices.sorted(by: { (-lengths[$0], $0) < (-lengths[$1], $1) }) {
      guard let lightest = loads.indices.min(by: { (loads[$0], $0) < (loads[$1], $1) }) else { return [] }
      shares[lightest].append(place)
      loads[lightest] += lengths[place]
    }
    return shares.map { $0.sorted() }
  }
}
