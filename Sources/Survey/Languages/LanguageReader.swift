/// Finds the languages that a title and an abstract name as studied, without a model.
///
/// Names are matched whole and longest first, with their capital letters. A name is passed over where its surroundings
/// tell that no language is meant (German Shepherd, Latin script, `Polish the draft`), or none that is studied (non-English,
/// beyond English, `most work focuses on English`).
public enum LanguageReader {
  /// Reads a text.
  public static func read(_ text: String) -> LanguageReading {
    let words = TextWords(text)
    let found = candidates(words)
    let context = LanguageContext(words: words)
    var mentions = found.filter { !context.isNoLanguage($0) }
    mentions = mentions.filter { !$0.isWord || context.isInCompany($0, of: mentions) }
    mentions = mentions.filter { !context.isNotStudied($0) }
    mentions += CodePairs.mentions(words)
    let languages = mentions.filter { $0.kind != .family }
    return LanguageReading(
      languages: Array(Set(languages.flatMap(\.codes))).sorted(),
      families: mentions.filter { $0.kind == .family }.map(\.quote).reduce(into: []) {
        if !$0.contains($1) { $0.append($1) }
      },
      codeSwitched: MixedSpeech.pairs(languages, words),
      mentions: mentions.sorted { $0.start < $1.start }, statedCount: StatedCount.of(words),
      isMultilingual: isMultilingual(words))
  }

  /// Reads title and abstract of a paper.
  public static func read(_ paper: Paper) -> LanguageReading { read(paper.text) }

  /// Every name in the text, longest first at each place.
  private static func candidates(_ words: TextWords) -> [LanguageMention] {
    var mentions: [LanguageMention] = []
    var index = 0
    while index < words.words.count {
      if let mention = language(at: index, words) ?? family(at: index, words) {
        mentions.append(mention)
        index = mention.end
      } else {
        index += 1
      }
    }
    return mentions
  }

  private static func language(at start: Int, _ words: TextWords) -> LanguageMention? {
    for length in (1...LanguageNames.longest).reversed() {
      let range = start..<(start + length)
      guard range.upperBound <= words.words.count, isJoined(range, words),
        let entry = LanguageNames.entries[words.plain(range)],
        entry.takesLowerCase || isNamed(range, words, entry)
      else { continue }
      return LanguageMention(
        kind: entry.isMixed ? .mixed : .language, codes: entry.codes, quote: words.quote(range), start: start,
        end: range.upperBound, isWord: entry.isWord)
    }
    return nil
  }

  /// Whether the words have the capitals that a name has; a name in capitals, such as MSA, has all of them.
  private static func isNamed(_ range: Range<Int>, _ words: TextWords, _ entry: LanguageNames.Entry) -> Bool {
    if entry.name.allSatisfy({ $0.isUppercase }) { return words.quote(range) == entry.name }
    let last = range.upperBound - 1
    // isiZulu has its capital within.
    return words.words[last].text.contains(where: \.isUppercase) || words.quote(range) == entry.name
  }

  private static func family(at start: Int, _ words: TextWords) -> LanguageMention? {
    guard words.words[start].isCapital else { return nil }
    for length in (1...LanguageFamilies.longest).reversed() {
      let range = start..<(start + length)
      guard range.upperBound <= words.words.count, isJoined(range, words) else { continue }
      let name = words.plain(range)
      let after = words.plain(range.upperBound..<(range.upperBound + 3))
      let hasLanguages = after.firstIndex { $0 == "languages" || $0 == "language" }.map { place in
        place == 0 || !after[..<place].contains { ["and", "or", "of", "in", "large", "programming"].contains($0) }
      }
      guard
        LanguageFamilies.alone.contains(name)
          || (LanguageFamilies.beforeLanguages.contains(name) && hasLanguages == true)
      else { continue }
      return LanguageMention(kind: .family, codes: [], quote: words.quote(range), start: start, end: range.upperBound)
    }
    return nil
  }

  /// Whether only spaces and hyphens part the words.
  private static func isJoined(_ range: Range<Int>, _ words: TextWords) -> Bool {
    range.dropFirst().allSatisfy { words.gap(before: $0).allSatisfy { $0 == " " || $0 == "-" || $0 == "‑" } }
  }

  private static func isMultilingual(_ words: TextWords) -> Bool {
    words.words.indices.contains { index in
      let word = words.plain(index)
      if ["multilingual", "crosslingual", "multilinguality", "multilingually", "bilingual"].contains(word) {
        return true
      }
      if word == "lingual", ["multi", "cross"].contains(words.plain(index - 1)) { return true }
      return word == "languages"
        && ["other", "different", "various", "several", "multiple", "many", "diverse", "resource", "across", "english"]
          .contains(words.plain(index - 1))
    }
  }
}
