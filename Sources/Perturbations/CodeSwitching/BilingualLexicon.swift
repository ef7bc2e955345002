public import IsoglossCore

/// Content words of one language with a translation each into another. Function words are not in it: those come from the
/// language that frames the sentence.
public struct BilingualLexicon: Hashable, Sendable {
  /// The language of the words that are looked up.
  public let source: Language
  /// The language of the translations.
  public let target: Language
  /// Translations by word or phrase, in lower case with single spaces.
  private(set) var entries: [String: String]
  /// Words of the longest phrase.
  let longest: Int

  /// A lexicon of pairs. Of several translations of one word the first holds.
  public init(from source: Language, to target: Language, _ pairs: some Sequence<(String, String)>) {
    self.source = source
    self.target = target
    entries = Dictionary(pairs.lazy.map { (Self.key($0.0), $0.1) }) { first, _ in first }
    longest = entries.keys.map { $0.split(separator: " ").count }.max() ?? 1
  }

  /// Number of words and phrases.
  public var count: Int { entries.count }

  /// The translation of a word or phrase; null where it has none.
  public subscript(word: String) -> String? { entries[Self.key(word)] }

  /// The same pairs, looked up the other way.
  public var reversed: BilingualLexicon {
    BilingualLexicon(from: target, to: source, entries.sorted { $0.key < $1.key }.map { ($0.value, $0.key) })
  }

  /// Pairs of this source and the other's target that share a word in the language between.
  public func joined(with other: BilingualLexicon) -> BilingualLexicon {
    BilingualLexicon(
      from: source, to: other.target,
      entries.sorted { $0.key < $1.key }.compactMap { word, between in other[between].map { (word, $0) } })
  }

  private static func key(_ text: String) -> String {
    text.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
