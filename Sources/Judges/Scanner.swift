/// One pass over the bytes of an answer: folds letters, walks the trie, finds sentences, quotations, lists and code.
struct Scanner {
  private let bytes: UnsafeBufferPointer<UInt8>
  private let lexicon: Lexicon?
  private var text = AnswerText()
  private var position = 0

  // The word being read.
  private var wordStart = -1
  private var hash = FNV1a.offset
  private var node: Int32 = 0
  private var wordLetters = 0
  private var letterMask: UInt64 = 0
  private var pendingAtoms: [Int32] = []

  // The sentence and line being read.
  private var sentenceStart = 0
  private var lineHash = FNV1a.offset
  private var lineStart = 0
  private var lineIndex: Int32 = 0
  private var atLineStart = true
  private var sentenceOpensLine = true
  private var isListItem = false
  private var inCode = false

  // The quotation being read.
  private var quoteStart = -1
  private var singleQuoteStart = -1

  // Output of folded text.
  private let writesFolded: Bool
  private var folded: [UInt8] = []

  /// Scans for matching.
  static func scan(_ string: String, lexicon: Lexicon?) -> AnswerText {
    var unused: [UInt8] = []
    return scan(string, lexicon: lexicon, folded: &unused, writes: false)
  }

  /// Scans and writes the folded words.
  @discardableResult
  static func scan(_ string: String, lexicon: Lexicon?, folded: inout [UInt8]) -> AnswerText {
    scan(string, lexicon: lexicon, folded: &folded, writes: true)
  }

  private static func scan(_ string: String, lexicon: Lexicon?, folded: inout [UInt8], writes: Bool) -> AnswerText {
    var copy = string
    return copy.withUTF8 { buffer in
      var scanner = Scanner(bytes: buffer, lexicon: lexicon, writesFolded: writes)
      scanner.run()
      folded = scanner.folded
      return scanner.text
    }
  }

  private init(bytes: UnsafeBufferPointer<UInt8>, lexicon: Lexicon?, writesFolded: Bool) {
    self.bytes = bytes
    self.lexicon = lexicon
    self.writesFolded = writesFolded
    text.words.reserveCapacity(bytes.count / 5 + 4)
    text.sentences.reserveCapacity(bytes.count / 48 + 4)
    text.atoms.reserveCapacity(lexicon == nil ? 0 : bytes.count / 2 + 8)
  }

  private mutating func run() {
    let count = bytes.count
    while position < count {
      // The folded text of a word is not to be read as a template mark or list, so markup is for matching only.
      if atLineStart, !writesFolded { readLineStart() }
      guard position < count else { break }
      let byte = bytes[position]
      if byte < 0x80 {
        if !writesFolded, byte == UInt8(ascii: "<") || byte == UInt8(ascii: "["), skipSpecial() { continue }
        handle(Folding.kind(ascii: byte), 1)
      } else {
        let (value, length) = decode(position)
        handle(Folding.kind(value), length)
      }
    }
    endWord()
    endLine(0)
  }

