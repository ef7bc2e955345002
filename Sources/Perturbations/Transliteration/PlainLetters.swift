internal import Foundation
internal import IsoglossCore

/// Latin letters without diacritics.
enum PlainLetters {
  /// A word in ASCII, as ICU's `Latin-ASCII` has it, and `de-ASCII` for German. Letters of other scripts stay.
  static func ascii(_ word: String, _ language: Language) -> String {
    let characters = Array(word.precomposedStringWithCanonicalMapping)
    return characters.enumerated().map { index, character in
      guard language.code == "de", let pair = german[character] else { return ascii(character) }
      // A capital umlaut gives one capital before a small letter, and two elsewhere.
      let isTitle = index + 1 < characters.count && characters[index + 1].isLowercase
      return !character.isUppercase ? pair : isTitle ? pair.titled : pair.uppercased()
    }.joined()
  }

  private static func ascii(_ character: Character) -> String {
    if character.isASCII { return String(character) }
    if let letters = special[character] { return letters }
    let scalars = String(character).decomposedStringWithCanonicalMapping.unicodeScalars
    guard let base = scalars.first, base.isASCII,
      scalars.dropFirst().allSatisfy({ $0.properties.generalCategory == .nonspacingMark })
    else { return String(character) }
    return String(Character(base))
  }

  private static let german: [Character: String] = ["ä": "ae", "ö": "oe", "ü": "ue", "Ä": "ae", "Ö": "oe", "Ü": "ue"]

  /// Letters that are no base with a mark.
  private static let special: [Character: String] = [
    "ß": "ss", "ẞ": "SS", "æ": "ae", "Æ": "AE", "œ": "oe", "Œ": "OE", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d",
    "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ı": "i", "ħ": "h", "Ħ": "H", "’": "'", "‘": "'", "ʼ": "'",
  ]
}
