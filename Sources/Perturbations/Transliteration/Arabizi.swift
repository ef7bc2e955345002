internal import Foundation

/// Arabic as it is typed with Latin letters and digits. Yaghan 2008 ("Arabizi: A Contemporary Style of Arabic Slang") lists
/// the digits that stand for sounds without a Latin letter, and Al Ghanim et al. 2024 ("Jailbreaking LLMs with Arabic
/// Transliteration and Arabizi", arXiv 2406.18725) use them against models. Writers differ; this is one habit, written
/// consistently. Short vowels are not written in Arabic, so none come out unless the text has its vowel marks; sukun and
/// tatweel go.
enum Arabizi {
  /// A word in chat letters; a word without an Arabic letter is as it was.
  static func chat(_ word: String) -> String {
    let scalars = Array(word.precomposedStringWithCanonicalMapping.unicodeScalars)
    guard scalars.contains(where: { letters[$0] != nil }) else { return word }
    var text = ""
    var last = ""
    for (index, scalar) in scalars.enumerated() {
      let afterVowel = "aeio".contains(last.last ?? "a")
      switch scalar {
      case shadda:
        text += last
        continue
      case "ا" where isSilent(at: index, in: scalars): continue
      case "و": last = !afterVowel && isVowel(at: index, in: scalars) ? "o" : "w"
      case "ي": last = !afterVowel && isVowel(at: index, in: scalars) ? "i" : "y"
      case "\u{640}", "\u{652}": continue
      default: last = letters[scalar] ?? String(Character(scalar))
      }
      text += last
    }
    return text
  }

  /// Whether an alef only carries the ending -an.
  private static func isSilent(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    (index > 0 && scalars[index - 1] == tanwin) || (index + 1 < scalars.count && scalars[index + 1] == tanwin)
  }

  /// Whether waw or ya may stand for a vowel: not at the head of a word, behind the article, or before another vowel.
  private static func isVowel(at index: Int, in scalars: [Unicode.Scalar]) -> Bool {
    guard index > 0, index != 2 || scalars[0] != "ا" || scalars[1] != "ل" else { return false }
    return index + 1 == scalars.count || !(long.contains(scalars[index + 1]) || marks.contains(scalars[index + 1]))
  }

  /// Doubles the letter before it.
  private static let shadda: Unicode.Scalar = "\u{651}"
  private static let tanwin: Unicode.Scalar = "\u{64B}"

  private static let long: Set<Unicode.Scalar> = ["ا", "و", "ي", "ى", "آ", "ة"]
  private static let marks: Set<Unicode.Scalar> = ["\u{64E}", "\u{64F}", "\u{650}", "\u{651}"]

  private static let letters: [Unicode.Scalar: String] = [
    "ا": "a", "أ": "a", "إ": "e", "آ": "a", "ى": "a", "ة": "a", "ء": "2", "ؤ": "2", "ئ": "2", "ب": "b", "ت": "t",
    "ث": "th", "ج": "j", "ح": "7", "خ": "5", "د": "d", "ذ": "th", "ر": "r", "ز": "z", "س": "s", "ش": "sh", "ص": "9",
    "ض": "d", "ط": "6", "ظ": "z", "ع": "3", "غ": "gh", "ف": "f", "ق": "q", "ك": "k", "ل": "l", "م": "m", "ن": "n",
    "ه": "h", "و": "w", "ي": "y", "پ": "p", "چ": "ch", "ڤ": "v", "گ": "g",
    "\u{64B}": "an", "\u{64C}": "on", "\u{64D}": "en", "\u{64E}": "a", "\u{64F}": "o", "\u{650}": "e",
  ]
}