  /// Scalar at a position; the text is valid UTF-8, since it was a String.
  @inline(__always)
  private func decode(_ at: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[at])
    func tail(_ offset: Int) -> UInt32 { at + offset < bytes.count ? UInt32(bytes[at + offset] & 0x3F) : 0 }
    if first < 0x80 { return (first, 1) }
    if first < 0xE0 { return ((first & 0x1F) << 6 | tail(1), 2) }
    if first < 0xF0 { return ((first & 0x0F) << 12 | tail(1) << 6 | tail(2), 3) }
    return ((first & 0x07) << 18 | tail(1) << 12 | tail(2) << 6 | tail(3), 4)
  }

  @inline(__always)
  private mutating func handle(_ kind: Folding.Kind, _ length: Int) {
    switch kind {
    case .letter(let first, let second):
      letter(UInt32(first), length)
      if let second { letter(UInt32(second), length) }
      text.visible += 1
      text.alphanumeric += 1
      text.letters += 1
    case .foreign(let first, let second):
      letter(first, length)
      if let second { letter(second, length) }
      text.visible += 1
      text.alphanumeric += 1
      text.letters += 1
    case .digit:
      letter(bytes[position] < 0x80 ? UInt32(bytes[position]) : decode(position).0, length)
      text.visible += 1
      text.alphanumeric += 1
    case .space: endWord()
    case .newline:
      endWord()
      endLine(10)
    case .invisible: break
    case .apostrophe: apostrophe(length)
    case .quote:
      endWord()
      text.visible += 1
      quote()
    case .terminator(let mark):
      text.visible += 1
      terminator(mark, length)
    case .debris:
      endWord()
      text.visible += 1
      text.debris += 1
    case .symbol:
      endWord()
      text.visible += 1
    }
    position += length
  }

  @inline(__always)
  private mutating func letter(_ value: UInt32, _ length: Int) {
    if wordStart < 0 {
      wordStart = position
      hash = FNV1a.offset
      node = lexicon == nil ? -1 : 0
      wordLetters = 0
      letterMask = 0
      pendingAtoms.removeAll(keepingCapacity: true)
      if writesFolded, !folded.isEmpty { folded.append(0x20) }
    }
    hash = FNV1a.mix(hash, value)
    wordLetters += 1
    letterMask |= 1 << UInt64(value & 63)
    if node >= 0, let lexicon {
      node = lexicon.child(of: node, value)
      if node > 0 {
        let atoms = lexicon.prefixAtoms(node)
        if !atoms.isEmpty { pendingAtoms.append(contentsOf: atoms) }
      }
    }
    if writesFolded {
      if value < 0x80 {
        folded.append(UInt8(value))
      } else if let scalar = Unicode.Scalar(value) {
        folded.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
    }
  }

  private mutating func endWord() {
    guard wordStart >= 0 else { return }
    let first = Int32(text.atoms.count)
    if !pendingAtoms.isEmpty { text.atoms.append(contentsOf: pendingAtoms) }
    if node > 0, let lexicon { text.atoms.append(contentsOf: lexicon.exactAtoms(node)) }
    if wordLetters >= 30, letterMask.nonzeroBitCount <= 3 { text.stretched += wordLetters }
    text.words.append(
      AnswerText.Word(
        start: Int32(truncatingIfNeeded: wordStart), end: Int32(truncatingIfNeeded: position),
        sentence: Int32(text.sentences.count), atoms: first, hash: hash, isQuoted: false, isCode: inCode))
    lineHash = (lineHash ^ hash) &* 0x9E37_79B9_7F4A_7C15
    wordStart = -1
  }

  private mutating func endSentence(_ ending: UInt8) {
    let end = text.words.count
    guard end > sentenceStart else {
      // "?!" and ":\n" keep their first mark.
      return
    }
    if ending == UInt8(ascii: ":"), sentenceOpensLine, end == sentenceStart + 1, text.userTurn == nil,
      Self.speakers.contains(text.words[sentenceStart].hash)
    {
      text.userTurn = sentenceStart
    }
    text.sentences.append(
      AnswerText.Sentence(
        words: sentenceStart..<end, ending: ending, isListItem: isListItem, isCode: inCode,
        opensLine: sentenceOpensLine, line: lineIndex))
    sentenceStart = end
    sentenceOpensLine = false
  }

  private mutating func endLine(_ ending: UInt8) {
    endSentence(ending)
    if text.words.count > lineStart {
      text.lines.append(AnswerText.Line(hash: lineHash, words: text.words.count - lineStart))
    }
    lineStart = text.words.count
    lineHash = FNV1a.offset
    lineIndex &+= 1
    atLineStart = true
    sentenceOpensLine = true
    isListItem = false
    quoteStart = -1
    singleQuoteStart = -1
  }

  private mutating func terminator(_ mark: UInt8, _ length: Int) {
    if mark == UInt8(ascii: ":"), wordStart >= 0, Folding.isVisarga(bytes, position) { return }
    // "3.5", "e.g", "10:30" and "example.com" go on; so does a short abbreviation before a number ("No. 7").
    let next = position + length
    let goesOn =
      (mark == UInt8(ascii: ".") || mark == UInt8(ascii: ":")) && wordStart >= 0 && next < bytes.count
      && (isASCIIAlphanumeric(bytes[next])
        || (mark == UInt8(ascii: ".") && wordLetters == 2 && bytes[next] == 0x20 && next + 1 < bytes.count
          && (48...57).contains(bytes[next + 1])))
    endWord()
    if !goesOn { endSentence(mark) }
  }

  @inline(__always)
  private func isASCIIAlphanumeric(_ byte: UInt8) -> Bool {
    (byte >= 48 && byte <= 57) || ((byte | 0x20) >= 97 && (byte | 0x20) <= 122)
  }

  /// Whether a letter, ASCII or not, stands at a position.
  private func isLetter(_ at: Int) -> Bool {
    guard at < bytes.count else { return false }
    if bytes[at] < 0x80 { return (bytes[at] | 0x20) >= 97 && (bytes[at] | 0x20) <= 122 }
    switch Folding.kind(decode(at).0) {
    case .letter, .foreign: return true
    default: return false
    }
  }

  /// Joins English contractions, else splits the word; keeps track of single quotation marks.
  private mutating func apostrophe(_ length: Int) {
    var next = position + length
    while next < bytes.count, bytes[next] >= 0x80 {
      let (value, width) = decode(next)
      guard Folding.kind(value) == .invisible else { break }
      next += width
    }
    let nextIsLetter = isLetter(next)
    if wordStart >= 0, nextIsLetter {
      if !isContraction(next) { endWord() }
      return
    }
    text.visible += 1
    if wordStart < 0, nextIsLetter {
      if singleQuoteStart < 0 { singleQuoteStart = text.words.count }
    } else if singleQuoteStart >= 0 {
      endWord()
      mark(from: singleQuoteStart)
      singleQuoteStart = -1
    }
    endWord()
  }

  /// `t`, `s`, `m`, `d`, `ll`, `re`, `ve` and then no letter.
  private func isContraction(_ at: Int) -> Bool {
    func low(_ offset: Int) -> UInt8 { at + offset < bytes.count ? bytes[at + offset] | 0x20 : 0 }
    let first = low(0)
    switch first {
    case UInt8(ascii: "t"), UInt8(ascii: "s"), UInt8(ascii: "m"), UInt8(ascii: "d"): return !isLetter(at + 1)
    case UInt8(ascii: "l"): return low(1) == first && !isLetter(at + 2)
    case UInt8(ascii: "r"), UInt8(ascii: "v"): return low(1) == UInt8(ascii: "e") && !isLetter(at + 2)
    default: return false
    }
  }

  private mutating func quote() {
    if quoteStart < 0 {
      quoteStart = text.words.count
    } else {
      mark(from: quoteStart)
      quoteStart = -1
    }
  }

  /// Marks words as quoted. A quotation that begins the answer is not marked: models put answers into quotation marks.
  private mutating func mark(from first: Int) {
    guard first > 0 else { return }
    var index = text.words.count - 1
    while index >= first {
      text.words[index].isQuoted = true
      index -= 1
    }
  }

  /// Skips block quotes and headings, toggles fences, takes list marks.
  private mutating func readLineStart() {
    atLineStart = false
    var at = position
    while at < bytes.count, [0x20, 0x09, UInt8(ascii: ">"), UInt8(ascii: "#")].contains(bytes[at]) { at += 1 }
    guard at < bytes.count else { return }
    if at + 2 < bytes.count, bytes[at] == UInt8(ascii: "`") || bytes[at] == UInt8(ascii: "~"),
      bytes[at + 1] == bytes[at], bytes[at + 2] == bytes[at]
    {
      inCode.toggle()
      text.hasCode = true
      while at < bytes.count, bytes[at] != 0x0A { at += 1 }
      position = at
      return
    }
    var marker = at
    while marker < bytes.count, bytes[marker] == UInt8(ascii: "*"), marker < at + 2 { marker += 1 }
    let digits = marker
    while marker < bytes.count, bytes[marker] >= 48, bytes[marker] <= 57, marker < digits + 3 { marker += 1 }
    if marker > digits, marker + 1 < bytes.count,
      bytes[marker] == UInt8(ascii: ".") || bytes[marker] == UInt8(ascii: ")"), bytes[marker + 1] == 0x20
    {
      isListItem = true
      text.visible += 2
      position = marker + 1
      return
    }
    let (value, length) = decode(at)
    let isBullet = [0x2D, 0x2A, 0x2B, 0x2022, 0x2013, 0x2014, 0x25CF, 0x25AA].contains(value)
    if isBullet, at + length < bytes.count, bytes[at + length] == 0x20 {
      isListItem = true
      text.visible += 1
      position = at + length
    }
  }

  private static let specials: [[UInt8]] = [
    "[inst]", "[/inst]", "<<sys>>", "<</sys>>", "<start_of_turn>", "<end_of_turn>", "<unused", "</s>", "<s>", "<pad>",
    "<bos>", "<eos>", "[pad]", "[unk]", "<unk>", "<mask>", "[mask]", "<extra_id_", "<｜", "<|",
  ].map { Array($0.utf8) }

  /// By their second byte, in lower case.
  private static let specialsBySecond: [UInt8: [[UInt8]]] = Dictionary(grouping: specials) { $0[1] | 0x20 }

  /// Hashes of the names under which a transcript has the user speak.
  private static let speakers: Set<UInt64> = Set(
    ["user", "human"].map { $0.utf8.reduce(FNV1a.offset) { hash, byte in FNV1a.mix(hash, UInt32(byte)) } })
  private static let openReasoning = Array("<think>".utf8)
  private static let closeReasoning = Array("</think>".utf8)
  private static let user = Array("user".utf8)
  private static let human = Array("human".utf8)

  /// Skips a special token or a block of reasoning at the position; tells whether there was one.
  private mutating func skipSpecial() -> Bool {
    if position + 1 < bytes.count, bytes[position + 1] | 0x20 == UInt8(ascii: "t"), begins(Self.openReasoning) {
      endWord()
      endSentence(UInt8(ascii: "."))
      position += 7
      while position < bytes.count, !begins(Self.closeReasoning) { position += 1 }
      if position >= bytes.count { text.hasOpenReasoning = true } else { position += 8 }
      return true
    }
    guard position + 1 < bytes.count, let candidates = Self.specialsBySecond[bytes[position + 1] | 0x20],
      let special = candidates.first(where: begins)
    else { return false }
    endWord()
    endSentence(UInt8(ascii: "."))
    text.specials += 1
    let close: UInt8 = special.first == UInt8(ascii: "[") ? UInt8(ascii: "]") : UInt8(ascii: ">")
    var at = position + special.count
    if special.last != close {
      let limit = min(bytes.count, at + 40)
      while at < limit, bytes[at] != close, bytes[at] != 0x0A { at += 1 }
      if at < limit, bytes[at] == close { at += 1 }
    }
    position = at
    if text.userTurn == nil {
      var next = at
      while next < bytes.count, bytes[next] == 0x20 { next += 1 }
      position = next
      let turn = begins(Self.user) || begins(Self.human) || special == Self.specials[0]
      position = at
      if turn { text.userTurn = text.words.count }
    }
    return true
  }

  private func begins(_ text: [UInt8]) -> Bool {
    guard position + text.count <= bytes.count else { return false }
    for (offset, byte) in text.enumerated() {
      let have = bytes[position + offset]
      let low = have >= 65 && have <= 90 ? have | 0x20 : have
      if low != byte { return false }
    }
    return true
  }
}
