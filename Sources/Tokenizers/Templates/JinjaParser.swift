/// Reads the statements of a template: Jinja's grammar without inheritance, imports, call blocks and recursive loops.
struct JinjaParser {
  private let tokens: [(token: JinjaToken, line: Int)]
  private var position = 0
  private var depth = 0
  private var links = 0
  /// Tags and brackets inside each other.
  static let deepest = 100
  /// Operators, attributes, calls and filters in one tag.
  static let mostLinks = 1000

  /// The statements of a template; throws `TokenizerError` with the line of what is not grammatical or not known here.
  static func parse(_ template: String) throws -> [JinjaNode] {
    var parser = JinjaParser(tokens: try JinjaLexer.tokens(template))
    let body = try parser.body(until: [])
    guard parser.current == .end else { throw parser.unexpected("the end of the template") }
    return body
  }

  private init(tokens: [(token: JinjaToken, line: Int)]) {
    self.tokens = tokens
  }

  // MARK: Tokens, for this file and the expressions

  var current: JinjaToken { tokens[position].token }
  var line: Int { tokens[position].line }

  func peek(_ ahead: Int = 1) -> JinjaToken {
    position + ahead < tokens.count ? tokens[position + ahead].token : .end
  }

  @discardableResult
  mutating func take() -> JinjaToken {
    let token = tokens[position].token
    if position + 1 < tokens.count { position += 1 }
    return token
  }

  mutating func takes(_ token: JinjaToken) -> Bool {
    guard current == token else { return false }
    take()
    return true
  }

  mutating func expect(_ token: JinjaToken) throws {
    guard takes(token) else { throw unexpected(token.description) }
  }

  mutating func name() throws -> String {
    guard case .name(let name) = current else { throw unexpected("a name") }
    take()
    return name
  }

  func fault(_ what: String, line: Int? = nil) -> TokenizerError {
    TokenizerError(.templateSyntax, "Line \(line ?? self.line) of the template: \(what).")
  }

  func unexpected(_ wanted: String) -> TokenizerError {
    fault("\(wanted) is expected, and \(current.description) is there")
  }

  mutating func nested<Result>(_ body: (inout JinjaParser) throws -> Result) throws -> Result {
    depth += 1
    defer { depth -= 1 }
    guard depth <= Self.deepest else { throw fault("more than \(Self.deepest) tags or brackets are inside each other") }
    return try body(&self)
  }

  /// Counts one operator, attribute, call or filter: long chains would overflow the stack later.
  mutating func link() throws {
    links += 1
    guard links <= Self.mostLinks else { throw fault("a tag has more than \(Self.mostLinks) operators and calls") }
  }

  // MARK: Statements

  /// Statements up to a block tag of one of these names; its name is the current token then.
  private mutating func body(until ends: Set<String>) throws -> [JinjaNode] {
    try nested { parser in
      var nodes: [JinjaNode] = []
      while true {
        let line = parser.line
        parser.links = 0
        switch parser.current {
        case .text(let text):
          parser.take()
          nodes.append(JinjaNode(line: line, statement: .text(text)))
        case .outputBegin:
          parser.take()
          let expression = try parser.tupleOrExpression()
          try parser.expect(.outputEnd)
          nodes.append(JinjaNode(line: line, statement: .output(expression)))
        case .blockBegin:
          if case .name(let name) = parser.peek(), ends.contains(name) {
            parser.take()
            return nodes
          }
          parser.take()
          nodes.append(JinjaNode(line: line, statement: try parser.statement()))
        default:
          guard ends.isEmpty else {
            throw parser.fault("\(ends.sorted().joined(separator: " or ")) is missing at the end of the template")
          }
          return nodes
        }
      }
    }
  }

  private mutating func statement() throws -> JinjaStatement {
    let started = line
    let keyword = try name()
    switch keyword {
    case "if": return try conditional()
    case "for": return try loop()
    case "set": return try assignment()
    case "macro": return try macro()
    case "generation":
      try expect(.blockEnd)
      let inner = try body(until: ["endgeneration"])
      try finish("endgeneration")
      return .group(inner)
    case "break":
      try expect(.blockEnd)
      return .leave
    case "continue":
      try expect(.blockEnd)
      return .next
    default:
      throw TokenizerError(
        .unsupported, "Line \(started) of the template: the tag {% \(keyword) %} is not known here.")
    }
  }

