public import IsoglossCore

/// Words or phrases of a prompt in other languages.
///
/// The prompt's language is the matrix language: word order, function words and endings stay its own (Myers-Scotton 1993),
/// and content words are switched by a lexicon. Several languages at once give the mixtures of Yoo, Yang and Lee 2024
/// ("Code-Switching Red-Teaming", arXiv 2406.15481). The other matrix is had by rewriting the other language's prompts.
public struct CodeSwitch: TextPerturbation {
  /// What is switched at once.
  public enum Unit: String, Sendable, CaseIterable {
    /// Entries of the lexicon one by one.
    case word
    /// Entries that stand side by side together, up to `longestPhrase` words.
    case phrase
  }

  /// Words that a phrase may have.
  static let longestPhrase = 4

  private let written: PerturbationName
  private let lexica: @Sendable (Language, Language) -> BilingualLexicon?

  /// A perturbation.
  /// - Parameters:
  ///   - name: its languages, unit, and rate: the share of the prompt's words that is switched.
  ///   - lexica: by source and target; null where there is none, and then it does not apply.
  init(_ name: PerturbationName, lexica: @escaping @Sendable (Language, Language) -> BilingualLexicon?) {
    written = name
    self.lexica = lexica
  }

  /// A perturbation with the given lexica.
  /// - Throws: `PerturbationError.badRate` for a rate outside its range, `.unknownName` without languages.
  public init(
    into languages: [Language], unit: Unit = .word, rate: Double, lexica: [BilingualLexicon]
  ) throws {
    self.init(try PerturbationName(.codeSwitch, languages, unit: unit, rate: rate)) { source, target in
      lexica.first { $0.source == source && $0.target == target }
    }
  }

  /// `code-switch:bn@0.4`.
  public var name: String { written.description }
  /// The embedded languages.
  public var broughtIn: [Language] { written.languages }

  /// A run of pieces with a translation.
  private struct Switch {
    var pieces: Range<Int>
    var words: Int
    var text: String
  }

  /// Switches words; null where no word is in a lexicon.
  public func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting? {
    let pieces = TextPiece.pieces(of: prompt.text)
    let words = pieces.count(where: \.isWord)
    let draw = SeededDraw(seed: seed, family: written.family, prompt: prompt)
    let languages = written.languages.filter { $0 != prompt.language }
    let books = languages.compactMap { lexica(prompt.language, $0) }
    guard !books.isEmpty else { return nil }
    var units = books.map { entries(of: $0, in: pieces) }
    if written.unit == .phrase { units = units.map { phrases($0, in: pieces) } }
    // A place of the text is drawn first, and then the language that it is switched to, among those that can.
    var byStart: [Int: [Switch]] = [:]
    for unit in units.joined() { byStart[unit.pieces.lowerBound, default: []].append(unit) }
    let places = byStart.keys.sorted()
    let wanted = min(words, max(1, Int((written.rate * Double(words)).rounded())))
    var chosen: [Switch] = []
    var taken = 0
    for place in draw.ranked(places) {
      let choices = byStart[place] ?? []
      let pick = choices[draw.choice(at: place, of: choices.count)]
      guard taken == 0 || taken + pick.words <= wanted, !chosen.contains(where: { $0.pieces.overlaps(pick.pieces) })
      else { continue }
      chosen.append(pick)
      taken += pick.words
    }
    guard !chosen.isEmpty else { return nil }
    chosen.sort { $0.pieces.lowerBound < $1.pieces.lowerBound }
    return Rewriting(pieces, replacing: chosen.map { ($0.pieces, $0.text) })
  }

  /// Entries of a lexicon that occur, from left to right, the longest at each place.
  private func entries(of lexicon: BilingualLexicon, in pieces: [TextPiece]) -> [Switch] {
    var found: [Switch] = []
    var index = 0
    while index < pieces.count {
      let entry = pieces[index].isWord ? entry(of: lexicon, at: index, in: pieces) : nil
      if let entry { found.append(entry) }
      index = entry?.pieces.upperBound ?? index + 1
    }
    return found
  }

  private func entry(of lexicon: BilingualLexicon, at start: Int, in pieces: [TextPiece]) -> Switch? {
    // Words of a phrase are parted by blanks alone: every second piece.
    var end = start + 1
    var count = 1
    while count < lexicon.longest, end + 1 < pieces.count, pieces[end].isBlank, pieces[end + 1].isWord {
      end += 2
      count += 1
    }
    while count >= 1 {
      let words = stride(from: start, to: end, by: 2).map { pieces[$0].text.lowercased() }
      if let text = translation(of: words, in: lexicon) {
        return Switch(
          pieces: start..<end, words: count, text: isTitle(start, pieces, in: lexicon.source) ? text.titled : text)
      }
      end -= 2
      count -= 1
    }
    return nil
  }

  /// Whether a translation takes over a capital; inside a German sentence a capital only says that it is a noun.
  private func isTitle(_ place: Int, _ pieces: [TextPiece], in language: Language) -> Bool {
    guard pieces[place].text.first?.isUppercase ?? false else { return false }
    return language.code != "de" || !pieces[..<place].contains(where: \.isWord)
  }

  private func translation(of words: [String], in lexicon: BilingualLexicon) -> String? {
    if words.count > 1 { return lexicon[words.joined(separator: " ")] }
    for form in WordForms.forms(of: words[0], in: lexicon.source) {
      if let text = lexicon[form.stem] { return text + form.ending }
    }
    return nil
  }

  /// Entries that stand side by side, joined.
  private func phrases(_ entries: [Switch], in pieces: [TextPiece]) -> [Switch] {
    var joined: [Switch] = []
    for entry in entries {
      if let last = joined.last, last.pieces.upperBound + 1 == entry.pieces.lowerBound,
        pieces[last.pieces.upperBound].isBlank, last.words + entry.words <= Self.longestPhrase
      {
        joined[joined.count - 1] = Switch(
          pieces: last.pieces.lowerBound..<entry.pieces.upperBound, words: last.words + entry.words,
          text: last.text + pieces[last.pieces.upperBound].text + entry.text)
      } else {
        joined.append(entry)
      }
    }
    return joined
  }
}

extension TextPiece {
  /// Whether it is white space alone.
  var isBlank: Bool { !isWord && text.allSatisfy(\.isWhitespace) }
}

extension String {
  /// With a capital at the start, where the script has any.
  var titled: String { prefix(1).uppercased() + dropFirst() }
}
