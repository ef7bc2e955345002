/// How text is cut into the words within which merging stays.
struct PreTokenizer: Sendable, Hashable {
  /// What happens to the text that a literal pattern finds.
  enum Behavior: String, Sendable {
    case removed = "Removed"
    case isolated = "Isolated"
    case mergedWithPrevious = "MergedWithPrevious"
    case mergedWithNext = "MergedWithNext"
  }

  /// One cut; each applies to the pieces of the one before.
  enum Step: Sendable, Hashable {
    /// The words of a published pattern.
    case pattern(SplitPattern)
    /// Each numeric scalar by itself, or each run of them.
    case digits(individually: Bool)
    /// At a literal text.
    case literal([UInt8], Behavior)
  }

  /// When Metaspace puts its mark before a piece.
  enum Prefix: String, Sendable {
    case always, first, never
  }

  /// Puts a space before text that has none in front (`add_prefix_space`).
  var addsSpace = false
  /// Spaces become this mark, and a mark is put in front; null without Metaspace.
  var metaspace: (mark: String, prefix: Prefix)? {
    get { metaspaceMark.map { ($0, metaspacePrefix) } }
    set {
      metaspaceMark = newValue?.mark
      metaspacePrefix = newValue?.prefix ?? .never
    }
  }
  private var metaspaceMark: String?
  private var metaspacePrefix = Prefix.never
  /// The cuts, in order.
  var steps: [Step] = []
  /// Whether words are spelled in the byte alphabet.
  var isByteLevel = false

  /// The pre-tokeniser that leaves text whole.
  init() {}

  /// What a `pre_tokenizer` asks for; throws an error that names what is not known here.
  init(_ json: JSONValue?) throws {
    guard let json, !json.isNull else { return }
    try add(json)
  }

  private mutating func add(_ json: JSONValue) throws {
    let type = try json.requiredString("type", in: "The pre_tokenizer")
    let place = "The pre_tokenizer \(type)"
    guard !isByteLevel else {
      throw TokenizerError(.unsupported, "\(place) follows ByteLevel; here ByteLevel must come last.")
    }
    switch type {
    case "Sequence":
      guard let parts = json["pretokenizers"]?.array else {
        throw TokenizerError(.malformed, "\(place) has no list \"pretokenizers\".")
      }
      for part in parts { try add(part) }
    case "ByteLevel":
      if try json.optionalBool("add_prefix_space", in: place, default: true) {
        guard steps.isEmpty else {
          throw TokenizerError(.unsupported, "\(place) adds a space to every piece of another; that is not known here.")
        }
        addsSpace = true
      }
      if try json.optionalBool("use_regex", in: place, default: true) { steps.append(.pattern(.gpt2)) }
      isByteLevel = true
    case "Digits":
      steps.append(.digits(individually: try json.optionalBool("individual_digits", in: place, default: false)))
    case "Split": steps.append(try split(json, place))
    case "Metaspace": try addMetaspace(json, place)
    default:
      throw TokenizerError(
        .unsupported, "\(place) is not known here. Known are ByteLevel, Digits, Split, Metaspace and Sequence.")
    }
  }

  private func split(_ json: JSONValue, _ place: String) throws -> Step {
    guard try !json.optionalBool("invert", in: place, default: false) else {
      throw TokenizerError(.unsupported, "\(place) is inverted, which is not known here.")
    }
    let name = try json.requiredString("behavior", in: place)
    if let regex = json["pattern"]?["Regex"]?.string {
      let pattern = try SplitPattern(source: regex)
      guard name == Behavior.isolated.rawValue else {
        throw TokenizerError(.unsupported, "\(place) uses a pattern with \(name); only Isolated is known here.")
      }
      return .pattern(pattern)
    }
    guard let behavior = Behavior(rawValue: name) else {
      throw TokenizerError(.unsupported, "\(place) asks for the behavior \(name), which is not known here.")
    }
    return .literal(Array(try LiteralPattern.text(json["pattern"], in: place).utf8), behavior)
  }

