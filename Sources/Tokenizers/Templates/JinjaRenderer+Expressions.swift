extension JinjaRenderer {
  /// The value of an expression.
  mutating func evaluate(_ expression: JinjaExpression) throws -> JinjaValue {
    try step()
    let value = try compute(expression)
    switch expression {
    case .slice, .call, .filter, .binary: try charge(value)
    default: break
    }
    return value
  }

  private mutating func compute(_ expression: JinjaExpression) throws -> JinjaValue {
    switch expression {
    case .none: return .none
    case .bool(let value): return .bool(value)
    case .integer(let value): return .integer(value)
    case .number(let value): return .number(value)
    case .string(let text): return .string(text)
    case .name(let name): return lookup(name)
    case .list(let items): return .list(try evaluate(items))
    case .tuple(let items): return .tuple(try evaluate(items))
    case .dictionary(let members): return try dictionary(members)
    case .attribute(let base, let name): return try attribute(evaluate(base), name)
    case .item(let base, let key):
      let value = try evaluate(base)
      return try item(value, evaluate(key))
    case .slice(let base, let from, let to, let step): return try slice(base, from, to, step)
    case .call(let callee, let arguments): return try call(callee, arguments)
    case .filter(let base, let name, let arguments):
      let value = try evaluate(base)
      try charge(value)
      return try filter(name, value, arguments)
    case .test(let base, let name, let arguments, let negated):
      let value = try evaluate(base)
      return .bool(try test(name, value, evaluate(arguments.positional)) != negated)
    case .unary(let symbol, let operand): return try unary(symbol, evaluate(operand))
    case .binary(let symbol, let left, let right):
      let first = try evaluate(left)
      return try binary(symbol, first, evaluate(right))
    case .comparison(let left, let rest): return .bool(try compare(left, rest))
    case .and(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? try evaluate(right) : value
    case .or(let left, let right):
      let value = try evaluate(left)
      return value.isTrue ? value : try evaluate(right)
    case .conditional(let condition, let then, let otherwise):
      if try evaluate(condition).isTrue { return try evaluate(then) }
      return try otherwise.map { try evaluate($0) } ?? .undefined("the missing else")
    }
  }

  mutating func evaluate(_ expressions: [JinjaExpression]) throws -> [JinjaValue] {
    var values: [JinjaValue] = []
    for expression in expressions { values.append(try evaluate(expression)) }
    return values
  }

  private mutating func dictionary(
    _ members: [(key: JinjaExpression, value: JinjaExpression)]
  ) throws -> JinjaValue {
    var result: [(key: JinjaValue, value: JinjaValue)] = []
    for member in members {
      let key = try evaluate(member.key)
      let value = try evaluate(member.value)
      if let index = result.firstIndex(where: { $0.key.equals(key) }) {
        result[index].value = value
      } else {
        result.append((key, value))
      }
    }
    return .dictionary(result)
  }

  // MARK: Members and items

  /// `value.name`: an attribute, else the item of that key.
  func attribute(_ value: JinjaValue, _ name: String) throws -> JinjaValue {
    switch value {
    case .undefined(let missing): throw JinjaFault("\(missing) is undefined, so it has no \(name)")
    case .namespace(let space): return space.members[name] ?? .undefined(name)
    case .loop(let loop): return loop.member(name) ?? .undefined("loop.\(name)")
    case .dictionary where !JinjaMethods.ofDictionaries.contains(name):
      return value.member(.string(name)) ?? .undefined(name)
    default:
      if JinjaMethods.all(of: value).contains(name) { throw JinjaFault.unsupported("\(name) without a call") }
      return .undefined(name)
    }
  }

  /// `value[key]`.
  private func item(_ value: JinjaValue, _ key: JinjaValue) throws -> JinjaValue {
    switch value {
    case .undefined(let missing): throw JinjaFault("\(missing) is undefined, so it has no items")
    case .dictionary: return value.member(key) ?? .undefined(key.text)
    case .list(let items), .tuple(let items):
      guard let index = key.integer else { return .undefined(key.text) }
      let place = index < 0 ? items.count + index : index
      return items.indices.contains(place) ? items[place] : .undefined("item \(index)")
    case .string(let text):
      guard let index = key.integer else { return .undefined(key.text) }
      let scalars = Array(text.unicodeScalars)
      let place = index < 0 ? scalars.count + index : index
      return scalars.indices.contains(place) ? .string(String(scalars[place])) : .undefined("item \(index)")
    default:
      if case .string(let name) = key { return try attribute(value, name) }
      return .undefined(key.text)
    }
  }

  private mutating func slice(
    _ base: JinjaExpression, _ from: JinjaExpression?, _ to: JinjaExpression?, _ step: JinjaExpression?
  ) throws -> JinjaValue {
    let value = try evaluate(base)
    let from = try bound(from)
    let to = try bound(to)
    let step = try bound(step) ?? 1
    guard step != 0 else { throw JinjaFault("the step of a slice is 0") }
    switch value {
    case .list(let items): return .list(Self.slice(items, from, to, step))
    case .tuple(let items): return .tuple(Self.slice(items, from, to, step))
    case .string(let text):
      var view = String.UnicodeScalarView()
      view.append(contentsOf: Self.slice(Array(text.unicodeScalars), from, to, step))
      return .string(String(view))
    case .undefined(let missing): throw JinjaFault("\(missing) is undefined, so it cannot be sliced")
    default: throw JinjaFault("\(value.kind) cannot be sliced")
    }
  }

  private mutating func bound(_ expression: JinjaExpression?) throws -> Int? {
    guard let expression else { return nil }
    let value = try evaluate(expression)
    if case .none = value { return nil }
    guard let integer = value.integer else { throw JinjaFault("\(value.kind) cannot be the bound of a slice") }
    return integer
  }

  /// `items[from:to:step]` of Python.
  static func slice<Item>(_ items: [Item], _ from: Int?, _ to: Int?, _ step: Int) -> [Item] {
    let count = items.count
    func place(_ index: Int, _ low: Int, _ high: Int) -> Int {
      min(max(index < 0 ? max(index, -count - 1) + count : index, low), high)
    }
    var result: [Item] = []
    if step > 0 {
      let stop = to.map { place($0, 0, count) } ?? count
      var index = from.map { place($0, 0, count) } ?? 0
      while index < stop {
        result.append(items[index])
        guard step < count else { break }
        index += step
      }
    } else {
      let stop = to.map { place($0, -1, count - 1) } ?? -1
      var index = from.map { place($0, -1, count - 1) } ?? count - 1
      while index > stop {
        result.append(items[index])
        guard step > -count else { break }
        index += step
      }
    }
    return result
  }

  // MARK: Operators

  private func unary(_ symbol: String, _ value: JinjaValue) throws -> JinjaValue {
    if symbol == "not" { return .bool(!value.isTrue) }
    if let integer = value.integer {
      let (negative, overflow) = 0.subtractingReportingOverflow(integer)
      guard !overflow else { throw JinjaFault("a number is too large") }
      return .integer(symbol == "-" ? negative : integer)
    }
    guard let number = value.double else { throw JinjaFault("\(symbol) does not apply to \(value.kind)") }
    return .number(symbol == "-" ? -number : number)
  }

  private func binary(_ symbol: String, _ left: JinjaValue, _ right: JinjaValue) throws -> JinjaValue {
    if symbol == "~" { return .string(try joined(left.text, right.text)) }
    for value in [left, right] {
      if case .undefined(let missing) = value { throw JinjaFault("\(missing) is undefined, so \(symbol) cannot apply") }
    }
    if let a = left.integer, let b = right.integer { return try integers(symbol, a, b) }
    if let a = left.double, let b = right.double { return .number(try numbers(symbol, a, b)) }
    switch (symbol, left, right) {
    case ("+", .string(let a), .string(let b)): return .string(try joined(a, b))
    case ("+", .list(let a), .list(let b)): return .list(a + b)
    case ("+", .tuple(let a), .tuple(let b)): return .tuple(a + b)
    case ("*", .string(let text), _) where right.integer != nil:
      return .string(try repeated(text, right.integer ?? 0))
    case ("*", _, .string(let text)) where left.integer != nil: return .string(try repeated(text, left.integer ?? 0))
    case ("%", .string, _): throw JinjaFault.unsupported("formatting with %")
    default: throw JinjaFault("\(symbol) does not apply to \(left.kind) and \(right.kind)")
    }
  }

  private func joined(_ a: String, _ b: String) throws -> String {
    guard a.utf8.count + b.utf8.count <= Self.longestText else { throw JinjaFault("a text is longer than 64 MiB") }
    return a + b
  }

  private func repeated(_ text: String, _ count: Int) throws -> String {
    let (size, overflow) = text.utf8.count.multipliedReportingOverflow(by: max(count, 0))
    guard !overflow, size <= Self.longestText else { throw JinjaFault("a text is longer than 64 MiB") }
    return text.isEmpty ? "" : String(repeating: text, count: max(count, 0))
  }

  private func integers(_ symbol: String, _ a: Int, _ b: Int) throws -> JinjaValue {
    let result: (partialValue: Int, overflow: Bool)
    switch symbol {
    case "+": result = a.addingReportingOverflow(b)
    case "-": result = a.subtractingReportingOverflow(b)
    case "*": result = a.multipliedReportingOverflow(by: b)
    case "/", "//", "%":
      guard b != 0 else { throw JinjaFault("a number is divided by 0") }
      if symbol == "/" { return .number(Double(a) / Double(b)) }
      guard b != -1 else { return symbol == "%" ? .integer(0) : try integers("-", 0, a) }
      // Python rounds towards minus infinity, and the remainder has the divisor's sign.
      let (quotient, remainder) = a.quotientAndRemainder(dividingBy: b)
      let isInexact = remainder != 0 && (remainder < 0) != (b < 0)
      return .integer(symbol == "//" ? quotient - (isInexact ? 1 : 0) : remainder + (isInexact ? b : 0))
    default:
      guard (0...64).contains(b) else { throw JinjaFault.unsupported("a power other than 0 to 64") }
      var power = (partialValue: 1, overflow: false)
      for _ in 0..<b where !power.overflow { power = power.partialValue.multipliedReportingOverflow(by: a) }
      result = power
    }
    guard !result.overflow else { throw JinjaFault("a number is too large") }
    return .integer(result.partialValue)
  }

  private func numbers(_ symbol: String, _ a: Double, _ b: Double) throws -> Double {
    switch symbol {
    case "+": return a + b
    case "-": return a - b
    case "*": return a * b
    case "/", "//", "%":
      guard b != 0 else { throw JinjaFault("a number is divided by 0") }
      if symbol == "/" { return a / b }
      let floor = (a / b).rounded(.down)
      return symbol == "//" ? floor : a - floor * b
    default: throw JinjaFault.unsupported("\(symbol) of numbers with a fraction")
    }
  }

  private mutating func compare(
    _ left: JinjaExpression, _ rest: [(symbol: String, right: JinjaExpression)]
  ) throws -> Bool {
    var value = try evaluate(left)
    for part in rest {
      let right = try evaluate(part.right)
      guard try holds(part.symbol, value, right) else { return false }
      value = right
    }
    return true
  }

  /// Whether `left <symbol> right` holds.
  func holds(_ symbol: String, _ left: JinjaValue, _ right: JinjaValue) throws -> Bool {
    switch symbol {
    case "==": return left.equals(right)
    case "!=": return !left.equals(right)
    case "in": return try contains(right, left)
    case "not in": return try !contains(right, left)
    default:
      let order = try order(left, right)
      switch symbol {
      case "<": return order < 0
      case "<=": return order <= 0
      case ">": return order > 0
      default: return order >= 0
      }
    }
  }

  /// Below, at or above 0 as left comes before, with or after right.
  func order(_ left: JinjaValue, _ right: JinjaValue) throws -> Int {
    if let a = left.integer, let b = right.integer { return a < b ? -1 : a > b ? 1 : 0 }
    if let a = left.double, let b = right.double { return a < b ? -1 : a > b ? 1 : 0 }
    if case .string(let a) = left, case .string(let b) = right {
      if a.utf8.elementsEqual(b.utf8) { return 0 }
      return a.utf8.lexicographicallyPrecedes(b.utf8) ? -1 : 1
    }
    if let a = left.items, let b = right.items {
      for (x, y) in zip(a, b) where !x.equals(y) { return try order(x, y) }
      return a.count - b.count
    }
    throw JinjaFault("\(left.kind) and \(right.kind) have no order")
  }

  private func contains(_ container: JinjaValue, _ value: JinjaValue) throws -> Bool {
    switch container {
    case .undefined: return false
    case .list(let items), .tuple(let items): return items.contains { $0.equals(value) }
    case .dictionary: return container.member(value) != nil
    case .string(let text):
      guard case .string(let part) = value else { throw JinjaFault("\(value.kind) cannot be in a string") }
      return JinjaText(text).firstRange(of: JinjaText(part), from: 0) != nil
    default: throw JinjaFault("nothing can be in \(container.kind)")
    }
  }

  // MARK: Calls

  private mutating func call(_ callee: JinjaExpression, _ arguments: JinjaArguments) throws -> JinjaValue {
    if case .attribute(let base, let name) = callee {
      let value = try evaluate(base)
      if case .undefined(let missing) = value { throw JinjaFault("\(missing) is undefined, so it has no \(name)") }
      if JinjaMethods.all(of: value).contains(name) {
        return try method(name, of: value, evaluate(arguments.positional), named(arguments))
      }
      return try call(attribute(value, name), name: name, arguments)
    }
    let name = if case .name(let name) = callee { name } else { "this value" }
    return try call(evaluate(callee), name: name, arguments)
  }

  private mutating func call(
    _ value: JinjaValue, name: String, _ arguments: JinjaArguments
  ) throws -> JinjaValue {
    switch value {
    case .macro(let macro, let depth):
      return try call(macro, depth: depth, evaluate(arguments.positional), named(arguments))
    case .function(let function):
      return try self.function(function, evaluate(arguments.positional), named(arguments))
    case .undefined: throw JinjaFault.unsupported("the function or method \(name)")
    default: throw JinjaFault("\(name) is \(value.kind) and cannot be called")
    }
  }

  mutating func named(_ arguments: JinjaArguments) throws -> [(name: String, value: JinjaValue)] {
    var values: [(name: String, value: JinjaValue)] = []
    for argument in arguments.named { values.append((argument.name, try evaluate(argument.value))) }
    return values
  }
}
