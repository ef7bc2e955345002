/// Python's methods that templates call.
enum JinjaMethods {
  static let ofDictionaries: Set<String> = [
    "get", "items", "keys", "values", "copy", "pop", "popitem", "update", "clear", "setdefault", "fromkeys",
  ]
  static let ofStrings: Set<String> = [
    "strip", "lstrip", "rstrip", "split", "rsplit", "splitlines", "startswith", "endswith", "upper", "lower", "title",
    "capitalize", "replace", "join", "find", "rfind", "index", "count", "isdigit", "isalpha", "isalnum", "isspace",
    "isupper", "islower", "format", "removeprefix", "removesuffix", "encode", "zfill", "center", "ljust", "rjust",
    "partition", "rpartition", "casefold", "swapcase", "translate", "expandtabs", "isnumeric", "isdecimal",
  ]
  static let ofLists: Set<String> = [
    "append", "extend", "insert", "remove", "pop", "clear", "index", "count", "sort", "reverse", "copy",
  ]

  /// The names that are methods of a value, known here or not.
  static func all(of value: JinjaValue) -> Set<String> {
    switch value {
    case .string: ofStrings
    case .dictionary: ofDictionaries
    case .list: ofLists
    case .tuple: ["index", "count"]
    case .loop: ["cycle", "changed"]
    default: []
    }
  }
}

extension JinjaRenderer {
  /// `value.name(arguments)`.
  func method(
    _ name: String, of value: JinjaValue, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]
  ) throws -> JinjaValue {
    var arguments = JinjaArgumentReader("the method \(name)", positional, named)
    let result: JinjaValue?
    switch value {
    case .string(let text): result = try method(name, of: JinjaText(text), &arguments)
    case .dictionary(let members): result = try method(name, of: members, &arguments)
    case .list(let items), .tuple(let items): result = try method(name, of: items, &arguments)
    case .loop(let loop) where name == "cycle":
      guard !positional.isEmpty else { throw JinjaFault("cycle needs something to go through") }
      return positional[loop.index % positional.count]
    default: result = nil
    }
    guard let result else { throw JinjaFault.unsupported("the method \(name) of \(value.kind)") }
    try arguments.end()
    return result
  }

  private func method(
    _ name: String, of text: JinjaText, _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "strip", "lstrip", "rstrip":
      let set = try arguments.string("chars").map { JinjaText($0) }
      return .string(text.stripped(of: set, left: name != "rstrip", right: name != "lstrip").string)
    case "split", "rsplit":
      let separator = try arguments.string("sep").map { JinjaText($0) }
      let limit = try arguments.integer("maxsplit").flatMap { $0 < 0 ? nil : $0 }
      guard let separator else {
        if name == "rsplit", limit != nil { throw JinjaFault.unsupported("rsplit at white space with a limit") }
        return .list(text.words(limit: limit).map { .string($0.string) })
      }
      guard !separator.scalars.isEmpty else { throw JinjaFault("the separator of \(name) is empty") }
      return .list(text.split(separator, limit: limit, fromRight: name == "rsplit").map { .string($0.string) })
    case "splitlines": return .list(text.lines().map { .string($0.string) })
    case "startswith", "endswith":
      guard let sought = arguments.next("prefix") else { throw JinjaFault("\(name) needs a string") }
      return .bool(
        try (sought.items ?? [sought]).contains { candidate in
          guard case .string(let part) = candidate else { throw JinjaFault("\(name) needs a string") }
          return name == "startswith" ? text.starts(with: JinjaText(part)) : text.ends(with: JinjaText(part))
        })
    case "upper": return .string(text.string.uppercased())
    case "lower": return .string(text.string.lowercased())
    case "title": return .string(text.titled(everyWord: true))
    case "capitalize": return .string(text.titled(everyWord: false))
    case "replace":
      let old = JinjaText(try arguments.requiredString("old"))
      let new = JinjaText(try arguments.requiredString("new"))
      let limit = try arguments.integer("count").flatMap { $0 < 0 ? nil : $0 }
      return .string(text.replacing(old, with: new, limit: limit).string)
    case "join":
      let items = try iterate(arguments.next("iterable") ?? .none)
      return .string(
        try items.map { item in
          guard case .string(let part) = item else { throw JinjaFault("join needs strings, and \(item.kind) is there") }
          return part
        }.joined(separator: text.string))
    case "find", "index":
      let place = text.firstRange(of: JinjaText(try arguments.requiredString("sub")), from: 0)?.lowerBound
      guard let place else {
        if name == "index" { throw JinjaFault("index does not find its text") }
        return .integer(-1)
      }
      return .integer(place)
    case "count":
      let sought = JinjaText(try arguments.requiredString("sub"))
      if sought.scalars.isEmpty { return .integer(text.scalars.count + 1) }
      return .integer(text.split(sought, limit: nil, fromRight: false).count - 1)
    case "isdigit":
      return .bool(all(text) { $0.properties.numericType == .decimal || $0.properties.numericType == .digit })
    case "isalpha": return .bool(all(text) { CharacterClass.of($0.value).contains(.letter) })
    case "isspace": return .bool(all(text, JinjaText.isSpace))
    case "removeprefix":
      let part = JinjaText(try arguments.requiredString("prefix"))
      return .string(
        text.starts(with: part) ? JinjaRenderer.string(text.scalars.dropFirst(part.scalars.count)) : text.string)
    case "removesuffix":
      let part = JinjaText(try arguments.requiredString("suffix"))
      return .string(
        text.ends(with: part) ? JinjaRenderer.string(text.scalars.dropLast(part.scalars.count)) : text.string)
    default: return nil
    }
  }

  private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  private func all(_ text: JinjaText, _ holds: (Unicode.Scalar) -> Bool) -> Bool {
    !text.scalars.isEmpty && text.scalars.allSatisfy(holds)
  }

  private func method(
    _ name: String, of members: [(key: JinjaValue, value: JinjaValue)], _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "get":
      guard let key = arguments.next("key") else { throw JinjaFault("get needs a key") }
      let fallback = arguments.next("default") ?? .none
      return members.first { $0.key.equals(key) }?.value ?? fallback
    case "items": return .list(members.map { .tuple([$0.key, $0.value]) })
    case "keys": return .list(members.map(\.key))
    case "values": return .list(members.map(\.value))
    case "copy": return .dictionary(members)
    case "update", "pop", "popitem", "clear", "setdefault": throw JinjaFault("a template cannot change a dictionary")
    default: return nil
    }
  }

  private func method(
    _ name: String, of items: [JinjaValue], _ arguments: inout JinjaArgumentReader
  ) throws -> JinjaValue? {
    switch name {
    case "index":
      let sought = arguments.next("value") ?? .none
      guard let index = items.firstIndex(where: { $0.equals(sought) }) else {
        throw JinjaFault("index does not find its value")
      }
      return .integer(index)
    case "count":
      let sought = arguments.next("value") ?? .none
      return .integer(items.count { $0.equals(sought) })
    case "copy": return .list(items)
    case "append", "extend", "insert", "remove", "pop", "clear", "sort", "reverse":
      throw JinjaFault("a template cannot change a list")
    default: return nil
    }
  }
}
