/// Languages that are told by codes: `en-de`, `EN→LV`.
enum CodePairs {
  /// Mentions of pairs of which one is English; without it two letters and a hyphen mean too many other things.
  static func mentions(_ words: TextWords) -> [LanguageMention] {
    words.words.indices.dropFirst().compactMap { index in
      let (first, second) = (words.words[index - 1], words.words[index])
      guard first.text.count == 2, second.text.count == 2, isSeparator(second.gap),
        (first.plain == "en") != (second.plain == "en"), codes.contains(first.plain), codes.contains(second.plain)
      else { return nil }
      return LanguageMention(
        kind: .language, codes: [first.plain, second.plain], quote: words.quote((index - 1)..<(index + 1)),
        start: index - 1, end: index + 1)
    }
  }

  private static func isSeparator(_ gap: Substring) -> Bool {
    let signs = gap.filter { !$0.isWhitespace }
    return signs == "→" || signs == "↔" || signs == "->" || (gap.count == 1 && ["-", "–"].contains(signs))
  }

  private static let codes = Set(LanguageNames.codes.filter { $0.count == 2 })
}
