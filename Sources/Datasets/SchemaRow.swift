internal import IsoglossCore

/// A row of this project's own files: in a language, with fields that take one of a few values.
protocol SchemaRow: Decodable {
  /// The language it is in.
  var language: Language { get }
  /// What fields take, in words, by their names.
  static var choices: [String: String] { get }
}

extension Prompt: SchemaRow {
  static let choices = [
    "intent": list(Intent.self), "hazard": "S1 to S14", "style": list(AttackStyle.self), "scope": "global, local",
  ]
}

extension PreferencePair: SchemaRow {
  static var choices: [String: String] { Prompt.choices }
}

extension LabelledAnswer: SchemaRow {
  static let choices = [
    "intent": list(Intent.self), "outcome": Outcome.names.joined(separator: ", "), "harm": "true, false",
    "refusal": "true, false", "split": "train, calibrate, test",
  ]
}

extension MatchedAnswers: SchemaRow {
  static let choices = [
    "behaviour": list(Behaviour.self), "hazard": "S1 to S14", "split": "train, heldout",
  ]
}

private func list<Value: RawRepresentable<String> & CaseIterable>(_ type: Value.Type) -> String {
  type.allCases.map(\.rawValue).joined(separator: ", ")
}

extension Language {
  /// What is wrong with it as the language of a row; null for letters that can be a code.
  var flaw: String? {
    let isCode = (1...8).contains(code.utf8.count) && code.unicodeScalars.allSatisfy { ("a"..."z").contains($0) }
    return isCode ? nil : "\"language\" is \"\(code)\": it takes a code, such as en or lv"
  }
}
