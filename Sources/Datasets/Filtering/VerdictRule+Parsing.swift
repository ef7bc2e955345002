extension VerdictRule {
  /// Reads a rule as it is written.
  /// - Throws: `DatasetError.badRule` with the place.
  public init(_ text: String) throws {
    let tokens = try RuleToken.all(of: text)
    guard tokens.count <= Self.longest else {
      throw DatasetError(.badRule, "A rule has at most \(Self.longest) words and marks; this one has \(tokens.count).")
    }
    var reader = RuleReader(tokens: tokens, text: text)
    self = try reader.alternatives(depth: 0)
    if let rest = reader.peek { throw reader.error("\"\(rest.text)\" is too much") }
  }

  /// Most tokens that are read: rules nest, and so does the work on them.
  private static var longest: Int { 500 }
}

/// A piece of a rule's text.
enum RuleToken: Hashable {
  case open, close, comma
  case word(String)
  case quoted(String)

  /// Characters that a judge's name may hold without quotes.
  static func isOfName(_ character: Character) -> Bool {
    !character.isWhitespace && !["(", ")", ",", "\""].contains(character)
  }

  /// Whether a word means something in the grammar, so that a judge of that name needs quotes.
  static func isReserved(_ word: String) -> Bool {
    ["and", "or", "not"].contains(word) || VerdictRule.Quantifier(word) != nil
      || VerdictRule.Condition(rawValue: word) != nil
  }

  var text: String {
    switch self {
    case .open: "("
    case .close: ")"
    case .comma: ","
    case .word(let text), .quoted(let text): text
    }
  }

  static func all(of text: String) throws -> [RuleToken] {
    var tokens: [RuleToken] = []
    var rest = text[...]
    while let first = rest.first {
      switch first {
      case "(": tokens.append(.open)
      case ")": tokens.append(.close)
      case ",": tokens.append(.comma)
      case "\"":
        guard let end = rest.dropFirst().firstIndex(of: "\"") else {
          throw DatasetError(.badRule, "The rule \"\(text)\" has a quote that is never closed.")
        }
        tokens.append(.quoted(String(rest[rest.index(after: rest.startIndex)..<end])))
        rest = rest[end...]
      case _ where first.isWhitespace: break
      default:
        let word = rest.prefix(while: isOfName)
        tokens.append(.word(String(word)))
        rest = rest.dropFirst(word.count - 1)
      }
      rest = rest.dropFirst()
    }
    return tokens
  }
}

/// Reads a rule from its tokens, by recursive descent.
private struct RuleReader {
  var tokens: [RuleToken]
  let text: String
  var position = 0

  /// Deepest nesting that is read.
  private static let deepest = 50

  init(tokens: [RuleToken], text: String) {
    self.tokens = tokens
    self.text = text
  }

  var peek: RuleToken? { position < tokens.count ? tokens[position] : nil }

  func error(_ what: String) -> DatasetError {
    DatasetError(
      .badRule,
      "The rule \"\(text)\": \(what). Write such as: all(llama-guard-3-8b, polyguard) harm and not lexical refusal")
  }

  private mutating func take(_ token: RuleToken) -> Bool {
    guard peek == token else { return false }
    position += 1
    return true
  }

  mutating func alternatives(depth: Int) throws -> VerdictRule {
    guard depth < Self.deepest else { throw error("it is nested too deeply") }
    var rule = try conjunction(depth: depth)
    while take(.word("or")) { rule = .or(rule, try conjunction(depth: depth)) }
    return rule
  }

  private mutating func conjunction(depth: Int) throws -> VerdictRule {
    var rule = try condition(depth: depth)
    while take(.word("and")) { rule = .and(rule, try condition(depth: depth)) }
    return rule
  }

  private mutating func condition(depth: Int) throws -> VerdictRule {
    guard depth < Self.deepest else { throw error("it is nested too deeply") }
    if take(.word("not")) { return .not(try condition(depth: depth + 1)) }
    if take(.open) {
      let rule = try alternatives(depth: depth + 1)
      guard take(.close) else { throw error("a parenthesis is never closed") }
      return rule
    }
    guard let first = peek else { throw error("it ends where a condition is due") }
    position += 1
    if case .word(let word) = first, let quantifier = VerdictRule.Quantifier(word) {
      guard take(.open) else { throw error("\"\(word)\" takes judges in parentheses") }
      var judges = [try name()]
      while take(.comma) { judges.append(try name()) }
      guard take(.close) else { throw error("a parenthesis is never closed") }
      return .votes(quantifier, judges: judges, try reading())
    }
    position -= 1
    return .votes(.all, judges: [try name()], try reading())
  }

  private mutating func name() throws -> String {
    switch peek {
    case .word(let name) where !RuleToken.isReserved(name):
      position += 1
      return name
    case .quoted(let name) where !name.isEmpty:
      position += 1
      return name
    default: throw error("a judge's name is due\(peek.map { " before \"\($0.text)\"" } ?? " at the end")")
    }
  }

  private mutating func reading() throws -> VerdictRule.Condition {
    guard case .word(let word)? = peek, let condition = VerdictRule.Condition(rawValue: word) else {
      let known = VerdictRule.Condition.allCases.map(\.rawValue).joined(separator: ", ")
      throw error("a reading is due (\(known))\(peek.map { " before \"\($0.text)\"" } ?? " at the end")")
    }
    position += 1
    return condition
  }
}
