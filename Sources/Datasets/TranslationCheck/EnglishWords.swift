/// What the checks know of English: the language that most prompts are drafted in and translated back to.
enum EnglishWords {
  /// A crude stem, the same for the forms of most words: enough to ask whether a word came back.
  static func stem(_ key: String) -> String {
    var word = key
    if word.hasSuffix("'s") { word.removeLast(2) }
    for (ending, least) in [("ations", 4), ("ation", 4), ("ingly", 4), ("ing", 3), ("edly", 4), ("ies", 3), ("ied", 3)]
    where word.hasSuffix(ending) && word.count - ending.count >= least {
      word.removeLast(ending.count)
      return finished(word)
    }
    for (ending, least) in [
      ("ers", 4), ("er", 4), ("ed", 3), ("es", 3), ("ly", 4), ("or", 4), ("al", 5), ("s", 3), ("y", 3),
    ]
    where word.hasSuffix(ending) && word.count - ending.count >= least && !word.hasSuffix("ss") {
      word.removeLast(ending.count)
      return finished(word)
    }
    return finished(word)
  }

  /// `e` at the end and doubled letters go: make, making; run, running.
  private static func finished(_ word: String) -> String {
    var word = word
    if word.count > 3, word.hasSuffix("e") { word.removeLast() }
    if word.count > 3, let last = word.last, word.dropLast().last == last { word.removeLast() }
    return word
  }

  /// Words that say little by themselves.
  static let fillers: Set<String> = set(
    """
    a an the this that these those i me my mine we us our ours you your yours he him his she her hers it its they them \
    their theirs who whom whose which what when where why how and or but nor so yet if then than as at by for from in \
    into of off on onto out over to under up upon with within about above across after against along among around before \
    behind below beneath beside between beyond during through throughout toward towards until be am is are was were been \
    being do does did done doing have has had having can could may might must shall should will would ought there here \
    such some any all each every both few more most other another same own just only also too very much many one ones \
    again ever still even please let's get gets got getting make makes made making give gives gave giving go goes went \
    going want wants wanted need needs needed like tell tells told say says said use uses used using way ways thing \
    things someone somebody something anyone anything people person while because since though although however
    """)

  /// Stems of words that carry content.
  static func content(_ words: TextWords) -> [(word: String, stem: String)] {
    words.words.compactMap { word in
      guard word.key.count > 2, !fillers.contains(word.key), !word.key.allSatisfy(\.isNumber) else { return nil }
      return (word.text, stem(word.key))
    }
  }

  /// Whether two stems may be one word: equal, or alike but for their ends.
  static func isSame(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let shared = zip(a, b).prefix { $0 == $1 }.count
    return shared >= 5 || (shared >= 4 && shared + 1 >= min(a.count, b.count) && abs(a.count - b.count) <= 3)
  }

  static func set(_ text: String) -> Set<String> { Set(text.split(whereSeparator: \.isWhitespace).map(String.init)) }
}
