internal import IsoglossCore

/// Forms under which an inflected word may stand in a lexicon.
///
/// In code-switching the frame's language gives the grammatical morphemes (Myers-Scotton 1993, "Duelling Languages", the
/// system morpheme principle). So a Bengali ending stays on the switched word; an English or Hindi plural, which has no
/// place on a foreign stem, is dropped.
enum WordForms {
  /// A form to look up, and the ending that stays.
  struct Form: Hashable {
    var stem: String
    var ending: String
  }

  /// The forms of a word in lower case, the word itself first.
  static func forms(of word: String, in language: Language) -> [Form] {
    if language == .english, english.fixed.contains(word) { return [Form(stem: word, ending: "")] }
    let endings =
      switch language.code {
      case "en": english.endings
      case "bn": bengali
      case "hi": hindi
      default: [Ending]()
      }
    return [Form(stem: word, ending: "")] + endings.compactMap { $0.form(of: word) }
  }

  /// An ending, what stands in its place in the lexicon's form, and how it is written behind a foreign stem.
  private struct Ending {
    var text: String
    var lemma = ""
    var kept = ""

    func form(of word: String) -> Form? {
      // Compared by scalars: an ending may begin with a sign that shares a character with the stem.
      let scalars = word.unicodeScalars
      let count = text.unicodeScalars.count
      guard scalars.count > count + 1, scalars.suffix(count).elementsEqual(text.unicodeScalars) else { return nil }
      return Form(stem: String(String.UnicodeScalarView(scalars.dropLast(count))) + lemma, ending: kept)
    }
  }

  /// Plurals, and words that only look like one.
  private static let english = (
    endings: [Ending(text: "ies", lemma: "y"), Ending(text: "es"), Ending(text: "s")],
    fixed: ["news", "goods", "means"] as Set
  )

  /// Plural, classifiers and cases. A vowel sign cannot stand behind a foreign letter and becomes a full vowel.
  private static let bengali =
    ["গুলোকে", "গুলোর", "গুলো", "গুলি", "দের", "টাকে", "টার", "টিকে", "টির", "টা", "টি", "কে", "তে"]
    .map { Ending(text: $0, kept: $0) } + [
      Ending(text: "ের", kept: "-এর"), Ending(text: "ে", kept: "-এ"), Ending(text: "রা", kept: "রা"),
      Ending(text: "য়", kept: "-এ"), Ending(text: "র", kept: "-এর"),
    ]

  private static let hindi = [Ending(text: "ों"), Ending(text: "ें")]
}
