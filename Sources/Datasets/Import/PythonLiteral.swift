internal import IsoglossParquet

/// Lists, dictionaries and strings as Python's `repr` writes them, or as NumPy does, without commas between the elements
/// of a list: what is left of a list that was stored as text.
struct PythonLiteral {
  private var rest: Substring.UnicodeScalarView
  /// Lists in lists that are followed; no data set has more, a hostile file may.
  private static let deepest = 16

  /// The value of a text; null where it is not such a literal from start to end.
  static func value(_ text: String) -> ColumnValue? {
    var parser = PythonLiteral(rest: Substring(text).unicodeScalars)
    guard let value = parser.value(deepest) else { return nil }
    parser.skipSpace()
    return parser.rest.isEmpty ? value : nil
  }

  private mutating func skipSpace() {
    while let first = rest.first, first.properties.isWhitespace { rest.removeFirst() }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    skipSpace()
    guard rest.first == scalar else { return false }
    rest.removeFirst()
    return true
  }

  private mutating func take(word: String) -> Bool {
    guard String(rest.prefix(word.unicodeScalars.count)) == word else { return false }
    rest.removeFirst(word.unicodeScalars.count)
    return true
  }

  private mutating func value(_ depth: Int) -> ColumnValue? {
    guard depth > 0 else { return nil }
    if take("[") { return elements(depth - 1).map { .list($0) } }
    if take("{") { return fields(depth - 1).map { .record($0) } }
    if take(word: "None") { return .null }
    if take(word: "True") { return .bool(true) }
    if take(word: "False") { return .bool(false) }
    return string().map { .text($0) }
  }

  private mutating func elements(_ depth: Int) -> [ColumnValue]? {
    var elements: [ColumnValue] = []
    while !take("]") {
      if !elements.isEmpty, take(","), take("]") { return elements }
      guard let element = value(depth) else { return nil }
      elements.append(element)
    }
    return elements
  }

  private mutating func fields(_ depth: Int) -> [NamedValue]? {
    var fields: [NamedValue] = []
    while !take("}") {
      guard fields.isEmpty || take(",") else { return nil }
      if take("}") { return fields }
      skipSpace()
      guard let name = string(), take(":"), let value = value(depth) else { return nil }
      fields.append(NamedValue(name, value))
    }
    return fields
  }

  private mutating func string() -> String? {
    skipSpace()
    guard let quote = rest.first, quote == "'" || quote == "\"" else { return nil }
    rest.removeFirst()
    var text = String.UnicodeScalarView()
    while let scalar = rest.popFirst() {
      if scalar == quote { return String(text) }
      guard scalar == "\\" else {
        text.append(scalar)
        continue
      }
      guard let escaped = escape() else { return nil }
      text.append(escaped)
    }
    return nil
  }

  private mutating func escape() -> Unicode.Scalar? {
    switch rest.popFirst() {
    case "n": return "\n"
    case "r": return "\r"
    case "t": return "\t"
    case "x": return code(2)
    case "u": return code(4)
    case "U": return code(8)
    case let other?: return other
    case nil: return nil
    }
  }

  private mutating func code(_ digits: Int) -> Unicode.Scalar? {
    let text = String(rest.prefix(digits))
    guard text.count == digits, let number = UInt32(text, radix: 16) else { return nil }
    rest.removeFirst(digits)
    return Unicode.Scalar(number)
  }
}
