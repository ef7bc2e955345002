public import IsoglossCore

/// Words in other letters. The rate is a share of the words that the scheme changes: below 1 a text mixes scripts.
public struct Transliteration: TextPerturbation {
  /// Which letters.
  public enum Scheme: String, Sendable, CaseIterable {
    /// Latin letters for Cyrillic, Greek, Devanagari and Bengali: the romanisation of uroman (Hermjakob, May and Knight
    /// 2018) in plain ASCII, but for capitals (`Romaniser`).
    case latin
    /// Latin letters and digits for Arabic, as in chats (`Arabizi`).
    case arabizi
    /// The plain letter for one with a diacritic: the `Latin-ASCII` transform of ICU, `de-ASCII` for German.
    case ascii
  }

  private let written: PerturbationName
  private let scheme: Scheme

  init(_ name: PerturbationName, scheme: Scheme) {
    written = name
    self.scheme = scheme
  }

  /// A perturbation.
  /// - Throws: `PerturbationError.badRate` for a rate outside its range.
  public init(_ scheme: Scheme, rate: Double = 1) throws {
    let kind: PerturbationName.Kind =
      switch scheme {
      case .latin: .latin
      case .arabizi: .arabizi
      case .ascii: .ascii
      }
    self.init(try PerturbationName(kind, rate: rate), scheme: scheme)
  }

  /// `latin`, or `latin@0.5`.
  public var name: String { written.description }

  /// Rewrites words; null where no word has such letters.
  public func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting? {
    let pieces = TextPiece.pieces(of: prompt.text)
    let languages = [prompt.language] + prompt.acceptedLanguages
    var changed: [Int: String] = [:]
    for index in pieces.indices where pieces[index].isWord {
      let word = pieces[index].text
      let letters = self.letters(of: word, languages)
      if letters != word, !letters.isEmpty { changed[index] = letters }
    }
    let draw = SeededDraw(seed: seed, family: written.family, prompt: prompt)
    let chosen = draw.places(changed.keys.sorted(), rate: written.rate, of: changed.count).sorted()
    guard !chosen.isEmpty else { return nil }
    return Rewriting(pieces, replacing: chosen.compactMap { place in changed[place].map { (place..<(place + 1), $0) } })
  }

  private func letters(of word: String, _ languages: [Language]) -> String {
    switch scheme {
    case .latin: Romaniser.latin(word, languages)
    case .arabizi: Arabizi.chat(word)
    case .ascii: PlainLetters.ascii(word, languages[0])
    }
  }
}
