/// A value while a template is rendered: Python's kinds, as far as templates use them.
enum JinjaValue {
  /// What a missing name, key or index gives; carries what was looked for.
  case undefined(String)
  case none
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case list([JinjaValue])
  case tuple([JinjaValue])
  case dictionary([(key: JinjaValue, value: JinjaValue)])
  case namespace(JinjaNamespace)
  case loop(JinjaLoop)
  case macro(JinjaMacro, depth: Int)
  /// A function that every template has.
  case function(String)

  init(_ value: TemplateValue) {
    switch value {
    case .null: self = .none
    case .bool(let value): self = .bool(value)
    case .integer(let value): self = .integer(value)
    case .number(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .list(let values): self = .list(values.map { JinjaValue($0) })
    case .object(let members):
      var dictionary: [(key: JinjaValue, value: JinjaValue)] = []
      for member in members {
        if let index = dictionary.firstIndex(where: { $0.key.isString(member.key) }) {
          dictionary[index].value = JinjaValue(member.value)
        } else {
          dictionary.append((.string(member.key), JinjaValue(member.value)))
        }
      }
      self = .dictionary(dictionary)
    }
  }

  /// Python's name of the kind, for error messages.
  var kind: String {
    switch self {
    case .undefined: "undefined"
    case .none: "none"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .list: "a list"
    case .tuple: "a tuple"
    case .dictionary: "a dictionary"
    case .namespace: "a namespace"
    case .loop: "a loop"
    case .macro, .function: "a function"
    }
  }

  /// Whether a condition holds.
  var isTrue: Bool {
    switch self {
    case .undefined, .none: false
    case .bool(let value): value
    case .integer(let value): value != 0
    case .number(let value): value != 0
    case .string(let text): !text.isEmpty
    case .list(let values), .tuple(let values): !values.isEmpty
    case .dictionary(let members): !members.isEmpty
    case .namespace, .loop, .macro, .function: true
    }
  }

  var isUndefined: Bool { if case .undefined = self { true } else { false } }

  /// Whether this is a string of the same scalars. (`==` of Swift would take canonically equal ones for one.)
  func isString(_ text: String) -> Bool {
    guard case .string(let own) = self else { return false }
    return own.utf8.elementsEqual(text.utf8)
  }

  /// The items of a list or tuple.
  var items: [JinjaValue]? {
    switch self {
    case .list(let values), .tuple(let values): values
    default: nil
    }
  }

  /// A number for arithmetic; booleans count as 0 and 1.
  var double: Double? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): Double(value)
    case .number(let value): value
    default: nil
    }
  }

  /// An integer; booleans count as 0 and 1.
  var integer: Int? {
    switch self {
    case .bool(let value): value ? 1 : 0
    case .integer(let value): value
    default: nil
    }
  }

  /// `==` of Python.
  func equals(_ other: JinjaValue) -> Bool {
    switch (self, other) {
    case (.undefined, .undefined), (.none, .none): true
    case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
    case (.list(let a), .list(let b)), (.tuple(let a), .tuple(let b)):
      a.count == b.count && zip(a, b).allSatisfy { $0.equals($1) }
    case (.dictionary(let a), .dictionary(let b)):
      a.count == b.count
        && a.allSatisfy { member in
          b.contains { $0.key.equals(member.key) && $0.value.equals(member.value) }
        }
    case (.namespace(let a), .namespace(let b)): a === b
    default:
      if let a = integer, let b = other.integer {
        a == b
      } else if let a = double, let b = other.double {
        a == b
      } else {
        false
      }
    }
  }

  /// The value of a key of a dictionary.
  func member(_ key: JinjaValue) -> JinjaValue? {
    guard case .dictionary(let members) = self else { return nil }
    return members.first { $0.key.equals(key) }?.value
  }
}

/// What `namespace()` makes: the one value that a loop's body can change for what follows the loop.
final class JinjaNamespace {
  var members: [String: JinjaValue]

  init(_ members: [String: JinjaValue]) {
    self.members = members
  }
}

/// The state of a loop, as its body sees it.
struct JinjaLoop {
  var items: [JinjaValue]
  var index: Int

  /// A member of `loop`; null where there is none of that name.
  func member(_ name: String) -> JinjaValue? {
    switch name {
    case "index": .integer(index + 1)
    case "index0": .integer(index)
    case "revindex": .integer(items.count - index)
    case "revindex0": .integer(items.count - index - 1)
    case "first": .bool(index == 0)
    case "last": .bool(index == items.count - 1)
    case "length": .integer(items.count)
    // These count recursive loops only.
    case "depth": .integer(1)
    case "depth0": .integer(0)
    case "previtem": index > 0 ? items[index - 1] : .undefined("loop.previtem")
    case "nextitem": index + 1 < items.count ? items[index + 1] : .undefined("loop.nextitem")
    default: nil
    }
  }
}
