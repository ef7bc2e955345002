/// Whether the words around a name tell that no language is meant, or none that is studied.
struct LanguageContext {
  /// The text.
  let words: TextWords

  /// Things, people and places that an adjective of nationality goes with: no text in the language is meant.
  private static let things: Set<String> = [
    "shepherd", "shepherds", "government", "army", "military", "invasion", "war", "parliament", "president", "embassy",
    "border", "economy", "company", "companies", "citizens", "citizen", "nationals", "passport", "cuisine", "food",
    "wall",
    "walls", "remainder", "restaurant", "restaurants", "whispers", "roulette", "doll", "dolls", "toast", "university",
    "academy", "union", "people", "men", "women", "population", "sea", "ocean", "nadu", "american", "americans", "room",
    "auction", "oven", "notation", "cheese", "mythology", "god", "gods", "muslims", "muslim", "immigrants", "orange",
    "oranges", "delight", "coffee", "setter", "terrier", "bulldog", "bulldogs", "revolution", "script", "scripts",
    "alphabet", "numerals", "numeral", "origin", "descent", "ancestry", "restaurateur", "ministry", "authorities",
  ]
  /// Things that only Latin goes with.
  private static let latinThings: Set<String> = [
    "america", "letters", "characters", "square", "squares", "hypercube", "hypercubes", "based", "transliteration",
  ]
  /// What follows the verb in the place of the adjective.
  private static let objects: Set<String> = [
    "the", "a", "an", "your", "my", "our", "their", "its", "his", "her", "it", "them", "this", "that", "these", "those",
    "up", "off",
  ]
  private static let company: Set<String> = [
    "language", "languages", "speakers", "text", "texts", "tweets", "corpus", "dialect", "dialects", "comments",
  ]

  /// Whether no language is meant.
  func isNoLanguage(_ mention: LanguageMention) -> Bool {
    guard mention.kind == .language else { return false }
    let next = words.plain(mention.end)
    let isNextJoined = words.gap(before: mention.end).allSatisfy { $0 == " " || $0 == "-" }
    if isNextJoined {
      if Self.things.contains(next) { return true }
      if mention.codes == ["la"], Self.latinThings.contains(next) { return true }
      if mention.codes == ["pl"], Self.objects.contains(next) { return true }
    }
    // C++ and C#: a letter before signs is no name, and none of the table's is; "X-Lang" names of programs are.
    return next == "lang" && words.gap(before: mention.end) == "-"
  }

  /// Whether a name that is an ordinary word stands among languages, or before a word that tells.
  func isInCompany(_ mention: LanguageMention, of mentions: [LanguageMention]) -> Bool {
    if Self.company.contains(words.plain(mention.end)) { return true }
    return mentions.contains { other in
      guard other.start != mention.start, other.kind != .family, !other.isWord else { return false }
      return areListed(mention, other) || areListed(other, mention)
    }
  }

  /// Whether nothing but commas, slashes, hyphens, `and` and `or` stands between two names.
  func areListed(_ first: LanguageMention, _ second: LanguageMention) -> Bool {
    guard first.end <= second.start, second.start - first.end <= 1 else { return false }
    let between = words.plain(first.end..<second.start)
    guard between.allSatisfy({ ["and", "or"].contains($0) }) else { return false }
    return (first.end...second.start).allSatisfy { words.gap(before: $0).allSatisfy { " ,/-–&→".contains($0) } }
  }

  /// Whether the text tells of the language only to leave it: non-English, beyond English, most work is on English.
  func isNotStudied(_ mention: LanguageMention) -> Bool {
    let before = words.plain(mention.start - 1)
    if before == "non" { return true }
    if ["beyond", "besides", "outside", "except", "unlike"].contains(before) { return true }
    if ["than", "from"].contains(before), ["other", "rather", "apart"].contains(words.plain(mention.start - 2)) {
      return true
    }
    let next = words.plain(mention.end)
    if words.gap(before: mention.end) == "-", Self.dominance.contains(next) { return true }
    return mention.codes == ["en"] && isBackground(mention)
  }

  private static let dominance: Set<String> = [
    "centric", "dominated", "dominant", "biased", "centered", "centred", "heavy",
  ]
  private static let most: Set<String> = [
    "most", "mostly", "existing", "previous", "prior", "primarily", "predominantly", "mainly", "largely", "majority",
    "current",
    "exclusively", "solely", "past", "earlier", "recent", "typically", "dominated", "overwhelmingly",
  ]
  private static let focus: Set<String> = [
    "focus", "focused", "focuses", "focusing", "focussed", "limited", "concentrated", "concentrate", "centered",
    "centred",
    "available", "restricted", "confined", "dominated", "skewed", "exists", "exist", "conducted", "geared", "tailored",
    "cater",
  ]
  private static let own: Set<String> = ["we", "our", "this", "us", "ours"]

  /// Whether a sentence says what others do: it tells of most or earlier work, of what it is limited to, and not of the
  /// authors' own.
  private func isBackground(_ mention: LanguageMention) -> Bool {
    let sentence = Set(words.plain(words.sentence(of: mention.start)))
    return !sentence.isDisjoint(with: Self.most) && !sentence.isDisjoint(with: Self.focus)
      && sentence.isDisjoint(with: Self.own)
  }
}
