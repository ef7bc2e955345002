public import Foundation
public import IsoglossCore

/// A chat template as models publish it: Jinja, rendered as `apply_chat_template` of transformers 5 renders it.
///
/// A subset of Jinja, the one that published templates need: text, output, `if`, `for`, `set`, `macro`, `break`,
/// `continue`, `raw`, comments, namespaces, filters, tests and Python's string methods. What is not known is an error
/// that names it and its line.
public struct ChatTemplate: Sendable {
  private let nodes: [JinjaNode]

  /// The template's source.
  public let source: String

  /// Reads a template; throws `TokenizerError` with the line of what is not grammatical or not known.
  public init(source: String) throws {
    self.source = source
    nodes = try JinjaParser.parse(source)
  }

  /// The text of a conversation, for `Tokenizer.encode(_, addSpecialTokens: false)`: templates put the start token
  /// themselves.
  ///
  /// - Parameters:
  ///   - messages: the turns so far.
  ///   - addGenerationPrompt: ends with the opening of the model's turn.
  ///   - bosToken: text of the start token; null where the model has none.
  ///   - eosToken: text of the end token.
  ///   - variables: further names that the template may ask for, such as `enable_thinking` or `date_string`.
  ///   - now: what `strftime_now` tells. A run that is to be repeated passes a fixed date.
  /// - Throws: `TokenizerError`: what the template refuses (`raise_exception`), or cannot do.
  public func render(
    messages: [ChatMessage], addGenerationPrompt: Bool = true, bosToken: String? = nil, eosToken: String? = nil,
    variables: [String: TemplateValue] = [:], now: Date = Date()
  ) throws -> String {
    try render(
      conversation: messages.map { ["role": .string($0.role.rawValue), "content": .string($0.content)] },
      addGenerationPrompt: addGenerationPrompt, bosToken: bosToken, eosToken: eosToken, variables: variables, now: now)
  }

  /// As `render(messages:…)`, with messages of any shape: tool calls, parts of content.
  public func render(
    conversation: [TemplateValue], addGenerationPrompt: Bool = true, bosToken: String? = nil,
    eosToken: String? = nil, variables: [String: TemplateValue] = [:], now: Date = Date()
  ) throws -> String {
    var names: [String: JinjaValue] = ["tools": .none, "documents": .none]
    if let bosToken { names["bos_token"] = .string(bosToken) }
    if let eosToken { names["eos_token"] = .string(eosToken) }
    for (name, value) in variables { names[name] = JinjaValue(value) }
    names["messages"] = .list(conversation.map { JinjaValue($0) })
    names["add_generation_prompt"] = .bool(addGenerationPrompt)
    return try JinjaRenderer.render(nodes, variables: names, now: now)
  }
}
