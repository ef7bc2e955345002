import Foundation

/// Runs a template's statements. A template comes with a model file and may be anybody's, so its work is bounded.
struct JinjaRenderer {
  /// Names of one scope: the template, a loop's body, a macro.
  private var scopes: [[String: JinjaValue]]
  private(set) var output = ""
  private var line = 1
  private var steps = 0
  private var calls = 0
  /// What `strftime_now` tells.
  let now: Date

  /// Expressions and statements that one rendering may take.
  private static let mostSteps = 5_000_000
  /// Bytes of output and of any text made on the way.
  static let longestText = 64 << 20
  private static let deepestCall = 50

  init(variables: [String: JinjaValue], now: Date) {
    scopes = [variables]
    self.now = now
  }

  /// The text of a template; throws `TokenizerError` with the line of the tag that failed.
  static func render(_ nodes: [JinjaNode], variables: [String: JinjaValue], now: Date) throws -> String {
    var renderer = JinjaRenderer(variables: variables, now: now)
    do {
      switch try renderer.run(nodes) {
      case .end: return renderer.output
      case .leave, .next: throw JinjaFault("break or continue outside a loop")
      }
    } catch let fault as JinjaFault {
      throw TokenizerError(
        fault.isUnsupported ? .unsupported : .templateRender,
        "Line \(renderer.line) of the template: \(fault.message).")
    }
  }

  /// How a body ended.
  private enum Ending {
    case end, leave, next
  }

  mutating func step(_ count: Int = 1) throws {
    steps += count
    guard steps <= Self.mostSteps else { throw JinjaFault("the template does not come to an end") }
  }

  /// Counts the work that a value of this size takes.
  mutating func charge(_ value: JinjaValue) throws {
    switch value {
    case .string(let text): try step(text.utf8.count / 64)
    case .list(let items), .tuple(let items): try step(items.count / 4)
    case .dictionary(let members): try step(members.count)
    default: break
    }
  }

  // MARK: Statements

  private mutating func run(_ nodes: [JinjaNode]) throws -> Ending {
    for node in nodes {
      try step()
      let ending = try run(node)
      if ending != .end { return ending }
    }
    return .end
  }

  private mutating func run(_ node: JinjaNode) throws -> Ending {
    if case .text(let text) = node.statement {
      try put(text)
      return .end
    }
    line = node.line
    switch node.statement {
    case .text: break
    case .output(let expression): try put(evaluate(expression).text)
    case .conditional(let branches, let otherwise):
      for branch in branches where try evaluate(branch.condition).isTrue { return try run(branch.body) }
      return try run(otherwise)
    case .loop(let target, let sequence, let only, let body, let otherwise):
      return try loop(target, sequence, only, body, otherwise)
    case .set(let target, let expression): try assign(evaluate(expression), to: target)
    case .setBlock(let target, let filters, let body): try assign(captured(body, filters), to: target)
    case .macro(let macro): scopes[scopes.count - 1][macro.name] = .macro(macro, depth: scopes.count)
    case .group(let body): return try run(body)
    case .leave: return .leave
    case .next: return .next
    }
    return .end
  }

  private mutating func put(_ text: String) throws {
    output += text
    guard output.utf8.count <= Self.longestText else { throw JinjaFault("the output is longer than 64 MiB") }
  }

  private mutating func loop(
    _ target: JinjaTarget, _ sequence: JinjaExpression, _ only: JinjaExpression?, _ body: [JinjaNode],
    _ otherwise: [JinjaNode]
  ) throws -> Ending {
    let started = line
    var items = try iterate(evaluate(sequence))
    scopes.append([:])
    defer { scopes.removeLast() }
    if let only {
      items = try items.filter { item in
        try step()
        scopes[scopes.count - 1] = [:]
        try assign(item, to: target)
        return try evaluate(only).isTrue
      }
    }
    if items.isEmpty {
      scopes[scopes.count - 1] = [:]
      return try run(otherwise)
    }
    for index in items.indices {
      try step()
      scopes[scopes.count - 1] = ["loop": .loop(JinjaLoop(items: items, index: index))]
      line = started
      try assign(items[index], to: target)
      if try run(body) == .leave { break }
    }
    return .end
  }

  private mutating func captured(
    _ body: [JinjaNode], _ filters: [(name: String, arguments: JinjaArguments)]
  ) throws -> JinjaValue {
    let outer = output
    output = ""
    scopes.append([:])
    defer {
      output = outer
      scopes.removeLast()
    }
    guard try run(body) == .end else { throw JinjaFault("break or continue inside {% set %}") }
    var value = JinjaValue.string(output)
    for filter in filters { value = try self.filter(filter.name, value, filter.arguments) }
    return value
  }

  private mutating func assign(_ value: JinjaValue, to target: JinjaTarget) throws {
    switch target {
    case .name(let name): scopes[scopes.count - 1][name] = value
    case .member(let name, let member):
      guard case .namespace(let space) = lookup(name) else {
        throw JinjaFault("\(name).\(member) can only be set where \(name) is a namespace")
      }
      space.members[member] = value
    case .names(let targets):
      let items = try iterate(value)
      guard items.count == targets.count else {
        throw JinjaFault("\(items.count) values cannot be unpacked into \(targets.count) names")
      }
      for (item, target) in zip(items, targets) { try assign(item, to: target) }
    }
  }

  /// What a loop goes through: items, keys of a dictionary, characters of a string.
  func iterate(_ value: JinjaValue) throws -> [JinjaValue] {
    switch value {
    case .undefined: return []
    case .list(let values), .tuple(let values): return values
    case .dictionary(let members): return members.map(\.key)
    case .string(let text): return text.unicodeScalars.map { .string(String($0)) }
    default: throw JinjaFault("\(value.kind) cannot be gone through item by item")
    }
  }

  // MARK: Names

  func lookup(_ name: String) -> JinjaValue {
    for scope in scopes.reversed() {
      if let value = scope[name] { return value }
    }
    return Self.functions.contains(name) ? .function(name) : .undefined(name)
  }

  /// Functions that every template has.
  static let functions: Set<String> = ["raise_exception", "strftime_now", "namespace", "range", "dict"]

  // MARK: Macros

  mutating func call(
    _ macro: JinjaMacro, depth: Int, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    guard calls < Self.deepestCall else { throw JinjaFault("macros call each other too deeply") }
    guard positional.count <= macro.parameters.count else {
      throw JinjaFault("\(macro.name) takes \(macro.parameters.count) arguments, and \(positional.count) are given")
    }
    var names: [String: JinjaValue] = [:]
    for (parameter, value) in zip(macro.parameters, positional) { names[parameter.name] = value }
    for argument in named {
      guard macro.parameters.contains(where: { $0.name == argument.name }), names[argument.name] == nil else {
        throw JinjaFault("\(macro.name) takes no argument \(argument.name), or has it twice")
      }
      names[argument.name] = argument.value
    }
    let (outerScopes, outerOutput, outerLine) = (scopes, output, line)
    scopes = Array(scopes.prefix(depth)) + [names]
    output = ""
    calls += 1
    defer {
      scopes = outerScopes
      output = outerOutput
      calls -= 1
    }
    for parameter in macro.parameters where scopes[scopes.count - 1][parameter.name] == nil {
      scopes[scopes.count - 1][parameter.name] =
        try parameter.initial.map { try evaluate($0) } ?? .undefined(parameter.name)
    }
    guard try run(macro.body) == .end else { throw JinjaFault("break or continue outside a loop") }
    line = outerLine
    return .string(output)
  }
}
