/// Arguments of a filter, method or function, taken by name or place.
struct JinjaArgumentReader {
  private let owner: String
  private var positional: [JinjaValue]
  private var named: [(name: String, value: JinjaValue)]

  init(_ owner: String, _ positional: [JinjaValue], _ named: [(name: String, value: JinjaValue)]) {
    self.owner = owner
    self.positional = positional
    self.named = named
  }

  /// The next argument; null where it is not given.
  mutating func next(_ name: String) -> JinjaValue? {
    if let index = named.firstIndex(where: { $0.name == name }) { return named.remove(at: index).value }
    return positional.isEmpty ? nil : positional.removeFirst()
  }

  mutating func string(_ name: String) throws -> String? {
    guard let value = next(name) else { return nil }
    if case .none = value { return nil }
    guard case .string(let text) = value else {
      throw JinjaFault("\(name) of \(owner) is \(value.kind); it should be a string")
    }
    return text
  }

  mutating func requiredString(_ name: String) throws -> String {
    guard let text = try string(name) else { throw JinjaFault("\(owner) needs a string") }
    return text
  }

  mutating func integer(_ name: String) throws -> Int? {
    guard let value = next(name) else { return nil }
    if case .none = value { return nil }
    guard let integer = value.integer else {
      throw JinjaFault("\(name) of \(owner) is \(value.kind); it should be an integer")
    }
    return integer
  }

  mutating func bool(_ name: String) -> Bool? { next(name)?.isTrue }

  /// Throws where something is left.
  func end() throws {
    if let left = named.first { throw JinjaFault.unsupported("the argument \(left.name) of \(owner)") }
    guard positional.isEmpty else { throw JinjaFault("\(owner) has too many arguments") }
  }
}
