/// A question with lettered options, one of which is right: an item of Global-MMLU and its like.
public struct ChoiceQuestion: Hashable, Sendable, Codable, Identifiable {
  /// What a question is for.
  public enum Part: String, Hashable, Sendable, Codable {
    /// Shown with its answer before the questions that are asked.
    case example
    /// Asked.
    case test
  }

  /// Questions that share examples.
  public enum Unit: String, Hashable, Sendable, Codable {
    /// Those of one subject.
    case subject
    /// Those of one category.
    case category
  }

  /// Stable and unique within a set.
  public var id: String
  /// The same question across languages; null where a set is not parallel.
  public var group: String?
  /// The language it is written in.
  public var language: Language
  /// `abstract_algebra`.
  public var subject: String
  /// What subjects are put together in: `STEM`; null where a set has none.
  public var category: String?
  /// The question, as the file has it.
  public var question: String
  /// The four options, in order.
  public var options: [String]
  /// Position of the right option.
  public var answer: Int
  /// What it is for.
  public var part: Part

  /// A question of the given parts.
  public init(
    id: String, group: String? = nil, language: Language, subject: String, category: String? = nil, question: String,
    options: [String], answer: Int, part: Part = .test
  ) {
    self.id = id
    self.group = group
    self.language = language
    self.subject = subject
    self.category = category
    self.question = question
    self.options = options
    self.answer = answer
    self.part = part
  }

  /// The questions that it shares examples with, by name.
  public func name(of unit: Unit) -> String { unit == .subject ? subject : category ?? subject }
}
