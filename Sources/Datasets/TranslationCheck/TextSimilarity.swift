/// How near a translation back is to its source, as letters, words and (where vectors are there) as a sentence.
public struct TextSimilarity: Hashable, Sendable, Codable {
  /// chrF2 of the translation back against the source, 0...100; null without a translation back.
  public var chrF: Double?
  /// Share of the source's content words with a counterpart in the translation back, 0...1; null unless both are English.
  public var words: Double?
  /// Cosine between the vectors of source and translation back, or translation where there is none back and the encoder
  /// can compare languages; null without vectors.
  public var cosine: Double?

  init(_ text: CheckedText, cosine: Double?) {
    chrF = text.row.backTranslation.map { ChrF.score($0, reference: text.row.source) }
    words = text.english.flatMap { source, back in
      let returned = EnglishWords.content(back).map(\.stem)
      let content = EnglishWords.content(source)
      guard !content.isEmpty else { return nil }
      let kept = content.count { word in returned.contains { EnglishWords.isSame(word.stem, $0) } }
      return Double(kept) / Double(content.count)
    }
    self.cosine = cosine
  }
}
