internal import IsoglossCore

/// Every request of one side compared with every request of the other in its language, by the exact Jaccard index: no
/// index of likely candidates, so that nothing is passed over.
struct ExactNeighbours {
  /// The pair of requests that are most alike across the border, in one language.
  private(set) var nearest: [Language: SplitProof.Neighbours] = [:]
  /// All that are at least as alike as the threshold.
  private(set) var above: [SplitProof.Neighbours] = []
  /// Comparisons made.
  private(set) var comparisons = 0

  /// - Parameters:
  ///   - train: one side.
  ///   - test: the other side; its runs of letters are held in memory.
  init(train: [PreferencePair], test: [PreferencePair], threshold: Double) {
    let others = Dictionary(grouping: train.sorted { $0.id < $1.id }, by: \.language)
    for (language, rows) in Dictionary(grouping: test.sorted { $0.id < $1.id }, by: \.language) {
      let queries = others[language] ?? []
      comparisons += rows.count * queries.count
      search(queries, rows, language, threshold)
    }
    above.sort { ($0.train, $0.test) < ($1.train, $1.test) }
  }

  private mutating func search(
    _ queries: [PreferencePair], _ rows: [PreferencePair], _ language: Language, _ threshold: Double
  ) {
    let texts = rows.map { TextGrams($0.prompt) }
    var places: [UInt64: [Int32]] = [:]
    for (row, text) in texts.enumerated() { for gram in text.grams { places[gram, default: []].append(Int32(row)) } }
    var shared = [Int32](repeating: 0, count: rows.count)
    for query in queries {
      let text = TextGrams(query.prompt)
      for gram in text.grams { for row in places[gram] ?? [] { shared[Int(row)] += 1 } }
      for row in rows.indices {
        let common = Int(shared[row])
        shared[row] = 0
        let similarity = Double(common) / Double(text.grams.count + texts[row].grams.count - common)
        guard similarity >= threshold || similarity > nearest[language]?.similarity ?? -1 else { continue }
        let found = SplitProof.Neighbours(
          train: query.id, test: rows[row].id, language: language, similarity: similarity,
          isExact: text == texts[row])
        if similarity > nearest[language]?.similarity ?? -1 { nearest[language] = found }
        if similarity >= threshold { above.append(found) }
      }
    }
  }
}
