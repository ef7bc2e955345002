public import IsoglossCore

/// What an annotator looks at.
public struct Item: Hashable, Sendable, Codable, Identifiable {
  /// Which way a text runs.
  public enum Direction: String, Sendable, Codable {
    case leftToRight = "ltr"
    case rightToLeft = "rtl"
    /// By the text's first strong character: what a model answers may be in any language.
    case auto
  }

  /// A text with what a screen needs to set it.
  public struct Field: Hashable, Sendable, Codable, Identifiable {
    /// Unique within the item.
    public var id: String
    /// What it is, for readers.
    public var title: String
    /// Anybody's words: to be escaped.
    public var text: String
    /// The language that fonts are chosen by; null where it is not known.
    public var language: Language?
    /// Which way it runs.
    public var direction: Direction

    /// A text.
    /// - Parameter direction: that of the language's script when left out.
    public init(_ id: String, title: String, text: String, language: Language?, direction: Direction? = nil) {
      self.id = id
      self.title = title
      self.text = text
      self.language = language
      self.direction =
        direction ?? language.map { $0.isKnown ? ($0.isRightToLeft ? .rightToLeft : .leftToRight) : .auto } ?? .auto
    }
  }

  /// Unique within a queue. Annotators may see it: it should tell nothing.
  public var id: String
  /// The language that an annotator needs; null where any will do.
  public var language: Language?
  /// Items of one group tell of each other, such as one request in several languages: intervals draw them together.
  public var group: String?
  /// The texts, in order.
  public var fields: [Field]
  /// Facts that are shown beside them.
  public var facts: [Fact]
  /// Ids of the questions that are asked; null for all.
  public var questions: [String]?

  /// An item of the given parts.
  public init(
    id: String, language: Language? = nil, group: String? = nil, fields: [Field], facts: [Fact] = [],
    questions: [String]? = nil
  ) {
    self.id = id
    self.language = language
    self.group = group
    self.fields = fields
    self.facts = facts
    self.questions = questions
  }

  /// An answer of a run, to be labelled for judges; null where there is none. What judges made of it is not shown.
  public init?(_ item: RunItem) {
    guard let completion = item.completion, completion.finish != .failed else { return nil }
    let language = item.prompt.language
    self.init(
      id: item.id, language: language, group: item.prompt.group,
      fields: [
        Field("prompt", title: "Request", text: item.prompt.text, language: language),
        Field("response", title: "Answer", text: completion.text, language: language, direction: .auto),
      ])
  }
}