  private mutating func finish(_ keyword: String) throws {
    try expect(.name(keyword))
    try expect(.blockEnd)
  }

  private mutating func conditional() throws -> JinjaStatement {
    var branches: [(condition: JinjaExpression, body: [JinjaNode])] = []
    var otherwise: [JinjaNode] = []
    repeat {
      let condition = try tupleOrExpression()
      try expect(.blockEnd)
      branches.append((condition, try body(until: ["elif", "else", "endif"])))
    } while takes(.name("elif"))
    if takes(.name("else")) {
      try expect(.blockEnd)
      otherwise = try body(until: ["endif"])
    }
    try finish("endif")
    return .conditional(branches, otherwise: otherwise)
  }

  private mutating func loop() throws -> JinjaStatement {
    let target = try self.target(allowsMember: false)
    try expect(.name("in"))
    let sequence = try tupleOrExpression(withCondition: false)
    let only = takes(.name("if")) ? try expression() : nil
    if current == .name("recursive") {
      throw TokenizerError(.unsupported, "Line \(line) of the template: recursive loops are not known here.")
    }
    try expect(.blockEnd)
    let inner = try body(until: ["else", "endfor"])
    var otherwise: [JinjaNode] = []
    if takes(.name("else")) {
      try expect(.blockEnd)
      otherwise = try body(until: ["endfor"])
    }
    try finish("endfor")
    return .loop(target, over: sequence, only: only, body: inner, otherwise: otherwise)
  }

  private mutating func target(allowsMember: Bool) throws -> JinjaTarget {
    var targets = [try oneTarget(allowsMember: allowsMember)]
    var isTuple = false
    while takes(.symbol(",")) {
      isTuple = true
      guard case .name(let name) = current, name != "in" else {
        if current == .symbol("(") {
          targets.append(try oneTarget(allowsMember: false))
          continue
        }
        break
      }
      targets.append(try oneTarget(allowsMember: false))
    }
    return isTuple ? .names(targets) : targets[0]
  }

  private mutating func oneTarget(allowsMember: Bool) throws -> JinjaTarget {
    if takes(.symbol("(")) {
      let inner = try nested { try $0.target(allowsMember: false) }
      try expect(.symbol(")"))
      return inner
    }
    let name = try name()
    guard !["true", "false", "none", "True", "False", "None", "in"].contains(name) else {
      throw fault("\(name) cannot be assigned to")
    }
    if allowsMember, takes(.symbol(".")) { return .member(name, try self.name()) }
    return .name(name)
  }

  private mutating func assignment() throws -> JinjaStatement {
    let target = try self.target(allowsMember: true)
    if takes(.symbol("=")) {
      let value = try tupleOrExpression()
      try expect(.blockEnd)
      return .set(target, value)
    }
    var filters: [(name: String, arguments: JinjaArguments)] = []
    while takes(.symbol("|")) { filters.append((try name(), try optionalArguments())) }
    try expect(.blockEnd)
    let inner = try body(until: ["endset"])
    try finish("endset")
    return .setBlock(target, filters: filters, body: inner)
  }

  private mutating func macro() throws -> JinjaStatement {
    let name = try name()
    try expect(.symbol("("))
    var parameters: [(name: String, initial: JinjaExpression?)] = []
    while current != .symbol(")") {
      let parameter = try self.name()
      parameters.append((parameter, takes(.symbol("=")) ? try expression() : nil))
      if current != .symbol(")") { try expect(.symbol(",")) }
    }
    try expect(.symbol(")"))
    try expect(.blockEnd)
    let inner = try body(until: ["endmacro"])
    try finish("endmacro")
    return .macro(JinjaMacro(name: name, parameters: parameters, body: inner))
  }
}
