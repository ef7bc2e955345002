internal import IsoglossCore
internal import Yams

/// A value of a recipe file with its place, read as the type that its key asks for.
struct RecipeNode {
  let node: Node
  let file: String
  /// Keys that lead to it: `stages.0.mixture`.
  let path: String

  var isMapping: Bool { node.mapping != nil }

  /// `file:line: path: what`.
  func error(_ code: RecipeError.Code, _ what: String) -> RecipeError {
    let line = node.mark.map { ":\($0.line)" } ?? ""
    return RecipeError(code, "\(file)\(line): \(path.isEmpty ? "" : "\(path): ")\(what)")
  }

  /// The members of a mapping, by key.
  /// - Parameter keys: the keys that are known; null takes any.
  func members(_ keys: [String]?) throws -> [String: RecipeNode] {
    guard let mapping = node.mapping else { throw error(.badValue, "takes keys with values") }
    var members: [String: RecipeNode] = [:]
    for (key, value) in mapping {
      guard let name = key.scalar?.string else { throw error(.badValue, "has a key that is no text") }
      let member = RecipeNode(node: value, file: file, path: path.isEmpty ? name : "\(path).\(name)")
      if let keys, !keys.contains(name) {
        throw member.error(.unknownKey, "is no key here; known are \(keys.sorted().joined(separator: ", "))")
      }
      members[name] = member
    }
    return members
  }

  func items() throws -> [RecipeNode] {
    guard let sequence = node.sequence else { throw error(.badValue, "takes a list") }
    return sequence.enumerated().map { RecipeNode(node: $1, file: file, path: "\(path).\($0)") }
  }

  /// The text as it is written: `no` is Norwegian here, not a falsehood.
  func text() throws -> String {
    guard let text = node.scalar?.string else { throw error(.badValue, "takes one value") }
    return text
  }

  func number() throws -> Double {
    let text = try text()
    guard let value = Double(text), value.isFinite else { throw error(.badValue, "\"\(text)\" is no number") }
    return value
  }

  func integer() throws -> Int {
    let text = try text()
    guard let value = Int(text) else { throw error(.badValue, "\"\(text)\" is no whole number") }
    return value
  }

  func flag() throws -> Bool {
    switch try text() {
    case "true": return true
    case "false": return false
    case let text: throw error(.badValue, "\"\(text)\" is neither true nor false")
    }
  }

  func choice<Choice: RawRepresentable<String> & CaseIterable>(_ type: Choice.Type) throws -> Choice {
    let text = try text()
    guard let choice = Choice(rawValue: text) else {
      throw error(
        .badValue, "there is no \"\(text)\"; choose \(Choice.allCases.map(\.rawValue).joined(separator: ", "))")
    }
    return choice
  }
}
