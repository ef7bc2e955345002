/// A JSON value that is written with sorted keys and two spaces of indent. Numbers that JSON has no words for are null.
indirect enum JSONText {
  case null
  case bool(Bool)
  case integer(Int)
  case number(Double)
  case text(String)
  case list([JSONText])
  case object([String: JSONText])

  /// A number, or null.
  static func optional(_ number: Double?) -> JSONText { number.map { .number($0) } ?? .null }

  /// Appends the value.
  /// - Parameter indent: spaces in front of a line at this depth.
  func write(to text: inout String, indent: Int = 0) {
    let inner = String(repeating: " ", count: indent + 2)
    let outer = String(repeating: " ", count: indent)
    switch self {
    case .null: text += "null"
    case .bool(let value): text += value ? "true" : "false"
    case .integer(let value): text += String(value)
    case .number(let value): text += value.isFinite ? String(value) : "null"
    case .text(let value): Self.quote(value, to: &text)
    case .list(let values):
      guard !values.isEmpty else {
        text += "[]"
        return
      }
      text += "[\n"
      for (index, value) in values.enumerated() {
        text += inner
        value.write(to: &text, indent: indent + 2)
        text += index + 1 < values.count ? ",\n" : "\n"
      }
      text += outer + "]"
    case .object(let members):
      guard !members.isEmpty else {
        text += "{}"
        return
      }
      text += "{\n"
      let keys = members.keys.sorted()
      for (index, key) in keys.enumerated() {
        text += inner
        Self.quote(key, to: &text)
        text += ": "
        (members[key] ?? .null).write(to: &text, indent: indent + 2)
        text += index + 1 < keys.count ? ",\n" : "\n"
      }
      text += outer + "}"
    }
  }

  /// Appends a quoted string. Everything that is hidden from a reader is escaped, so that the file can be shown too.
  private static func quote(_ value: String, to text: inout String) {
    var view = String.UnicodeScalarView()
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": view.append(contentsOf: "\\\"".unicodeScalars)
      case "\\": view.append(contentsOf: "\\\\".unicodeScalars)
      case "\n": view.append(contentsOf: "\\n".unicodeScalars)
      case "\r": view.append(contentsOf: "\\r".unicodeScalars)
      case "\t": view.append(contentsOf: "\\t".unicodeScalars)
      case _ where VisibleText.isHidden(scalar):
        for unit in String(scalar).utf16 {
          let digits = String(unit, radix: 16)
          let escape = "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
          view.append(contentsOf: escape.unicodeScalars)
        }
      default: view.append(scalar)
      }
    }
    text += "\""
    text.unicodeScalars.append(contentsOf: view)
    text += "\""
  }
}
