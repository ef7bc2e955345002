public import IsoglossCore

/// Frames for base models, which have no chat template of their own. Chosen by name.
public enum PlainTemplate: String, Sendable, CaseIterable {
  /// The turns as they are, one line end after each. For continuations.
  case plain
  /// `User: …` and `Assistant: …` on lines of their own: the frame that most base models have met in their data.
  case questionAnswer = "question-answer"
  /// Gemma's turns, for Gemma models whose file brings no template.
  case gemma

  /// The frame of a name; throws an error that lists the names.
  public init(named name: String) throws {
    guard let known = PlainTemplate(rawValue: name) else {
      throw TokenizerError(
        .unknownTemplate,
        "There is no template \(name); choose one of "
          + Self.allCases.map(\.rawValue).joined(separator: ", ") + ".")
    }
    self = known
  }

  /// Texts that end an answer in this frame, besides the model's end tokens.
  public var stop: [String] {
    switch self {
    case .plain: []
    case .questionAnswer: ["\nUser:", "\nAssistant:"]
    case .gemma: ["<end_of_turn>", "<start_of_turn>"]
    }
  }

  /// Whether the text is to be encoded with the model's start token: no frame writes it itself.
  public var addsSpecialTokens: Bool { true }

  /// The text of a conversation, for `Tokenizer.encode(_, addSpecialTokens: true)`.
  ///
  /// A system turn comes before the first user turn, with an empty line between them. `addGenerationPrompt` opens the
  /// model's turn at the end.
  public func render(messages: [ChatMessage], addGenerationPrompt: Bool = true) -> String {
    switch self {
    case .plain: messages.map { $0.content + "\n" }.joined()
    case .questionAnswer: questionAnswer(messages, addGenerationPrompt)
    case .gemma: gemma(messages, addGenerationPrompt)
    }
  }

  private func questionAnswer(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> String {
    var text = ""
    for message in messages {
      switch message.role {
      case .system: text += message.content + "\n\n"
      case .user: text += "User: " + message.content + "\n"
      case .assistant: text += "Assistant: " + message.content + "\n"
      }
    }
    return text + (addGenerationPrompt ? "Assistant:" : "")
  }

  private func gemma(_ messages: [ChatMessage], _ addGenerationPrompt: Bool) -> String {
    var text = ""
    var system = ""
    for message in messages {
      switch message.role {
      case .system: system += message.content + "\n\n"
      case .user:
        text += "<start_of_turn>user\n" + system + message.content.trimmingWhitespace() + "<end_of_turn>\n"
        system = ""
      case .assistant: text += "<start_of_turn>model\n" + message.content.trimmingWhitespace() + "<end_of_turn>\n"
      }
    }
    return text + (addGenerationPrompt ? "<start_of_turn>model\n" : "")
  }
}
