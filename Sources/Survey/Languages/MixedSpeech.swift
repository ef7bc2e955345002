/// Pairs of languages that are mixed in one text.
enum MixedSpeech {
  /// Pairs, English last: those of blends (Hinglish), and of names joined by a hyphen or `and` in a sentence that tells of
  /// mixing.
  static func pairs(_ mentions: [LanguageMention], _ words: TextWords) -> [String] {
    let context = LanguageContext(words: words)
    let sorted = mentions.sorted { $0.start < $1.start }
    var pairs = sorted.filter { $0.kind == .mixed }.map { pair($0.codes[0], $0.codes[1]) }
    for (first, second) in zip(sorted, sorted.dropFirst()) {
      guard first.codes.count == 1, second.codes.count == 1, first.codes != second.codes,
        context.areListed(first, second), tellsOfMixing(words, at: first.start)
      else { continue }
      let isHyphenated = first.end == second.start && ["-", "–", "/"].contains(words.gap(before: second.start))
      let isAlone = !sorted.contains { other in
        (other.start > second.start && context.areListed(second, other))
          || (other.start < first.start && context.areListed(other, first))
      }
      if isHyphenated || (isAlone && isNextToCue(words, first.start, second.end)) {
        pairs.append(pair(first.codes[0], second.codes[0]))
      }
    }
    return Array(Set(pairs)).sorted()
  }

  private static func pair(_ a: String, _ b: String) -> String { a == "en" ? "\(b)-\(a)" : "\(a)-\(b)" }

  private static func isCue(_ words: TextWords, _ index: Int) -> Bool {
    let word = words.plain(index)
    if ["codemixed", "codemixing", "codeswitched", "codeswitching"].contains(word) { return true }
    return ["mixed", "mixing", "mix", "switched", "switching", "switch"].contains(word)
      && ["code", "language", "script"].contains(words.plain(index - 1))
  }

  private static func tellsOfMixing(_ words: TextWords, at index: Int) -> Bool {
    words.sentence(of: index).contains { isCue(words, $0) }
  }

  private static func isNextToCue(_ words: TextWords, _ start: Int, _ end: Int) -> Bool {
    ((start - 4)..<(end + 4)).contains { isCue(words, $0) }
  }
}
