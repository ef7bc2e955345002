internal import IsoglossCore

/// What a translation may not lose, whoever made it: its placeholders and its quotations.
enum TranslationForm {
  private static let marks = Set("\"“”„«»‹›「」『』")

  /// What is wrong with a translation by its form alone; null where nothing is.
  static func flaw(of translation: String, from text: String) -> String? {
    if translation.isBlank { return "the translation is empty" }
    let changed = Placeholders(text).changed(in: translation)
    if !changed.isEmpty { return "placeholders were changed: \(changed.joined(separator: " "))" }
    let (before, after) = (quotations(text), quotations(translation))
    if before > 0, after == 0 { return "the quotation marks are gone" }
    return nil
  }

  /// Pairs of quotation marks.
  private static func quotations(_ text: String) -> Int { text.count { marks.contains($0) } / 2 }
}
