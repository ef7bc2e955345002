internal import Foundation
internal import IsoglossCore

/// Plain Latin letters for Cyrillic, Greek, Devanagari and Bengali words, as uroman 1.3.1 writes them (Hermjakob, May and
/// Knight 2018, "Out-of-the-box Universal Romanization with uroman"). Capitals are this project's own: a word in capitals
/// stays in capitals, and a capital letter at the head of a word gives one capital.
enum Romaniser {
  /// A word in Latin letters; a word in other scripts is as it was.
  /// - Parameter languages: what the text may be in: Cyrillic is read differently by language.
  static func latin(_ word: String, _ languages: [Language]) -> String {
    // Sorted out by the first letter: a word mixes scripts only where somebody meant it to.
    guard let first = word.unicodeScalars.first(where: { $0.value >= 0x370 }) else { return word }
    let composed = word.precomposedStringWithCanonicalMapping
    switch first.value {
    case 0x370...0x3FF, 0x1F00...0x1FFF: return RomanTable.greek.latin(composed)
    case 0x400...0x52F:
      let language = languages.first { RomanTable.cyrillic[$0.code] != nil }
      return (language.flatMap { RomanTable.cyrillic[$0.code] } ?? RomanTable.anyCyrillic).latin(composed)
    case 0x900...0x97F: return IndicLetters.devanagari.latin(composed)
    case 0x980...0x9FF: return IndicLetters.bengali.latin(composed)
    default: return word
    }
  }
}
