import IsoglossCore

/// Patterns of all languages, compiled: one trie over the words, and the patterns that each word may begin.
///
/// A group of alternatives (`help|assist*`) is an *atom*. The trie tells the atoms of a word while the word is scanned;
/// a pattern is a list of atoms and gaps.
struct Lexicon: Sendable {
  /// One step of a pattern.
  enum Element: Sendable {
    case atom(Int32)
    case optional(Int32)
    case gap(Int)
    /// At most so many words are left in the sentence.
    case end(Int)
    /// The sentence ends here, with a colon.
    case colon
  }

  /// Where a pattern may begin.
  enum Start: Sendable {
    case anywhere
    /// At most so many words after the beginning of its sentence.
    case sentence(Int)
    /// At most so many words after the beginning of the answer.
    case answer(Int)
  }

  /// What a pattern says.
  struct Pattern: Sendable {
    var language: Int
    var category: PatternCategory
    var source: String
  }

  /// How a pattern is matched: kept apart from what it says, so that matching touches no strings.
  struct Head: Sendable {
    var start: Start
    /// Positions in `elements`.
    var first: Int
    var end: Int
    /// The atom that the word after the first one must have; -1 where something else may follow. Most patterns end here.
    var next: Int32
  }

  /// Languages, in the order given.
  private(set) var languages: [Language] = []
  private(set) var patterns: [Pattern] = []
  /// For each pattern how it is matched.
  private(set) var heads: [Head] = []
  /// Steps of all patterns, one after the other.
  private(set) var elements: [Element] = []
  /// For each language the languages of its family, itself included, as bits.
  private(set) var relatives: [UInt64] = []
  /// FNV-1a (64 bits) of the languages, classes and patterns.
  private(set) var fingerprint: UInt64 = FNV1a.offset
  /// The patterns that each atom begins, atom after atom.
  private(set) var starters: [Int32] = []
  /// Where each atom's begin in `starters`; one more than there are atoms.
  private(set) var startersFrom: [Int32] = [0]
  /// The same atom by atom, while patterns are added.
  private var begun: [[Int32]] = []
  /// Children of each node, `width` a node; 0 is none.
  private var children: [Int32] = Array(repeating: 0, count: Self.width)
  /// Letters, digits, and the escape before a letter of another script.
  private static let width = 37
  private static let escape = 36
  private var exact: [[Int32]] = [[]]
  private var prefixes: [[Int32]] = [[]]
  private var atomIDs: [String: Int32] = [:]
  /// Atoms of the set that is being compiled, as they are written there: most stand in many patterns.
  private var written: [String: Int32] = [:]

  /// The lexicon of ``LanguagePatterns/all``, compiled at its first use.
  static let builtIn = Result { () throws(JudgingError) in try Lexicon(LanguagePatterns.all) }

  /// Compiles sets of patterns.
  init(_ sets: [LanguagePatterns]) throws(JudgingError) {
    for set in sets {
      guard !languages.contains(set.language) else {
        throw JudgingError(.duplicateLanguage, "two sets of patterns for \(set.language); merge them")
      }
      languages.append(set.language)
      written.removeAll(keepingCapacity: true)
      hash(set.language.code)
      for name in set.classes.keys.sorted() { hash("\(name)=\(set.classes[name] ?? "")") }
      for category in PatternCategory.allCases {
        hash(category.rawValue)
        for source in set.patterns[category] ?? [] {
          hash(source)
          try add(source, category, set)
        }
      }
    }
    starters = begun.flatMap { $0 }
    for patterns in begun { startersFrom.append(startersFrom[startersFrom.count - 1] + Int32(patterns.count)) }
    begun = []
    relatives = languages.map { language in
      var bits: UInt64 = 0
      for (index, other) in languages.enumerated() where other.family == language.family {
        bits |= 1 << UInt64(index & 63)
      }
      return bits
    }
  }

  private mutating func hash(_ text: String) {
    for byte in text.utf8 { fingerprint = FNV1a.mix(fingerprint, byte) }
    fingerprint = FNV1a.mix(fingerprint, UInt8(0))
  }

  private mutating func add(_ source: String, _ category: PatternCategory, _ set: LanguagePatterns)
    throws(JudgingError)
  {
    var steps: [Element] = []
    var start = Start.anywhere
    let parts = source.split(separator: " ").map(String.init)
    func fail(_ why: String) -> JudgingError {
      JudgingError(.malformed, "pattern \"\(source)\" of \(set.language) (\(category.rawValue)): \(why)")
    }
    for (index, part) in parts.enumerated() {
      if part.hasPrefix("^") {
        let isAnswer = part.hasPrefix("^^")
        guard index == 0, let offset = Self.number(part.dropFirst(isAnswer ? 2 : 1)) else {
          throw fail("^ stands first, with a number or none")
        }
        start = isAnswer ? .answer(offset) : .sentence(offset)
      } else if part.hasPrefix("$") {
        guard index == parts.count - 1, let left = Self.number(part.dropFirst()) else {
          throw fail("$ stands last, with a number or none")
        }
        steps.append(.end(left))
      } else if part == ":" {
        guard index == parts.count - 1 else { throw fail(": stands last") }
        steps.append(.colon)
      } else if part.hasPrefix("~") {
        guard let width = Self.number(part.dropFirst()), (1...8).contains(width) else {
          throw fail("~ takes a number from 1 to 8")
        }
        steps.append(.gap(width))
      } else if part.hasPrefix("?") {
        steps.append(.optional(try atom(String(part.dropFirst()), set, source)))
      } else {
        // An apostrophe may split a word in two: each becomes its own step, which only a single alternative can do.
        let words = Self.foldedWords(part)
        if words.count > 1, !part.contains("|"), !part.contains("<"), !part.contains("*") {
          for word in words { steps.append(.atom(try atom(word, set, source))) }
        } else {
          steps.append(.atom(try atom(part, set, source)))
        }
      }
    }
    guard case .atom(let first)? = steps.first else { throw fail("it has to begin with a word") }
    begun[Int(first)].append(Int32(patterns.count))
    var next: Int32 = -1
    if steps.count > 1, case .atom(let atom) = steps[1] { next = atom }
    patterns.append(Pattern(language: languages.count - 1, category: category, source: source))
    heads.append(Head(start: start, first: elements.count, end: elements.count + steps.count, next: next))
    elements.append(contentsOf: steps)
  }

