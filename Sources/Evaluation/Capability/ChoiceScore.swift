public import IsoglossCore

/// What a model made of one question.
public struct ChoiceScore: Hashable, Sendable, Codable, Identifiable {
  /// The question's.
  public var id: String
  /// The question's; null where a set is not parallel.
  public var group: String?
  /// The question's.
  public var language: Language
  /// The question's.
  public var subject: String
  /// The question's.
  public var category: String?
  /// Natural-log probability of each letter; empty where the model was asked to write one.
  public var logLikelihoods: [Double]
  /// Position of the option chosen; null where the answer named none.
  public var choice: Int?
  /// Position of the right option.
  public var answer: Int
  /// Whether the prompt was longer than the model's context and lost its beginning.
  public var isCut: Bool

  /// Whether the right option was chosen.
  public var isRight: Bool { choice == answer }

  init(_ question: ChoiceQuestion, logLikelihoods: [Double] = [], choice: Int?, isCut: Bool = false) {
    id = question.id
    group = question.group
    language = question.language
    subject = question.subject
    category = question.category
    self.logLikelihoods = logLikelihoods
    self.choice = choice
    answer = question.answer
    self.isCut = isCut
  }
}
