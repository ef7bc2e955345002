/// What a paper must say: whole words, phrases, `AND`, `OR`, `NOT` and parentheses.
///
/// `safe OR safety` is the survey's filter (Yong et al. 2025). Words are compared whole and without regard to case; `jail*`
/// takes any ending; `"red teaming"` takes words in a row; words side by side must all be there. Words are looked for in
/// the abstract, after `title:` in the title, after `text:` in either. A paper without an abstract says nothing there.
public struct PaperQuery: Hashable, Sendable, CustomStringConvertible {
  /// The filter of Yong et al. 2025.
  public static let paper = "safe OR safety"
  /// As it was written.
  public let description: String
  private let root: Node

  private enum Field: String, Sendable { case abstract, title, text }
  private struct Word: Hashable, Sendable {
    var text: String
    var isOpen: Bool

    func takes(_ word: String) -> Bool { isOpen ? word.hasPrefix(text) : word == text }
  }
  private indirect enum Node: Hashable, Sendable {
    case words([Word], Field)
    case and([Node])
    case or([Node])
    case not(Node)
  }

  /// Reads a query.
  /// - Throws: `SurveyError.badSetting`.
  public init(_ text: String) throws {
    var parser = Parser(tokens: try Self.tokens(text), text: text)
    root = try parser.either()
    guard parser.isAtEnd else { throw parser.error("there is a ) too many") }
    description = text
  }

  /// Whether a paper says it.
  public func holds(_ paper: Paper) -> Bool {
    holds(root, title: Self.words(paper.title), abstract: Self.words(paper.abstract ?? ""))
  }

  private func holds(_ node: Node, title: [String], abstract: [String]) -> Bool {
    switch node {
    case .words(let words, let field):
      return (field != .abstract && Self.has(words, in: title)) || (field != .title && Self.has(words, in: abstract))
    case .and(let nodes): return nodes.allSatisfy { holds($0, title: title, abstract: abstract) }
    case .or(let nodes): return nodes.contains { holds($0, title: title, abstract: abstract) }
    case .not(let node): return !holds(node, title: title, abstract: abstract)
    }
  }

  private static func has(_ wanted: [Word], in words: [String]) -> Bool {
    guard wanted.count <= words.count else { return false }
    return (0...(words.count - wanted.count)).contains { start in
      wanted.indices.allSatisfy { wanted[$0].takes(words[start + $0]) }
    }
  }

  /// The words of a text as a regular expression's `\w+` finds them, in lower case.
  static func words(_ text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && !$0.isNumber && $0 != "_" }.map(String.init)
  }

  private enum Token: Hashable {
    case open, close, and, or, not
    case words(String, Field?)
  }

  private static func tokens(_ text: String) throws -> [Token] {
    var tokens: [Token] = []
    var field: Field?
    var rest = text[...]
    while let first = rest.first {
      if first.isWhitespace {
        rest.removeFirst()
      } else if first == "(" || first == ")" {
        rest.removeFirst()
        tokens.append(first == "(" ? .open : .close)
      } else if first == "\"" {
        guard let end = rest.dropFirst().firstIndex(of: "\"") else {
          throw SurveyError(.badSetting, "The query \(text): a quote is never closed.")
        }
        tokens.append(.words(String(rest[rest.index(after: rest.startIndex)..<end]), field))
        field = nil
        rest = rest[rest.index(after: end)...]
      } else {
        let word = rest.prefix { !$0.isWhitespace && $0 != "(" && $0 != ")" && $0 != "\"" && $0 != ":" }
        rest = rest[word.endIndex...]
        if rest.first == ":" {
          guard let named = Field(rawValue: word.lowercased()) else {
            throw SurveyError(.badSetting, "The query \(text): \(word) is no field (title, abstract, text).")
          }
          field = named
          rest.removeFirst()
          continue
        }
        switch word {
        case "AND": tokens.append(.and)
        case "OR": tokens.append(.or)
        case "NOT": tokens.append(.not)
        default:
          tokens.append(.words(String(word), field))
          field = nil
        }
      }
    }
    return tokens
  }

  private struct Parser {
    let tokens: [Token]
    let text: String
    var index = 0
    var depth = 0

    var isAtEnd: Bool { index == tokens.count }
    private var next: Token? { isAtEnd ? nil : tokens[index] }

    func error(_ reason: String) -> SurveyError { SurveyError(.badSetting, "The query \"\(text)\": \(reason).") }

    mutating func either() throws -> Node {
      var nodes = [try both()]
      while next == .or {
        index += 1
        nodes.append(try both())
      }
      return nodes.count == 1 ? nodes[0] : .or(nodes)
    }

    private mutating func both() throws -> Node {
      var nodes = [try single()]
      while let next, next != .or, next != .close {
        if next == .and { index += 1 }
        nodes.append(try single())
      }
      return nodes.count == 1 ? nodes[0] : .and(nodes)
    }

    private mutating func single() throws -> Node {
      guard let token = next else { throw error("a word is missing at its end") }
      index += 1
      // Deep nesting is nobody's query, and would use up the stack.
      depth += 1
      defer { depth -= 1 }
      guard depth < 64 else { throw error("it is nested too deep") }
      switch token {
      case .not: return .not(try single())
      case .open:
        let node = try either()
        guard next == .close else { throw error("a ( is never closed") }
        index += 1
        return node
      case .words(let written, let field):
        let isOpen = written.hasSuffix("*")
        let words = PaperQuery.words(written)
        guard let last = words.indices.last else { throw error("\"\(written)\" has no word in it") }
        return .words(
          words.indices.map { Word(text: words[$0], isOpen: isOpen && $0 == last) }, field ?? .abstract)
      case .close, .and, .or: throw error("a word is missing")
      }
    }
  }
}
