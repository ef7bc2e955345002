internal import Foundation
internal import IsoglossCore
internal import IsoglossTokenizers

/// How a conversation becomes tokens: by the model's own template, or by a plain one for a base model.
struct PromptFormat: Sendable {
  private enum Template {
    case own(ChatTemplate)
    case plain(PlainTemplate)
  }

  private let tokenizer: Tokenizer
  private let template: Template

  /// - Parameter name: `model` for the model's own template, or a plain one's name; null takes the model's own where it
  ///   has one, else `question-answer`.
  /// - Throws: `TokenizerError` for an unknown name or a template that cannot be read, `ModelError` where the model has
  ///   none of its own.
  init(_ tokenizer: Tokenizer, named name: String?) throws {
    self.tokenizer = tokenizer
    if let name, name != "model" {
      template = .plain(try PlainTemplate(named: name))
    } else if let source = tokenizer.chatTemplate {
      template = .own(try ChatTemplate(source: source))
    } else if name == nil {
      template = .plain(.questionAnswer)
    } else {
      let names = PlainTemplate.allCases.map(\.rawValue).joined(separator: ", ")
      throw ModelError(.badRequest, "The model brings no chat template; choose a plain one: \(names).")
    }
  }

  /// `model`, or the plain template's name.
  var name: String {
    switch template {
    case .own: "model"
    case .plain(let plain): plain.rawValue
    }
  }

  /// Texts that end an answer in this frame.
  var stop: [String] {
    switch template {
    case .own: []
    case .plain(let plain): plain.stop
    }
  }

  /// The tokens of a conversation, ready for the model's turn.
  /// - Throws: `TokenizerError` where the template refuses the conversation.
  func encode(_ messages: [ChatMessage]) throws -> [Int32] {
    switch template {
    case .own(let own):
      // Some templates write the date: a fixed one (Llama's own default), so that runs can be repeated.
      let text = try own.render(
        messages: messages, bosToken: tokenizer.namedTokens["bos_token"], eosToken: tokenizer.namedTokens["eos_token"],
        now: Date(timeIntervalSince1970: 1_721_952_000))
      return tokenizer.encode(text, addSpecialTokens: false)
    case .plain(let plain):
      return tokenizer.encode(plain.render(messages: messages), addSpecialTokens: plain.addsSpecialTokens)
    }
  }
}
