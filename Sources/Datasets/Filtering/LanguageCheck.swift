public import IsoglossCore

/// Whether the texts of a pair are in its language.
public struct LanguageCheck: Sendable {
  /// The identifier.
  public let identifier: any LanguageIdentifier
  /// Words and letters under which a text is too short to tell.
  public var words: Int
  /// See `words`.
  public var letters: Int
  /// Least probability of another language for a text to be called foreign.
  public var certainty: Double
  /// The same, where that language is of the same family, such as Czech and Slovak.
  public var closeCertainty: Double

  /// A check; the defaults suit fastText's lid.176.
  public init(
    _ identifier: any LanguageIdentifier, words: Int = 5, letters: Int = 20, certainty: Double = 0.5,
    closeCertainty: Double = 0.7
  ) {
    self.identifier = identifier
    self.words = words
    self.letters = letters
    self.certainty = certainty
    self.closeCertainty = closeCertainty
  }

  /// What is wrong with a text's language; null where nothing is, or nothing can be told.
  func finding(_ text: String, in language: Language, _ part: PairPart) -> String? {
    guard text.count(where: \.isLetter) >= letters,
      text.split(whereSeparator: \.isWhitespace).count >= words || !language.separatesWords,
      let best = identifier.identify(text, count: 1).first, best.language != language
    else { return nil }
    let isClose = best.language.family == language.family && language.isKnown
    guard best.probability >= (isClose ? closeCertainty : certainty) else { return nil }
    return "\(part.rawValue) is in \(best.language) (probability \((best.probability * 100).rounded() / 100))"
  }
}

extension Language {
  /// Whether its writing puts spaces between words.
  fileprivate var separatesWords: Bool { !["Hans", "Jpan", "Thai"].contains(script) }
}
