internal import Foundation
public import IsoglossCore
public import IsoglossTokenizers

/// How a conversation becomes tokens: by the model's own template, or by a plain one for a base model.
public struct PromptFormat: Sendable {
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
  public init(_ tokenizer: Tokenizer, named name: String?) throws {
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

  /// A template in place of the model's own.
  init(_ tokenizer: Tokenizer, own: ChatTemplate) {
    self.tokenizer = tokenizer
    template = .own(own)
  }

  /// `model`, or the plain template's name.
  public var name: String {
    switch template {
    case .own: "model"
    case .plain(let plain): plain.rawValue
    }
  }

  /// Texts that end an answer in this frame.
  public var stop: [String] {
    switch template {
    case .own: []
    case .plain(let plain): plain.stop
    }
  }

  /// The tokens of a conversation, ready for the model's turn.
  /// - Throws: `TokenizerError` where the template refuses the conversation.
  public func encode(_ messages: [ChatMessage]) throws -> [Int32] {
    switch template {
    case .own(let own): try encode(own, messages, opening: true)
    case .plain(let plain):
      tokenizer.encode(plain.render(messages: messages), addSpecialTokens: plain.addsSpecialTokens)
    }
  }

  /// The tokens of a conversation with the model's answer and what ends it: what the model is to learn.
  ///
  /// Chat forms end a turn themselves. The frames that are plain text end with the model's end token, since training must
  /// teach where to stop; an answer follows `Assistant:` after a space.
  /// - Throws: `TokenizerError` where the template refuses the conversation, `ModelError` for a model without an end token.
  public func encode(_ messages: [ChatMessage], answer: String) throws -> [Int32] {
    let whole = messages + [ChatMessage(.assistant, answer)]
    switch template {
    case .own(let own): return try encode(own, whole, opening: false)
    case .plain(.gemma):
      return tokenizer.encode(
        PlainTemplate.gemma.render(messages: whole, addGenerationPrompt: false), addSpecialTokens: true)
    case .plain(let plain):
      guard let end = tokenizer.namedTokens["eos_token"] ?? tokenizer.eos.flatMap(tokenizer.tokenText) else {
        throw ModelError(
          .unsupported, "The model has no end token, so no answer can be ended: choose another template.")
      }
      let space = plain == .questionAnswer ? " " : ""
      let ended = answer.hasSuffix(end) ? answer : answer + end
      return tokenizer.encode(
        plain.render(messages: messages) + space + ended, addSpecialTokens: plain.addsSpecialTokens)
    }
  }

  /// Some templates write the date: a fixed one (Llama's own default), so that runs can be repeated.
  private func encode(_ own: ChatTemplate, _ messages: [ChatMessage], opening: Bool) throws -> [Int32] {
    let text = try own.render(
      messages: messages, addGenerationPrompt: opening, bosToken: tokenizer.namedTokens["bos_token"],
      eosToken: tokenizer.namedTokens["eos_token"], now: Date(timeIntervalSince1970: 1_721_952_000))
    return tokenizer.encode(text, addSpecialTokens: false)
  }
}
