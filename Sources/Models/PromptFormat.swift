internal import IsoglossCore
internal import IsoglossTokenizers

/// How a conversation becomes tokens: the model's own template, or a plain one for a base model.
struct PromptFormat: Sendable {
  /// `model`, or the name of a plain template.
  let name: String
  private let tokenizer: Tokenizer

  init(_ tokenizer: Tokenizer, named name: String?) throws {
    self.tokenizer = tokenizer
    self.name = name ?? (tokenizer.chatTemplate == nil ? "plain" : "model")
  }

  /// The tokens of a conversation, ready for the model's turn.
  func encode(_ messages: [ChatMessage]) throws -> [Int32] {
    if name == "model" {
      var text = ""
      if messages.first?.role != .system {
        text += "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
      }
      for message in messages { text += "<|im_start|>\(message.role.rawValue)\n\(message.content)<|im_end|>\n" }
      return tokenizer.encode(text + "<|im_start|>assistant\n", addSpecialTokens: false)
    }
    let text = messages.map { "\($0.role == .assistant ? "A" : "Q"): \($0.content)\n" }.joined() + "A:"
    return tokenizer.encode(text)
  }
}
