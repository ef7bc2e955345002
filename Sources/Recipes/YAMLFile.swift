public import Foundation
internal import Yams

/// Files in YAML that are not recipes, for readers of JSON.
public enum YAMLFile {
  /// Largest file that is read, in bytes.
  static let largest = 1 << 20
  /// Most values that a file may come to: references multiply them.
  private static let mostValues = 100_000

  /// The file's one document as JSON.
  ///
  /// A value without quotes is a number, `true`, `false` or null where JSON writes it so, and else the text as it stands:
  /// `no` is Norwegian, and `NO` a label.
  /// - Throws: `RecipeError` for a file that cannot be read, is too large or no YAML, and for keys that are no text.
  public static func json(contentsOf url: URL) throws -> Data {
    try json(yaml: text(contentsOf: url, what: "a YAML file"), file: url.lastPathComponent)
  }

  /// The same of a text; `file` names it in errors.
  public static func json(yaml: String, file: String) throws -> Data {
    let node: Node?
    do {
      node = try Yams.compose(yaml: yaml)
    } catch {
      throw RecipeError(.syntax, "\(file): \(error)", underlying: error)
    }
    guard let node else { throw RecipeError(.missingKey, "\(file) is empty.") }
    var converter = JSONConverter(file: file, left: mostValues)
    try converter.add(node)
    return converter.json
  }

  /// The text of a file; `what` is what errors call it.
  static func text(contentsOf url: URL, what: String) throws -> String {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw RecipeError(.notFound, "There is no file \(url.path): give \(what).")
    }
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw RecipeError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
    guard data.count <= largest else {
      throw RecipeError(.unreadable, "\(url.path) has \(data.count) bytes; \(what) has at most \(largest).")
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw RecipeError(.unreadable, "\(url.path) is not UTF-8.")
    }
    return text
  }
}

/// Writes nodes as JSON.
private struct JSONConverter {
  let file: String
  /// Values that may still come.
  var left: Int
  var json = Data()

  mutating func add(_ node: Node) throws {
    left -= 1
    guard left > 0 else { throw error(node, "has too many values: its references multiply them") }
    switch node {
    case .scalar(let scalar): json += try Self.value(scalar)
    case .sequence(let sequence):
      json += Data("[".utf8)
      for (index, item) in sequence.enumerated() {
        if index > 0 { json += Data(",".utf8) }
        try add(item)
      }
      json += Data("]".utf8)
    case .mapping(let mapping):
      json += Data("{".utf8)
      for (index, (key, value)) in mapping.enumerated() {
        guard let name = key.scalar?.string else { throw error(key, "is a key that is no text") }
        json += Data((index > 0 ? "," : "").utf8) + (try Self.quoted(name)) + Data(":".utf8)
        try add(value)
      }
      json += Data("}".utf8)
    case .alias: throw error(node, "refers to what is not there")
    }
  }

  private static func value(_ scalar: Node.Scalar) throws -> Data {
    let text = scalar.string
    guard scalar.style == .plain || scalar.style == .any else { return try quoted(text) }
    switch text {
    case "true", "false", "null": return Data(text.utf8)
    case "", "~": return Data("null".utf8)
    default:
      let isNumber = text.wholeMatch(of: /-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?/) != nil
      return isNumber ? Data(text.utf8) : try quoted(text)
    }
  }

  private static func quoted(_ text: String) throws -> Data { try JSONEncoder().encode(text) }

  private func error(_ node: Node, _ what: String) -> RecipeError {
    RecipeError(.badValue, "\(file)\(node.mark.map { ":\($0.line)" } ?? ""): \(what)")
  }
}
