internal import IsoglossCore

/// A translated text with its words, as the checks read it.
struct CheckedText: Sendable {
  let row: TranslatedText
  let source: TextWords
  let translation: TextWords
  /// Null without a translation back.
  let back: TextWords?

  init(_ row: TranslatedText) {
    self.row = row
    source = TextWords(row.source)
    translation = TextWords(row.translation)
    back = row.backTranslation.map { TextWords($0) }
  }

  /// Both ends in English: lists of English words apply.
  var english: (source: TextWords, back: TextWords)? {
    guard row.sourceLanguage == .english, let back else { return nil }
    return (source, back)
  }
}

/// One way to look for losses. It sees one row and no truth.
protocol LossCheck: Sendable {
  /// Reasons to look at the row again; none where it cannot tell.
  func signs(in text: CheckedText) -> [LossSign]
}
