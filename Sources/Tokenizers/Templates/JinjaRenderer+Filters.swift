extension JinjaRenderer {
  /// `value | name(arguments)`.
  mutating func filter(_ name: String, _ value: JinjaValue, _ arguments: JinjaArguments) throws -> JinjaValue {
    let positional = try evaluate(arguments.positional)
    return try filter(name, value, positional, named(arguments))
  }

  private mutating func filter(
    _ name: String, _ value: JinjaValue, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    switch name {
    case "map": return try map(value, positional, named)
    case "select", "reject", "selectattr", "rejectattr": return try select(name, value, positional, named)
    default: break
    }
    var arguments = JinjaArgumentReader("the filter \(name)", positional, named)
    let result =
      try textFilter(name, value, &arguments) ?? listFilter(name, value, &arguments)
      ?? plainFilter(name, value, &arguments)
    guard let result else { throw JinjaFault.unsupported("the filter \(name)") }
    try arguments.end()
    return result
  }

  // MARK: Text

  private func textFilter(
    _ name: String, _ value: JinjaValue, _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "trim":
      let set = try arguments.string("chars").map { JinjaText($0) }
      return .string(JinjaText(value.text).stripped(of: set, left: true, right: true).string)
    case "upper": return .string(value.text.uppercased())
    case "lower": return .string(value.text.lowercased())
    case "capitalize": return .string(JinjaText(value.text).titled(everyWord: false))
    case "title": return .string(JinjaText(value.text).titledLikeJinja())
    case "string": return .string(value.text)
    case "safe": return value
    case "replace":
      let old = JinjaText(try arguments.requiredString("old"))
      let new = JinjaText(try arguments.requiredString("new"))
      let limit = try arguments.integer("count")
      return .string(JinjaText(value.text).replacing(old, with: new, limit: limit.flatMap { $0 < 0 ? nil : $0 }).string)
    case "indent": return .string(try indent(value.text, &arguments))
    case "tojson":
      var layout = JinjaValue.JSONLayout()
      layout.escapesNonASCII = arguments.bool("ensure_ascii") ?? false
      if let indent = arguments.next("indent") {
        if let width = indent.integer {
          guard (0...64).contains(width) else { throw JinjaFault("the indent of tojson is not 0 to 64") }
          layout.indent = String(repeating: " ", count: width)
        } else if case .string(let text) = indent {
          layout.indent = text
        }
        if layout.indent != nil { layout.itemSeparator = "," }
      }
      if let separators = arguments.next("separators")?.items, separators.count == 2 {
        layout.itemSeparator = separators[0].text
        layout.keySeparator = separators[1].text
      }
      layout.sortsKeys = arguments.bool("sort_keys") ?? false
      return .string(try value.json(layout))
    default: return nil
    }
  }

  private func indent(_ text: String, _ arguments: inout JinjaArgumentReader) throws -> String {
    let width = arguments.next("width") ?? .integer(4)
    let first = arguments.bool("first") ?? false
    let blank = arguments.bool("blank") ?? false
    let pad: String
    if case .string(let text) = width {
      pad = text
    } else {
      guard let count = width.integer, (0...1000).contains(count) else {
        throw JinjaFault("the width of indent is not 0 to 1000")
      }
      pad = String(repeating: " ", count: count)
    }
    // Jinja adds a line end before it cuts into lines, so that a last one stays.
    let lines = JinjaText(text + "\n").lines().map(\.string)
    var result = lines.first ?? ""
    for line in lines.dropFirst() { result += "\n" + (line.isEmpty && !blank ? "" : pad) + line }
    return (first ? pad : "") + result
  }

  // MARK: Lists

  private func listFilter(
    _ name: String, _ value: JinjaValue, _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "length", "count":
      if case .dictionary(let members) = value { return .integer(members.count) }
      if case .namespace = value { throw JinjaFault("a namespace has no length") }
      return .integer(try iterate(value).count)
    case "join":
      let separator = try arguments.string("d") ?? ""
      let attribute = arguments.next("attribute")
      let items = try iterate(value).map { item in try attribute.map { try path($0.text, of: item) } ?? item }
      return .string(items.map(\.text).joined(separator: separator))
    case "first": return try iterate(value).first ?? .undefined("the first item")
    case "last": return try iterate(value).last ?? .undefined("the last item")
    case "list": return .list(try iterate(value))
    case "reverse":
      if case .string(let text) = value {
        return .string(String(String.UnicodeScalarView(text.unicodeScalars.reversed())))
      }
      return .list(try iterate(value).reversed())
    case "unique":
      let caseSensitive = arguments.bool("case_sensitive") ?? false
      var seen: [JinjaValue] = []
      var kept: [JinjaValue] = []
      for item in try iterate(value) {
        let key = caseSensitive ? item : folded(item)
        if !seen.contains(where: { $0.equals(key) }) {
          seen.append(key)
          kept.append(item)
        }
      }
      return .list(kept)
    case "sort": return .list(try sorted(value, &arguments))
    case "max", "min":
      let items = try iterate(value)
      guard var best = items.first else { return .undefined("the \(name) of nothing") }
      for item in items.dropFirst() {
        let order = try order(folded(item), folded(best))
        if name == "max" ? order > 0 : order < 0 { best = item }
      }
      return best
    case "sum":
      var sum = JinjaValue.integer(0)
      for item in try iterate(value) {
        if let a = sum.integer, let b = item.integer {
          let (total, overflow) = a.addingReportingOverflow(b)
          guard !overflow else { throw JinjaFault("a number is too large") }
          sum = .integer(total)
        } else if let a = sum.double, let b = item.double {
          sum = .number(a + b)
        } else {
          throw JinjaFault("sum does not apply to \(item.kind)")
        }
      }
      return sum
    case "items":
      guard !value.isUndefined else { return .list([]) }
      guard case .dictionary(let members) = value else { throw JinjaFault("items does not apply to \(value.kind)") }
      return .list(members.map { .tuple([$0.key, $0.value]) })
    case "dictsort":
      guard case .dictionary(let members) = value else { throw JinjaFault("dictsort does not apply to \(value.kind)") }
      let pairs = try members.sorted { try order(folded($0.key), folded($1.key)) < 0 }
      return .list(pairs.map { .tuple([$0.key, $0.value]) })
    default: return nil
    }
  }

  private func folded(_ value: JinjaValue) -> JinjaValue {
    if case .string(let text) = value { .string(text.lowercased()) } else { value }
  }

  private func sorted(_ value: JinjaValue, _ arguments: inout JinjaArgumentReader) throws -> [JinjaValue] {
    let reverse = arguments.bool("reverse") ?? false
    let caseSensitive = arguments.bool("case_sensitive") ?? false
    let attribute = try arguments.string("attribute")
    let keyed = try iterate(value).map { item in
      let key = try attribute.map { try path($0, of: item) } ?? item
      return (key: caseSensitive ? key : folded(key), item: item)
    }
    // Swift's sort is stable in practice and not by contract; places make it so.
    let ordered = try keyed.enumerated().sorted { a, b in
      let order = try order(a.element.key, b.element.key)
      return order == 0 ? a.offset < b.offset : (reverse ? order > 0 : order < 0)
    }
    return ordered.map(\.element.item)
  }

  /// `a.b.0` of a value.
  private func path(_ path: String, of value: JinjaValue) throws -> JinjaValue {
    var value = value
    for part in path.split(separator: ".") {
      if let index = Int(part), let items = value.items {
        value = items.indices.contains(index) ? items[index] : .undefined(path)
      } else {
        value = try attribute(value, String(part))
      }
    }
    return value
  }

  // MARK: Numbers and defaults

  private func plainFilter(
    _ name: String, _ value: JinjaValue, _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "default", "d":
      let fallback = arguments.next("default_value") ?? .string("")
      let alsoFalse = arguments.bool("boolean") ?? false
      return value.isUndefined || (alsoFalse && !value.isTrue) ? fallback : value
    case "int":
      let fallback = arguments.next("default") ?? .integer(0)
      if let integer = value.integer { return .integer(integer) }
      if case .number(let number) = value {
        return Int(exactly: number.rounded(.towardZero)).map { .integer($0) } ?? fallback
      }
      if case .string(let text) = value {
        let digits = JinjaText(text).stripped(of: nil, left: true, right: true).string
        if let integer = Int(digits) { return .integer(integer) }
        if let number = Double(digits), let integer = Int(exactly: number.rounded(.towardZero)) {
          return .integer(integer)
        }
      }
      return fallback
    case "float":
      let fallback = arguments.next("default") ?? .number(0)
      if let number = value.double { return .number(number) }
      if case .string(let text) = value,
        let number = Double(JinjaText(text).stripped(of: nil, left: true, right: true).string)
      {
        return .number(number)
      }
      return fallback
    case "abs":
      if let integer = value.integer, integer != Int.min { return .integer(abs(integer)) }
      guard let number = value.double else { throw JinjaFault("abs does not apply to \(value.kind)") }
      return .number(abs(number))
    default: return nil
    }
  }

  // MARK: Filters that apply others

  private mutating func map(
    _ value: JinjaValue, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    let items = try value.isTrue ? iterate(value) : []
    if let attribute = named.first(where: { $0.name == "attribute" })?.value {
      let fallback = named.first { $0.name == "default" }?.value
      return .list(
        try items.map { item in
          let found = try path(attribute.text, of: item)
          return found.isUndefined ? fallback ?? found : found
        })
    }
    guard case .string(let name) = positional.first else { throw JinjaFault("map needs a filter's name or attribute=") }
    var results: [JinjaValue] = []
    for item in items { results.append(try filter(name, item, Array(positional.dropFirst()), named)) }
    return .list(results)
  }

  private func select(
    _ name: String, _ value: JinjaValue, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    guard named.isEmpty else { throw JinjaFault.unsupported("a named argument of \(name)") }
    var rest = positional[...]
    var attribute: String?
    if name.hasSuffix("attr") {
      guard case .string(let path) = rest.popFirst() else { throw JinjaFault("\(name) needs an attribute's name") }
      attribute = path
    }
    var test: String?
    if let first = rest.popFirst() { test = first.text }
    let keeps = name.hasPrefix("select")
    return .list(
      try (value.isTrue ? iterate(value) : []).filter { item in
        let tested = try attribute.map { try path($0, of: item) } ?? item
        let holds = try test.map { try self.test($0, tested, Array(rest)) } ?? tested.isTrue
        return holds == keeps
      })
  }
}
