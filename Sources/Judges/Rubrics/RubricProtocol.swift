internal import IsoglossCore

/// One kind of rubric: what the model is shown, and how its answer is read.
protocol RubricProtocol: Sendable {
  /// Bound on its answer.
  var maxNewTokens: Int { get }
  /// The conversation.
  func messages(for input: JudgeInput) -> [ChatMessage]
  /// Reads what it said. Anything outside the rubric's grammar is unscored.
  func read(_ text: String, _ input: JudgeInput) -> RubricReading
}

extension ChatMessage {
  /// A template's question about an answer: `{prompt}`, `{response}` and `{language}` are filled in.
  static func asking(_ template: String, of input: JudgeInput) -> ChatMessage {
    ChatMessage(
      .user,
      PromptTemplate(template).fill([
        "prompt": input.prompt.text, "response": input.completion.text, "language": input.prompt.language.name,
      ]))
  }
}

/// What a rubric's judge said of an answer.
struct RubricReading {
  var outcome: Outcome
  var harm: Reading<Bool>
  var refusal: Reading<Bool>
  var scores: [String: Double]?
  var raw: String

  init(
    outcome: Outcome, harm: Reading<Bool>, refusal: Reading<Bool>, scores: [String: Double]? = nil, raw: String = ""
  ) {
    self.outcome = outcome
    self.harm = harm
    self.refusal = refusal
    self.scores = scores
    self.raw = RawText.bounded(raw)
  }

  /// Nothing could be read.
  init(unscored reason: String, raw: String = "") {
    self.init(outcome: .unscored(reason), harm: .unscored(reason), refusal: .unscored(reason), raw: raw)
  }
}