  private mutating func addMetaspace(_ json: JSONValue, _ place: String) throws {
    let mark = try json.requiredString("replacement", in: place)
    guard mark.unicodeScalars.count == 1, steps.isEmpty, metaspaceMark == nil else {
      throw TokenizerError(.unsupported, "\(place) must come first and replace spaces by one character.")
    }
    var prefix = Prefix.always
    if let name = json["prepend_scheme"]?.string {
      guard let known = Prefix(rawValue: name) else {
        throw TokenizerError(.unsupported, "\(place) has the prepend_scheme \(name), which is not known here.")
      }
      prefix = known
    } else if try !json.optionalBool("add_prefix_space", in: place, default: true) {
      prefix = .never
    }
    metaspace = (mark, prefix)
    if try json.optionalBool("split", in: place, default: true) {
      steps.append(.literal(Array(mark.utf8), .mergedWithNext))
    }
  }
}

extension PreTokenizer {
  /// Whether `rewrite` can change text.
  var rewrites: Bool { addsSpace || metaspaceMark != nil }

  /// The text with its spaces marked and its prefix; `isFirst` where it starts the whole text.
  func rewrite(_ text: String, isFirst: Bool) -> String {
    guard !text.isEmpty else { return text }
    if addsSpace { return text.utf8.first == 0x20 ? text : " " + text }
    guard let (mark, prefix) = metaspace else { return text }
    let marked = text.replacingBytes(" ", with: mark)
    switch prefix {
    case .never: return marked
    case .first where !isFirst: return marked
    case .first, .always: return marked.utf8.starts(with: mark.utf8) ? marked : mark + marked
    }
  }

  /// Calls the body with the range of each word.
  @inline(__always)
  func forEachWord(_ text: UnsafeBufferPointer<UInt8>, _ body: (Range<Int>) -> Void) {
    guard let base = text.baseAddress else { return }
    cut(base, 0..<text.count, step: 0, body)
  }

  private func cut(_ text: UnsafePointer<UInt8>, _ piece: Range<Int>, step: Int, _ body: (Range<Int>) -> Void) {
    guard step < steps.count else {
      if !piece.isEmpty { body(piece) }
      return
    }
    let last = step + 1 == steps.count
    switch steps[step] {
    case .pattern(let pattern):
      var start = piece.lowerBound
      while start < piece.upperBound {
        let stop = pattern.wordEnd(text, start, piece.upperBound)
        if last { body(start..<stop) } else { cut(text, start..<stop, step: step + 1, body) }
        start = stop
      }
    case .digits(let individually):
      var start = piece.lowerBound
      var index = start
      var wasNumber = false
      while index < piece.upperBound {
        let (value, length) = UTF8Reader.scalar(text, index)
        let isNumber = CharacterClass.of(value).contains(.digit)
        if index > start, isNumber != wasNumber || (isNumber && individually) {
          cut(text, start..<index, step: step + 1, body)
          start = index
        }
        wasNumber = isNumber
        index += length
      }
      cut(text, start..<piece.upperBound, step: step + 1, body)
    case .literal(let needle, let behavior):
      cutLiteral(text, piece, needle, behavior) { cut(text, $0, step: step + 1, body) }
    }
  }

  private func cutLiteral(
    _ text: UnsafePointer<UInt8>, _ piece: Range<Int>, _ needle: [UInt8], _ behavior: Behavior,
    _ body: (Range<Int>) -> Void
  ) {
    var start = piece.lowerBound
    var index = start
    while index + needle.count <= piece.upperBound {
      guard needle.indices.allSatisfy({ text[index + $0] == needle[$0] }) else {
        index += 1
        continue
      }
      let after = index + needle.count
      switch behavior {
      case .removed, .isolated:
        body(start..<index)
        if behavior == .isolated { body(index..<after) }
        start = after
      case .mergedWithPrevious:
        body(start..<after)
        start = after
      case .mergedWithNext:
        body(start..<index)
        start = index
      }
      index = after
    }
    body(start..<piece.upperBound)
  }
}
