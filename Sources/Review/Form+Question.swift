internal import IsoglossCore

extension Form {
  /// One question.
  public struct Question: Hashable, Sendable, Identifiable {
    /// What answers are.
    public enum Kind: String, Sendable, Codable, CaseIterable {
      /// One of the choices.
      case one
      /// Any of the choices, or `none`.
      case many
      /// BCP-47 codes, or `none`.
      case languages
      /// A whole number from 0, or `unknown`.
      case count
      /// Words of the annotator's own.
      case text
      /// Words of the item, as they stand there.
      case quote
    }

    /// Short and unique within the form.
    public var id: String
    /// The question in words.
    public var text: String
    /// What helps to answer it; null where the question says it all.
    public var help: String?
    /// What answers are.
    public var kind: Kind
    /// The choices of `one` and `many`; empty for the others.
    public var choices: [Choice]
    /// Whether an item is not done without it.
    public var isRequired: Bool

    /// A question of the given parts.
    public init(
      id: String, text: String, help: String? = nil, kind: Kind = .one, choices: [Choice] = [], isRequired: Bool = true
    ) {
      self.id = id
      self.text = text
      self.help = help
      self.kind = kind
      self.choices = choices
      self.isRequired = isRequired
    }
  }

  /// An answer that stands on a list.
  public struct Choice: Hashable, Sendable, Codable {
    /// What is kept.
    public var value: String
    /// What annotators read; the value when null.
    public var title: String?
    /// The key that chooses it; its number in the list when null.
    public var key: String?

    /// A choice.
    public init(_ value: String, title: String? = nil, key: String? = nil) {
      self.value = value
      self.title = title
      self.key = key
    }
  }
}

extension Form.Question: Codable {
  private enum CodingKeys: String, CodingKey { case id, text, help, kind, choices, isRequired = "required" }

  /// Decodes a question; `kind` is `one`, `choices` empty and `required` true where they are left out.
  public init(from decoder: any Decoder) throws {
    let c = try decoder.container(keyedBy: CodingKeys.self)
    self.init(
      id: try c.decode(String.self, forKey: .id), text: try c.decode(String.self, forKey: .text),
      help: try c.decodeIfPresent(String.self, forKey: .help),
      kind: try c.decodeIfPresent(Kind.self, forKey: .kind) ?? .one,
      choices: try c.decodeIfPresent([Form.Choice].self, forKey: .choices) ?? [],
      isRequired: try c.decodeIfPresent(Bool.self, forKey: .isRequired) ?? true)
  }
}

extension Form.Question {
  /// The choices with the keys that choose them: a choice's own, or its number in the list up to 9.
  public var keys: [(key: String?, choice: Form.Choice)] {
    choices.enumerated().map { place, choice in (choice.key ?? (place < 9 ? "\(place + 1)" : nil), choice) }
  }

  /// What is wrong with it; null where nothing is.
  var flaw: String? {
    guard !id.isEmpty, id.count <= 64,
      id.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") })
    else { return "an id is of up to 64 letters, digits, - and _" }
    if text.allSatisfy(\.isWhitespace) { return "it has no text" }
    guard kind == .one || kind == .many else { return choices.isEmpty ? nil : "\(kind.rawValue) takes no choices" }
    let values = choices.map { $0.value.lowercased() }
    if Set(values).count < max(2, values.count) { return "it takes two or more different answers" }
    if values.contains(where: { $0.allSatisfy(\.isWhitespace) }) { return "it takes an empty answer" }
    if kind == .many, values.contains(where: { $0.contains(",") || $0 == ReviewForm.Question.none }) {
      return "a choice of several is without comma, and none is not a choice"
    }
    let keys = keys.compactMap(\.key)
    if let odd = keys.first(where: { $0.count != 1 || !$0.allSatisfy { $0.isLetter || $0.isNumber } }) {
      return "\"\(odd)\" is no key: a key is one letter or digit"
    }
    if Set(keys).count < keys.count { return "two answers have the same key" }
    if let taken = keys.first(where: Form.reservedKeys.contains) {
      return "the key \(taken) is taken: \(Form.reservedKeys.sorted().joined(separator: ", ")) are the screen's own"
    }
    return nil
  }
}
