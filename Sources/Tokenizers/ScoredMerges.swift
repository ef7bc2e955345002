/// The merges that a SentencePiece vocabulary implies: every way to cut a token in two tokens, in the order in which
/// `generate_merges` of transformers 5 sorts them.
struct ScoredMerges {
  private let tokens: [String]
  /// Scores by id; null where a lower id is the better one.
  private let scores: [Float]?

  init(tokens: [String], scores: [Float]?) {
    self.tokens = tokens
    self.scores = scores
  }

  private struct Candidate {
    var left: Int32
    var right: Int32
    var result: Int32
    /// Lengths in scalars.
    var leftLength: Int32
    var rightLength: Int32
    /// Place in the order before sorting.
    var order: Int32
  }

  /// Best score first; of equal ones the longest left part, then the longest right part, then the order of the
  /// vocabulary. Where a text has several ids, the last one is its id and score, at the place of the first.
  func merges() throws -> [(left: Int32, right: Int32, result: Int32)] {
    let vocabulary = try Vocabulary(tokens)
    var candidates: [Candidate] = []
    candidates.reserveCapacity(tokens.count * 2)
    var seen: Set<Int32> = []
    for token in tokens {
      guard let result = vocabulary.id(token), seen.insert(result).inserted else { continue }
      var token = token
      var cuts = token.withUTF8 { Self.cuts($0, result: result, vocabulary) }
      cuts.sort { ($0.left, $0.right) < ($1.left, $1.right) }
      for var cut in cuts {
        cut.order = Int32(truncatingIfNeeded: candidates.count)
        candidates.append(cut)
      }
    }
    candidates.sort(by: precedes)
    return candidates.map { ($0.left, $0.right, $0.result) }
  }

  private func precedes(_ a: Candidate, _ b: Candidate) -> Bool {
    if let scores {
      let (first, second) = (scores[Int(a.result)], scores[Int(b.result)])
      if first != second { return first > second }
    } else if a.result != b.result {
      return a.result < b.result
    }
    if a.leftLength != b.leftLength { return a.leftLength > b.leftLength }
    if a.rightLength != b.rightLength { return a.rightLength > b.rightLength }
    return a.order < b.order
  }

  private static func cuts(
    _ text: UnsafeBufferPointer<UInt8>, result: Int32, _ vocabulary: Vocabulary
  ) -> [Candidate] {
    guard let base = text.baseAddress, text.count > 1 else { return [] }
    var cuts: [Candidate] = []
    var length: Int32 = 1
    var index = UTF8Reader.length(text[0])
    let total = Int32(text.reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) })
    while index < text.count {
      if let left = vocabulary.id(base, index), let right = vocabulary.id(base + index, text.count - index) {
        cuts.append(
          Candidate(
            left: left, right: right, result: result, leftLength: length, rightLength: total - length, order: 0))
      }
      index += UTF8Reader.length(text[index])
      length += 1
    }
    return cuts
  }
}
