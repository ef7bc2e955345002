public import IsoglossCore

extension BilingualLexicon {
  /// How a lexicon is learned.
  public struct Learning: Hashable, Sendable {
    /// Rounds of expectation and maximisation.
    public var rounds = 8
    /// Fewest texts with a word.
    public var leastTexts = 3
    /// Words in more than this share of the texts are taken for function words and left out.
    public var mostShare = 0.1
    /// Texts with more words are left out: time and memory grow with the square.
    public var mostWords = 200
    /// Least probability, in both directions.
    public var certainty = 0.3

    /// The usual settings.
    public init() {}
  }

  /// A lexicon learned from parallel texts by IBM Model 1 (Brown et al. 1993) in both directions: pairs of words that are
  /// each other's most probable translation. Time: rounds x the sum over pairs of their words multiplied.
  public init(
    learnedFrom pairs: [(source: String, target: String)], from source: Language, to target: Language,
    _ learning: Learning = Learning()
  ) {
    var (there, back) = (Vocabulary(), Vocabulary())
    let texts = pairs.map { (there.ids(of: $0.source), back.ids(of: $0.target)) }
      .filter { max($0.0.count, $0.1.count) <= learning.mostWords }
    let onward = Self.translate(texts, from: there, to: back, rounds: learning.rounds)
    let return_ = Self.translate(texts.map { ($0.1, $0.0) }, from: back, to: there, rounds: learning.rounds)
    let most = max(Double(learning.leastTexts), learning.mostShare * Double(pairs.count))
    func isContent(_ count: Int) -> Bool { count >= learning.leastTexts && Double(count) <= most }
    let found = onward.enumerated().compactMap { word, best -> (String, String)? in
      guard let best, isContent(there.texts[word]), isContent(back.texts[best.word]),
        let reverse = return_[best.word], reverse.word == word,
        min(best.probability, reverse.probability) >= learning.certainty
      else { return nil }
      return (there.words[word], back.words[best.word])
    }
    self.init(from: source, to: target, found)
  }

  /// Words by number.
  private struct Vocabulary {
    private var numbers: [String: Int] = [:]
    private(set) var words: [String] = []
    /// Texts that hold each word.
    private(set) var texts: [Int] = []

    mutating func ids(of text: String) -> [Int] {
      let ids = TextPiece.pieces(of: text).filter(\.isWord).map { piece in
        let word = piece.text.lowercased()
        if let number = numbers[word] { return number }
        numbers[word] = words.count
        words.append(word)
        texts.append(0)
        return words.count - 1
      }
      for id in Set(ids) { texts[id] += 1 }
      return ids
    }
  }

  /// The most probable translation of each word, t(f | e) by expectation-maximisation from equal shares; null for a word
  /// that stands beside nothing. Pairs of words are numbered once, so that a round is arithmetic on lists.
  private static func translate(
    _ texts: [([Int], [Int])], from source: Vocabulary, to target: Vocabulary, rounds: Int
  ) -> [(word: Int, probability: Double)?] {
    var numbers: [Int: Int] = [:]
    var pairs: [(word: Int, other: Int)] = []
    // For each text the numbers of its pairs: other by other, word by word.
    let links = texts.map { words, others in
      others.flatMap { other in
        words.map { word in
          let key = word * target.words.count + other
          if let number = numbers[key] { return number }
          numbers[key] = pairs.count
          pairs.append((word, other))
          return pairs.count - 1
        }
      }
    }
    var shares = [Double](repeating: 1, count: pairs.count)
    for _ in 0..<rounds {
      var counts = [Double](repeating: 0, count: pairs.count)
      for (text, links) in zip(texts, links) {
        let width = text.0.count
        for start in stride(from: 0, to: links.count, by: max(1, width)) {
          let row = links[start..<(start + width)]
          let sum = row.reduce(0) { $0 + shares[$1] }
          for link in row where sum > 0 { counts[link] += shares[link] / sum }
        }
      }
      var totals = [Double](repeating: 0, count: source.words.count)
      for (pair, count) in zip(pairs, counts) { totals[pair.word] += count }
      for (index, pair) in pairs.enumerated() {
        shares[index] = totals[pair.word] > 0 ? counts[index] / totals[pair.word] : 0
      }
    }
    var best = [(word: Int, probability: Double)?](repeating: nil, count: source.words.count)
    for (pair, share) in zip(pairs, shares) where share > best[pair.word]?.probability ?? 0 {
      best[pair.word] = (pair.other, share)
    }
    return best
  }
}
