internal import IsoglossCore

/// Texts by their letters: finds those that are much like a given one, in the same language.
///
/// Candidates come from shared bands of MinHash signatures; what is returned is decided by the exact Jaccard index, so
/// nothing unlike is ever returned, and texts as alike as the threshold are missed with probability
/// `minHash.missRate(at: threshold)`, at most 0.001 from a threshold of 0.05 on. Texts of the same words are never missed.
struct NearDuplicateIndex {
  /// A text of the index that is like another.
  struct Match: Hashable, Sendable {
    /// In the order of adding.
    var position: Int
    /// Jaccard index of the runs of five letters.
    var similarity: Double
    /// Whether the words are the same, letter case and punctuation aside.
    var isExact: Bool
    /// Whether the runs are the same, so that both texts are like the same others.
    var hasSameRuns: Bool
  }

  let threshold: Double
  let minHash: MinHash
  private var texts: [TextSketch] = []
  /// First entry of each slot, -1 where it is empty; an entry is `position * bands + band`.
  private var heads: [Int32]
  /// Next entry of the same slot, by entry.
  private var next: [Int32] = []
  /// The last search that looked at a text.
  private var seen: [UInt32] = []
  private var search: UInt32 = 0

  /// An empty index.
  /// - Parameter threshold: Jaccard index in 0...1 from which on texts are alike.
  init(threshold: Double) {
    self.threshold = threshold
    minHash = MinHash(threshold: threshold)
    heads = [Int32](repeating: -1, count: 1 << 12)
  }

  /// Number of texts.
  var count: Int { texts.count }

  /// Adds a text; its position is the number of texts before it.
  mutating func add(_ text: TextSketch) {
    let position = texts.count
    texts.append(text)
    seen.append(0)
    if (position + 1) * minHash.bands > heads.count { grow() }
    for band in 0..<minHash.bands {
      next.append(-1)
      link(Int32(position * minHash.bands + band), text.keys[band])
    }
  }

  private mutating func link(_ entry: Int32, _ key: UInt32) {
    let slot = Int(key) & (heads.count - 1)
    next[Int(entry)] = heads[slot]
    heads[slot] = entry
  }

  private mutating func grow() {
    heads = [Int32](repeating: -1, count: heads.count * 2)
    for (position, text) in texts.dropLast().enumerated() {
      for band in 0..<minHash.bands { link(Int32(position * minHash.bands + band), text.keys[band]) }
    }
  }

  /// The texts that are like a given one, by position.
  /// - Parameter skip: positions that need not be looked at.
  mutating func matches(_ text: TextSketch, skip: (Int) -> Bool = { _ in false }) -> [Match] {
    search &+= 1
    var found: [Match] = []
    for band in 0..<minHash.bands {
      let key = text.keys[band]
      var entry = heads[Int(key) & (heads.count - 1)]
      while entry >= 0 {
        defer { entry = next[Int(entry)] }
        let (position, ofBand) = Int(entry).quotientAndRemainder(dividingBy: minHash.bands)
        guard ofBand == band, seen[position] != search, texts[position].keys[band] == key else { continue }
        seen[position] = search
        guard texts[position].salt == text.salt, !skip(position) else { continue }
        let other = texts[position].text
        guard let similarity = text.text.similarity(to: other, atLeast: threshold) else { continue }
        let hasSameRuns = other.grams == text.text.grams
        found.append(
          Match(
            position: position, similarity: similarity, isExact: hasSameRuns && other.identity == text.text.identity,
            hasSameRuns: hasSameRuns))
      }
    }
    return found.sorted { $0.position < $1.position }
  }
}
