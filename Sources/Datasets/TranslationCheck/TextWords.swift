internal import Foundation

/// A text as words that can be compared across spellings.
struct TextWords: Sendable {
  /// One word.
  struct Word: Hashable, Sendable {
    /// As it is written.
    var text: String
    /// Lower case, without accents: ``TextWords/fold(_:)``.
    var key: String
    /// Whether a sentence, a quotation or a list item starts with it.
    var startsSentence: Bool

    /// Whether its first letter is a capital.
    var isCapitalised: Bool { text.first?.isUppercase ?? false }
    /// Two letters or more, all of them capitals.
    var isAcronym: Bool {
      text.count > 1 && text.allSatisfy { $0.isUppercase || $0.isNumber } && text.contains(where: \.isLetter)
    }
  }

  let words: [Word]
  /// All keys with a space before, between and after them: a phrase is looked up as ` phrase `.
  let line: String
  /// All keys.
  let keys: Set<String>

  init(_ text: String) {
    var words: [Word] = []
    var current = String.UnicodeScalarView()
    var starts = true
    func end(_ words: inout [Word]) {
      guard !current.isEmpty else { return }
      var text = String(current)
      while let last = text.last, last == "'" { text.removeLast() }
      if !text.isEmpty {
        words.append(Word(text: text, key: Self.fold(text), startsSentence: starts))
        starts = false
      }
      current = String.UnicodeScalarView()
    }
    for scalar in text.unicodeScalars {
      let properties = scalar.properties
      if properties.isAlphabetic || properties.numericType != nil
        || [.nonspacingMark, .spacingMark].contains(properties.generalCategory)
      {
        current.append(scalar)
      } else if scalar == "'" || scalar == "\u{2019}" {
        if !current.isEmpty { current.append("'") }
      } else {
        end(&words)
        if Self.stops.contains(scalar) { starts = true }
      }
    }
    end(&words)
    self.words = words
    line = " " + words.map(\.key).joined(separator: " ") + " "
    keys = Set(words.map(\.key))
  }

  private static let stops: Set<Unicode.Scalar> = [
    ".", "!", "?", ":", "\n", "\"", "\u{201C}", "\u{201D}", "\u{201E}", "\u{00AB}", "\u{061F}", "\u{0964}",
  ]

  /// Whether a phrase of folded words occurs; a `*` at its end stands for any further letters of its last word.
  func contains(_ phrase: String) -> Bool {
    if phrase.hasSuffix("*") { return line.contains(" " + phrase.dropLast()) }
    return line.contains(" \(phrase) ")
  }

  /// Lower case without accents and short vowels of Arabic; letters that differ by convention only become one.
  static func fold(_ text: String) -> String {
    var folded = String.UnicodeScalarView()
    for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar.value {
      case 0x300...0x36F, 0x64B...0x655, 0x640, 0x200C, 0x200D: continue
      case 0x2019: folded.append("'")
      case 0xDF: folded.append(contentsOf: "ss".unicodeScalars)
      case 0x142: folded.append("l")
      case 0x111: folded.append("d")
      case 0x649: folded.append("\u{64A}")
      case 0x629: folded.append("\u{647}")
      default: folded.append(scalar)
      }
    }
    return String(folded)
  }
}
