extension JinjaParser {
  /// An expression, or several with commas between them: a tuple.
  mutating func tupleOrExpression(withCondition: Bool = true) throws -> JinjaExpression {
    let first = try withCondition ? expression() : disjunction()
    guard current == .symbol(",") else { return first }
    var items = [first]
    while takes(.symbol(",")) {
      switch current {
      case .blockEnd, .outputEnd, .symbol(")"), .name("if"), .end: return .tuple(items)
      default: items.append(try withCondition ? expression() : disjunction())
      }
    }
    return .tuple(items)
  }

  /// `a if b else c` and what binds tighter.
  mutating func expression() throws -> JinjaExpression {
    try nested { parser in
      var value = try parser.disjunction()
      while parser.takes(.name("if")) {
        try parser.link()
        let condition = try parser.disjunction()
        let otherwise = parser.takes(.name("else")) ? try parser.expression() : nil
        value = .conditional(condition, then: value, otherwise: otherwise)
      }
      return value
    }
  }

  mutating func disjunction() throws -> JinjaExpression {
    var left = try conjunction()
    while takes(.name("or")) {
      try link()
      left = .or(left, try conjunction())
    }
    return left
  }

  private mutating func conjunction() throws -> JinjaExpression {
    var left = try negation()
    while takes(.name("and")) {
      try link()
      left = .and(left, try negation())
    }
    return left
  }

  private mutating func negation() throws -> JinjaExpression {
    guard takes(.name("not")) else { return try comparison() }
    return try nested { .unary("not", try $0.negation()) }
  }

  private mutating func comparison() throws -> JinjaExpression {
    let left = try sum()
    var rest: [(symbol: String, right: JinjaExpression)] = []
    while true {
      if case .symbol(let symbol) = current, ["==", "!=", "<", "<=", ">", ">="].contains(symbol) {
        take()
        rest.append((symbol, try sum()))
      } else if takes(.name("in")) {
        rest.append(("in", try sum()))
      } else if current == .name("not"), peek() == .name("in") {
        take()
        take()
        rest.append(("not in", try sum()))
      } else {
        return rest.isEmpty ? left : .comparison(left, rest)
      }
    }
  }

  private mutating func sum() throws -> JinjaExpression {
    try binary(["+", "-"]) { try $0.concatenation() }
  }

  private mutating func concatenation() throws -> JinjaExpression {
    try binary(["~"]) { try $0.product() }
  }

  private mutating func product() throws -> JinjaExpression {
    try binary(["*", "/", "//", "%"]) { try $0.power() }
  }

  private mutating func power() throws -> JinjaExpression {
    try binary(["**"]) { try $0.unary(filters: true) }
  }

  private mutating func binary(
    _ symbols: Set<String>, _ operand: (inout JinjaParser) throws -> JinjaExpression
  ) throws -> JinjaExpression {
    var left = try operand(&self)
    while case .symbol(let symbol) = current, symbols.contains(symbol) {
      try link()
      take()
      left = .binary(symbol, left, try operand(&self))
    }
    return left
  }

  private mutating func unary(filters: Bool) throws -> JinjaExpression {
    var value: JinjaExpression
    if case .symbol(let sign) = current, sign == "-" || sign == "+" {
      take()
      value = .unary(sign, try nested { try $0.unary(filters: false) })
    } else {
      value = try primary()
    }
    value = try postfix(value)
    return filters ? try filtered(value) : value
  }

  private mutating func primary() throws -> JinjaExpression {
    let token = current
    switch token {
    case .name(let name):
      take()
      switch name {
      case "true", "True": return .bool(true)
      case "false", "False": return .bool(false)
      case "none", "None": return .none
      default: return .name(name)
      }
    case .string(var text):
      take()
      while case .string(let more) = current {
        text += more
        take()
      }
      return .string(text)
    case .integer(let value):
      take()
      return .integer(value)
    case .number(let value):
      take()
      return .number(value)
    case .symbol("("):
      take()
      if takes(.symbol(")")) { return .tuple([]) }
      let inner = try nested { try $0.tupleOrExpression() }
      try expect(.symbol(")"))
      return inner
    case .symbol("["):
      take()
      return .list(try items(until: "]"))
    case .symbol("{"):
      take()
      return try dictionary()
    default: throw unexpected("an expression")
    }
  }

