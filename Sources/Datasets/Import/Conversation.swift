internal import Foundation
internal import IsoglossParquet

/// Turns of a conversation as data sets hold them: a list of `role` and `content`, or the text of such a list as JSON or
/// as Python prints it.
struct Conversation {
  struct Turn: Hashable {
    var role: String
    var content: String
  }

  var turns: [Turn]

  /// Reads a value; null where it is no conversation.
  init?(_ value: ColumnValue) {
    guard let elements = value.elements ?? Self.parsed(value)?.elements, !elements.isEmpty else { return nil }
    turns = []
    for element in elements {
      guard let role = element["role"]?.text, let content = element["content"]?.text else { return nil }
      turns.append(Turn(role: role, content: content))
    }
  }

  /// The last thing that the model says.
  var answer: String? { turns.last { $0.role == "assistant" }?.content }

  /// The request before it, where the conversation is one request and one answer.
  var request: String? {
    let others = turns.filter { $0.role != "system" }
    return others.map(\.role) == ["user", "assistant"] || others.map(\.role) == ["user"] ? others[0].content : nil
  }

  private static func parsed(_ value: ColumnValue) -> ColumnValue? {
    guard let text = value.text?.trimmingCharacters(in: .whitespacesAndNewlines), text.hasPrefix("[") else {
      return nil
    }
    if let json = try? JSONDecoder().decode(JSONValue.self, from: Data(text.utf8)) { return json.value }
    return PythonLiteral.value(text)
  }
}
