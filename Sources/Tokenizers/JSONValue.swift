/// A JSON value; members keep their order, and a repeated key keeps every member.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case string(String)
  case array([JSONValue])
  case object([Member])

  /// One key with its value.
  struct Member: Sendable {
    var key: String
    var value: JSONValue
  }

  /// The last member of that key, as most readers take it; null where there is none or this is no object.
  subscript(key: String) -> JSONValue? {
    guard case .object(let members) = self else { return nil }
    return members.last { $0.key == key }?.value
  }

  var string: String? { if case .string(let value) = self { value } else { nil } }
  var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
  var integer: Int? { if case .integer(let value) = self { value } else { nil } }
  var array: [JSONValue]? { if case .array(let value) = self { value } else { nil } }
  var isNull: Bool { if case .null = self { true } else { false } }

  /// The kind, for error messages.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "a boolean"
    case .integer, .number: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }
}

extension JSONValue {
  /// The string under a key; throws where it is missing or of another kind.
  func requiredString(_ key: String, in place: String) throws -> String {
    guard let value = self[key] else { throw TokenizerError(.malformed, "\(place) has no \"\(key)\".") }
    guard let string = value.string else {
      throw TokenizerError(.malformed, "\"\(key)\" of \(place) is \(value.kind); it should be a string.")
    }
    return string
  }

  /// The boolean under a key, or the default where it is missing or null; throws where it is of another kind.
  func optionalBool(_ key: String, in place: String, default fallback: Bool) throws -> Bool {
    guard let value = self[key], !value.isNull else { return fallback }
    guard let bool = value.bool else {
      throw TokenizerError(.malformed, "\"\(key)\" of \(place) is \(value.kind); it should be true or false.")
    }
    return bool
  }
}