  private mutating func items(until close: String) throws -> [JinjaExpression] {
    var items: [JinjaExpression] = []
    while current != .symbol(close) {
      items.append(try expression())
      if current != .symbol(close) { try expect(.symbol(",")) }
    }
    try expect(.symbol(close))
    return items
  }

  private mutating func dictionary() throws -> JinjaExpression {
    var members: [(key: JinjaExpression, value: JinjaExpression)] = []
    while current != .symbol("}") {
      let key = try expression()
      try expect(.symbol(":"))
      members.append((key, try expression()))
      if current != .symbol("}") { try expect(.symbol(",")) }
    }
    try expect(.symbol("}"))
    return .dictionary(members)
  }

  private mutating func postfix(_ base: JinjaExpression) throws -> JinjaExpression {
    var value = base
    while true {
      try link()
      switch current {
      case .symbol("."):
        take()
        if case .integer(let index) = current {
          take()
          value = .item(value, .integer(index))
        } else {
          value = .attribute(value, try name())
        }
      case .symbol("["):
        take()
        value = try subscripted(value)
      case .symbol("("): value = .call(value, try arguments())
      default: return value
      }
    }
  }

  private mutating func subscripted(_ base: JinjaExpression) throws -> JinjaExpression {
    func isEnd(_ token: JinjaToken) -> Bool { token == .symbol(":") || token == .symbol("]") }
    let from = isEnd(current) ? nil : try expression()
    if let from, takes(.symbol("]")) { return .item(base, from) }
    try expect(.symbol(":"))
    let to = isEnd(current) ? nil : try expression()
    var step: JinjaExpression?
    if takes(.symbol(":")), current != .symbol("]") { step = try expression() }
    try expect(.symbol("]"))
    return .slice(base, from: from, to: to, step: step)
  }

  /// `| filter`, `is test` and calls of their results.
  private mutating func filtered(_ base: JinjaExpression) throws -> JinjaExpression {
    var value = base
    while true {
      try link()
      if takes(.symbol("|")) {
        value = .filter(value, try name(), try optionalArguments())
      } else if takes(.name("is")) {
        value = try test(value)
      } else if current == .symbol("(") {
        value = .call(value, try arguments())
      } else {
        return value
      }
    }
  }

  private mutating func test(_ value: JinjaExpression) throws -> JinjaExpression {
    let negated = takes(.name("not"))
    let name = try name()
    var arguments = JinjaArguments()
    switch current {
    case .symbol("("): arguments = try self.arguments()
    case .name("else"), .name("or"), .name("and"): break
    case .name("is"): throw fault("tests cannot follow each other")
    case .name, .string, .integer, .number, .symbol("["), .symbol("{"):
      arguments.positional = [try postfix(try primary())]
    default: break
    }
    return .test(value, name, arguments, negated: negated)
  }

  mutating func optionalArguments() throws -> JinjaArguments {
    current == .symbol("(") ? try arguments() : JinjaArguments()
  }

  private mutating func arguments() throws -> JinjaArguments {
    try expect(.symbol("("))
    return try nested { parser in
      var arguments = JinjaArguments()
      while parser.current != .symbol(")") {
        if parser.current == .symbol("*") || parser.current == .symbol("**") {
          throw TokenizerError(
            .unsupported, "Line \(parser.line) of the template: arguments with * are not known here.")
        }
        if case .name(let name) = parser.current, parser.peek() == .symbol("=") {
          parser.take()
          parser.take()
          arguments.named.append((name, try parser.expression()))
        } else {
          guard arguments.named.isEmpty else { throw parser.fault("a plain argument follows a named one") }
          arguments.positional.append(try parser.expression())
        }
        if parser.current != .symbol(")") { try parser.expect(.symbol(",")) }
      }
      try parser.expect(.symbol(")"))
      return arguments
    }
  }
}