  private static func number(_ text: Substring) -> Int? { text.isEmpty ? 0 : Int(text) }

  /// The atom of a group of alternatives.
  private mutating func atom(_ text: String, _ set: LanguagePatterns, _ source: String) throws(JudgingError) -> Int32 {
    if let known = written[text] { return known }
    var words = Set<String>()
    for alternative in text.split(separator: "|") {
      if alternative.hasPrefix("<"), alternative.hasSuffix(">") {
        let name = String(alternative.dropFirst().dropLast())
        guard let members = set.classes[name] else {
          throw JudgingError(
            .unknownClass, "pattern \"\(source)\" of \(set.language) names class <\(name)>: add it to the classes")
        }
        for member in members.split(separator: "|") { try insert(member, into: &words, set, source) }
      } else {
        try insert(alternative, into: &words, set, source)
      }
    }
    guard !words.isEmpty else {
      throw JudgingError(.malformed, "pattern \"\(source)\" of \(set.language) has an empty element")
    }
    let key = words.sorted().joined(separator: "|")
    let id = atomIDs[key] ?? Int32(begun.count)
    written[text] = id
    guard atomIDs.updateValue(id, forKey: key) == nil else { return id }
    begun.append([])
    for word in words { plant(word, id) }
    return id
  }

  private func insert(
    _ alternative: Substring, into words: inout Set<String>, _ set: LanguagePatterns, _ source: String
  ) throws(JudgingError) {
    let isStem = alternative.hasSuffix("*")
    let text = String(isStem ? alternative.dropLast() : alternative)
    var spellings = [text]
    if set.language.code == "de" {
      spellings.append(
        text.replacing("ä", with: "ae").replacing("ö", with: "oe").replacing("ü", with: "ue"))
    }
    for spelling in spellings {
      let folded = Self.foldedWords(spelling)
      guard folded.count == 1, let word = folded.first,
        word.unicodeScalars.allSatisfy({ $0.isASCII || Folding.isLetter($0.value, of: set.language.script) })
      else {
        throw JudgingError(
          .malformed,
          "\"\(alternative)\" in pattern \"\(source)\" of \(set.language) is not one word in Latin letters"
            + (set.language.script == "Latn" ? "" : " or those of its script (Arab, Beng and Deva are known)"))
      }
      words.insert(isStem ? word + "*" : word)
    }
  }

  private mutating func plant(_ word: String, _ id: Int32) {
    var node = 0
    for scalar in word.unicodeScalars where scalar != "*" {
      for column in Self.path(scalar.value) { node = grow(node, column) }
    }
    if word.hasSuffix("*") { prefixes[node].append(id) } else { exact[node].append(id) }
  }

  /// The child of a node in a column, made where there is none.
  private mutating func grow(_ node: Int, _ column: Int) -> Int {
    let slot = node * Self.width + column
    if children[slot] == 0 {
      children[slot] = Int32(exact.count)
      exact.append([])
      prefixes.append([])
      children.append(contentsOf: repeatElement(0, count: Self.width))
    }
    return Int(children[slot])
  }

  /// The columns of a letter or digit: one for ASCII; else the escape and the scalar's three groups of five bits.
  private static func path(_ value: UInt32) -> [Int] {
    value < 0x80 ? [column(UInt8(value))] : [escape] + [10, 5, 0].map { Int((value >> UInt32($0)) & 31) }
  }

  /// The words of a text, folded.
  static func foldedWords(_ text: String) -> [String] {
    Normaliser.normalise(text).split(separator: " ").map(String.init)
  }

  @inline(__always)
  private static func column(_ byte: UInt8) -> Int { byte >= 97 ? Int(byte &- 97) : Int(byte &- 48) + 26 }

  /// The node after a folded letter or a digit; negative where there is none.
  @inline(__always)
  func child(of node: Int32, _ letter: UInt32) -> Int32 {
    if letter < 0x80 { return step(node, Self.column(UInt8(letter))) }
    guard letter < 0x8000 else { return -1 }
    var node = step(node, Self.escape)
    var shift: UInt32 = 10
    while node > 0 {
      node = step(node, Int((letter >> shift) & 31))
      if shift == 0 { break }
      shift -= 5
    }
    return node
  }

  @inline(__always)
  private func step(_ node: Int32, _ column: Int) -> Int32 {
    let next = children[Int(node) * Self.width + column]
    return next == 0 ? -1 : next
  }

  /// Atoms of every word that begins as the node says.
  @inline(__always)
  func prefixAtoms(_ node: Int32) -> [Int32] { prefixes[Int(node)] }

  /// Atoms of the word that ends at the node.
  @inline(__always)
  func exactAtoms(_ node: Int32) -> [Int32] { exact[Int(node)] }
}

/// The hash of Fowler, Noll and Vo in 64 bits: stable over runs and machines.
enum FNV1a {
  static let offset: UInt64 = 0xcbf2_9ce4_8422_2325

  @inline(__always)
  static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 { (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }

  @inline(__always)
  static func mix(_ hash: UInt64, _ value: UInt32) -> UInt64 { (hash ^ UInt64(value)) &* 0x100_0000_01b3 }
}
