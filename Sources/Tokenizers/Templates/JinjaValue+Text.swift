import Foundation

extension JinjaValue {
  /// The text that `{{ }}` puts out: Python's `str`.
  var text: String {
    switch self {
    case .undefined: ""
    case .string(let text): text
    default: representation
    }
  }

  /// Python's `repr`.
  var representation: String {
    switch self {
    case .undefined: "Undefined"
    case .none: "None"
    case .bool(let value): value ? "True" : "False"
    case .integer(let value): String(value)
    case .number(let value): Self.text(of: value)
    case .string(let text): Self.quoted(text)
    case .list(let values): "[" + values.map(\.representation).joined(separator: ", ") + "]"
    case .tuple(let values):
      "(" + values.map(\.representation).joined(separator: ", ") + (values.count == 1 ? ",)" : ")")
    case .dictionary(let members):
      "{" + members.map { "\($0.key.representation): \($0.value.representation)" }.joined(separator: ", ") + "}"
    case .namespace(let space):
      "<Namespace {"
        + space.members.sorted { $0.key < $1.key }.map { "'\($0.key)': \($0.value.representation)" }
        .joined(separator: ", ") + "}>"
    case .loop(let loop): "<LoopContext \(loop.index + 1)/\(loop.items.count)>"
    case .macro(let macro, _): "<Macro '\(macro.name)'>"
    case .function(let name): "<function \(name)>"
    }
  }

  /// Python's spelling of a float: the shortest that reads back, with an exponent below 1e-4 and from 1e16 on.
  static func text(of value: Double) -> String {
    if value.isNaN { return "nan" }
    if value.isInfinite { return value < 0 ? "-inf" : "inf" }
    let text = "\(value)"
    guard let e = text.firstIndex(of: "e") else { return text }
    var mantissa = String(text[..<e])
    if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
    let exponent = text[text.index(after: e)...]
    let digits = exponent.drop { $0 == "-" || $0 == "+" }
    return "\(mantissa)e\(exponent.hasPrefix("-") ? "-" : "+")\(digits.count < 2 ? "0" : "")\(digits)"
  }

  private static func quoted(_ text: String) -> String {
    let usesDouble = text.utf8.contains(UInt8(ascii: "'")) && !text.utf8.contains(UInt8(ascii: "\""))
    let quote: Unicode.Scalar = usesDouble ? "\"" : "'"
    var quoted = String.UnicodeScalarView()
    quoted.append(quote)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\", quote: quoted.append(contentsOf: ["\\", scalar])
      case "\n": quoted.append(contentsOf: ["\\", "n"])
      case "\r": quoted.append(contentsOf: ["\\", "r"])
      case "\t": quoted.append(contentsOf: ["\\", "t"])
      default:
        if isPrintable(scalar) {
          quoted.append(scalar)
        } else {
          let value = scalar.value
          let (mark, width) = value < 0x100 ? ("x", 2) : value < 0x10000 ? ("u", 4) : ("U", 8)
          let hex = String(value, radix: 16)
          quoted.append(
            contentsOf: ("\\" + mark + String(repeating: "0", count: width - hex.count) + hex).unicodeScalars)
        }
      }
    }
    quoted.append(quote)
    return String(quoted)
  }

  /// `str.isprintable` of Python.
  private static func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == " " { return true }
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator,
      .spaceSeparator:
      return false
    default: return true
    }
  }
}

extension JinjaValue {
  /// How JSON is laid out.
  struct JSONLayout {
    /// Spaces of one level; null for one line.
    var indent: String?
    var itemSeparator = ", "
    var keySeparator = ": "
    var sortsKeys = false
    var escapesNonASCII = false
  }

  /// JSON text as Python's `json.dumps` writes it; throws where a value is no JSON.
  func json(_ layout: JSONLayout, level: Int = 0) throws -> String {
    switch self {
    case .none: return "null"
    case .bool(let value): return value ? "true" : "false"
    case .integer(let value): return String(value)
    case .number(let value):
      if value.isNaN { return "NaN" }
      if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
      return Self.text(of: value)
    case .string(let text): return Self.jsonString(text, escapesNonASCII: layout.escapesNonASCII)
    case .list(let values), .tuple(let values):
      let items = try values.map { try $0.json(layout, level: level + 1) }
      return Self.bracketed(items, "[", "]", layout, level)
    case .dictionary(let members):
      var entries = try members.map { member in
        (key: try member.key.jsonKey(), value: try member.value.json(layout, level: level + 1))
      }
      if layout.sortsKeys { entries.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
      let items = entries.map {
        Self.jsonString($0.key, escapesNonASCII: layout.escapesNonASCII) + layout.keySeparator + $0.value
      }
      return Self.bracketed(items, "{", "}", layout, level)
    case .undefined, .namespace, .loop, .macro, .function:
      throw JinjaFault("\(kind) cannot be written as JSON")
    }
  }

  private func jsonKey() throws -> String {
    switch self {
    case .string(let text): text
    case .none, .bool, .integer, .number: try json(JSONLayout())
    default: throw JinjaFault("\(kind) cannot be a key of JSON")
    }
  }

  private static func bracketed(
    _ items: [String], _ open: String, _ close: String, _ layout: JSONLayout, _ level: Int
  ) -> String {
    guard let indent = layout.indent, !items.isEmpty else {
      return open + items.joined(separator: layout.itemSeparator) + close
    }
    let inner = "\n" + String(repeating: indent, count: level + 1)
    let outer = "\n" + String(repeating: indent, count: level)
    return open + inner + items.joined(separator: layout.itemSeparator + inner) + outer + close
  }

  private static func jsonString(_ text: String, escapesNonASCII: Bool) -> String {
    var json = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": json += "\\\""
      case "\\": json += "\\\\"
      case "\n": json += "\\n"
      case "\r": json += "\\r"
      case "\t": json += "\\t"
      case "\u{8}": json += "\\b"
      case "\u{C}": json += "\\f"
      default:
        if scalar.value < 0x20 || (escapesNonASCII && scalar.value > 0x7E) {
          for unit in String(scalar).utf16 {
            let hex = String(unit, radix: 16)
            json += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
          }
        } else {
          json.unicodeScalars.append(scalar)
        }
      }
    }
    return json + "\""
  }
}

/// What went wrong in an expression; the renderer adds the line.
struct JinjaFault: Error {
  var message: String
  var isUnsupported = false

  init(_ message: String) {
    self.message = message
  }

  /// Something that Jinja has and this module has not.
  static func unsupported(_ what: String) -> JinjaFault {
    var fault = JinjaFault("\(what) is not known here")
    fault.isUnsupported = true
    return fault
  }
}
