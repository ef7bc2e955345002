internal import IsoglossCore

/// Names of people, places and institutions that are gone: looked for in the translation by sound, since many languages
/// inflect or transcribe them, and in the translation back by spelling.
struct NameCheck: LossCheck {
  let terms: CultureTerms

  func signs(in text: CheckedText) -> [LossSign] {
    // German writes every noun like a name, and other scripts have no capitals.
    guard !["de", "ar", "bn", "hi", "zh", "ja", "ko", "th"].contains(text.row.sourceLanguage.code) else { return [] }
    let names = Self.names(in: text.source, language: text.row.sourceLanguage)
    let exchanged = Self.exchangedPeoples(text)
    guard !names.isEmpty else { return exchanged }
    let cultural = terms.words(in: text.source, of: text.row.sourceLanguage)
    let heard = text.translation.words.flatMap { Self.sounds($0.text) }
    let known = Set(names.flatMap { $0.map(\.key) })
    let new = text.back.map { back in
      Self.names(in: back, language: text.row.sourceLanguage).flatMap { $0 }
        .filter { word in !known.contains { Self.isNear($0, word.key) } && !text.source.keys.contains(word.key) }
    }
    var signs = exchanged
    for name in names {
      let lost = name.filter { word in
        if cultural.contains(word.key) { return false }
        if text.translation.keys.contains(word.key) { return false }
        if let back = text.back, back.words.contains(where: { Self.isNear($0.key, word.key) }) { return false }
        let sounds = Self.sounds(word.text)
        // A prefix such as the Arabic article, or an ending, may stand around a name.
        let isHeard = sounds.contains { sound in
          sound.count >= 2 && heard.contains { $0.hasPrefix(sound) || (sound.count >= 3 && $0.contains(sound)) }
        }
        if isHeard { return false }
        // A short sound says too little to miss it, where nobody translated back.
        return text.back != nil || sounds.allSatisfy { $0.count >= 3 }
      }
      guard lost.count * 2 >= name.count, !lost.isEmpty else { continue }
      let shown = name.map(\.text).joined(separator: " ")
      let isInstitution = name.contains { Self.institutions.contains($0.key) || $0.isAcronym }
      if let other = new?.first {
        signs.append(
          LossSign(.entity, isInstitution ? 0.55 : 0.85, "\"\(shown)\" is gone, and \"\(other.text)\" is new"))
      } else {
        let weight = isInstitution ? 0.4 : text.back == nil ? 0.45 : 0.75
        signs.append(LossSign(.entity, weight, "\"\(shown)\" is gone"))
      }
    }
    return signs
  }

  /// A people that is gone while another one came.
  private static func exchangedPeoples(_ text: CheckedText) -> [LossSign] {
    guard let (source, back) = text.english else { return [] }
    let before = source.keys.intersection(peoples)
    let after = back.keys.intersection(peoples)
    guard let gone = before.subtracting(after).min(), let new = after.subtracting(before).min(),
      gone.prefix(4) != new.prefix(4)
    else { return [] }
    return [LossSign(.entity, 0.8, "\"\(gone)\" is gone, and \"\(new)\" is new")]
  }

  /// Runs of capitalised words. A sentence's first word is left out: it would be one in any case.
  static func names(in words: TextWords, language: Language) -> [[TextWords.Word]] {
    var names: [[TextWords.Word]] = []
    var current: [TextWords.Word] = []
    for word in words.words {
      if word.startsSentence, !current.isEmpty {
        names.append(current)
        current = []
      }
      let opens = word.startsSentence && !word.isAcronym
      if word.isCapitalised, !opens, word.text.count > 1, !ordinary.contains(word.key),
        !word.key.hasPrefix("i'")
      {
        current.append(stripped(word))
      } else if !current.isEmpty {
        names.append(current)
        current = []
      }
    }
    if !current.isEmpty { names.append(current) }
    return names
  }

  private static func stripped(_ word: TextWords.Word) -> TextWords.Word {
    guard word.key.hasSuffix("'s") else { return word }
    var word = word
    word.key.removeLast(2)
    word.text.removeLast(2)
    return word
  }

  /// Capitalised by English custom, and translated as words: they are no names.
  private static let ordinary = EnglishWords.set(
    """
    i monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september \
    october november december mr mrs ms dr sir madam internet web wi-fi wifi ok tv pin pc id god the a an am pm please if \
    what how why when who where
    """
  ).union(peoples)

  /// Peoples, languages and faiths: words of every language, so that only a translation back tells whether they are kept.
  private static let peoples = EnglishWords.set(
    """
    english german germans french spanish italian italians portuguese polish poles czech czechs slovak slovaks slovenian \
    slovenians lithuanian lithuanians latvian latvians arabic arab arabs bengali hindi swahili american americans british \
    european europeans russian russians chinese japanese korean koreans turkish turks greek greeks ukrainian ukrainians \
    indian indians pakistani pakistanis kenyan kenyans nigerian nigerians mexican mexicans canadian canadians swedish dutch \
    muslim muslims jewish jew jews christian christians catholic catholics buddhist buddhists hindu hindus african africans \
    asian asians roma
    """)

  private static let institutions = EnglishWords.set(
    """
    agency office department bureau service services ministry administration authority council court university institute \
    bank union association commission police party parliament congress senate house government center centre hospital school
    """)

  /// The same word, or one written a letter or an ending differently.
  private static func isNear(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    guard a.count >= 4, b.count >= 4 else { return false }
    let shared = zip(a, b).prefix { $0 == $1 }.count
    if shared >= 3, shared + 2 >= min(a.count, b.count), abs(a.count - b.count) <= 3 { return true }
    return sounds(a).contains { $0.count >= 3 && sounds(b).contains($0) }
  }

  /// The consonants of a word in classes that survive transcription, read hard (c and j as k) and soft (as s): `Džons`,
  /// `John` and `جون` are near each other. A double letter is one.
  static func sounds(_ word: String) -> [String] {
    var hard = ""
    var soft = ""
    var before: Character?
    for scalar in TextWords.fold(word).unicodeScalars {
      let kind = scalar.isASCII ? latin[Character(scalar)] : Self.spoken(scalar)
      if let kind, kind != before {
        hard.append(kind)
        soft.append("cj".unicodeScalars.contains(scalar) ? "s" : kind)
      }
      before = kind
    }
    return hard == soft ? [hard] : [hard, soft]
  }

  /// A letter of another script by the first consonant of its Unicode name.
  private static func spoken(_ scalar: Unicode.Scalar) -> Character? {
    guard let name = scalar.properties.name, let range = name.firstRange(of: "LETTER ") else { return nil }
    let letter = name[range.upperBound...].split(separator: " ").last ?? ""
    guard letter != "AIN", letter != "ALEF", letter != "WAW", letter != "YEH" else { return nil }
    return letter.lowercased().first.flatMap { latin[$0] }
  }

  private static let latin: [Character: Character] = [
    "b": "p", "p": "p", "d": "t", "t": "t", "g": "k", "k": "k", "q": "k", "c": "k", "j": "k", "f": "f", "v": "f",
    "s": "s", "z": "s", "x": "s", "m": "m", "n": "n", "l": "l", "r": "r",
  ]
}
