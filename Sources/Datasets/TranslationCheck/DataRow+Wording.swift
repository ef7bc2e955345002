internal import IsoglossCore

extension DataRow {
  /// How a build came to the words of a request.
  enum Wording: Hashable {
    /// They are a translation's, with what was translated, and the stage that did it.
    case translated(TranslatedText, by: String)
    /// They were made from a translation, and have no source any more to be held against.
    case rewritten
    /// They were written in this language.
    case original
  }

  /// How the request came to its words: a translation counts where nothing changed them since.
  var wording: Wording {
    // A translator that gave its text back has changed the language alone, and a seed that a search kept nothing at all.
    func isOther(_ language: Language?) -> Bool { language.map { $0 != prompt.language } ?? false }
    let changes = steps.filter { $0.text != nil && ($0.text != prompt.text || isOther($0.language)) }
    guard let last = changes.last, let text = last.text else { return .original }
    guard isOther(last.language), let source = last.language else {
      return changes.contains { isOther($0.language) } ? .rewritten : .original
    }
    let translation = TranslatedText(
      id: id, sourceLanguage: source, language: prompt.language, source: text, translation: prompt.text)
    return .translated(translation, by: last.stage)
  }
}
