public import IsoglossCore

/// A model mixes another language into a prompt, as Yoo, Yang and Lee 2024 (arXiv 2406.15481) have their mixtures made.
/// Whatever is no rewriting (an answer, a refusal, the same text again) counts as not applicable.
public struct ModelSwitch: Perturbation {
  private static let decoding = Decoding(maxNewTokens: 512)
  /// A rewriting is at most so many times as long as its prompt, and at least one such part of it.
  private static let stretch = 3

  private let language: Language
  private let model: any ChatModel

  /// A perturbation.
  public init(into language: Language, model: any ChatModel) {
    self.language = language
    self.model = model
  }

  /// `model-switch:bn`.
  public var name: String { "\(PerturbationName.Kind.modelSwitch.rawValue):\(language)" }

  /// Asks the model about every prompt that is not in the language already.
  public func apply(to prompts: [Prompt], seed: UInt64) async throws -> [Prompt?] {
    let places = prompts.indices.filter { prompts[$0].language != language }
    var decoding = Self.decoding
    decoding.seed = seed
    let answers = try await model.answers(
      to: places.map { ChatRequest(id: "\(name).\($0).\(prompts[$0].id)", messages: messages(prompts[$0])) },
      decoding: decoding)
    var made = [Prompt?](repeating: nil, count: prompts.count)
    for (place, answer) in zip(places, answers) {
      guard answer.finish == .stop else { continue }
      let text = Self.unquoted(answer.text)
      guard Self.isRewriting(text, of: prompts[place].text) else { continue }
      made[place] = prompts[place].perturbed(by: name, text: text, answers: [language])
    }
    return made
  }

  private func messages(_ prompt: Prompt) -> [ChatMessage] {
    let own = prompt.language.name
    return [
      ChatMessage(
        .system,
        """
        You rewrite messages the way bilingual speakers of \(own) and \(language.name) type them to friends.
        Keep the grammar and the small words of \(own), and put some of the nouns, verbs and adjectives in \(language.name).
        Keep the meaning and everything in brackets. Never answer the message, judge it or add to it.
        Reply with the rewritten message and nothing else.
        """),
      ChatMessage(.user, prompt.text),
    ]
  }

  /// Whether a text keeps some words of the prompt, has some others, and is of about its length.
  static func isRewriting(_ text: String, of prompt: String) -> Bool {
    func words(_ text: String) -> Set<String> {
      Set(TextPiece.pieces(of: text).filter(\.isWord).map { $0.text.lowercased() })
    }
    let (before, after) = (words(prompt), words(text))
    return !before.isDisjoint(with: after) && !after.isSubset(of: before)
      && text.count <= stretch * max(prompt.count, 20) && stretch * text.count >= prompt.count
      && Placeholders(prompt).changed(in: text).isEmpty
  }

  /// Without white space and one pair of quotation marks around the whole.
  private static func unquoted(_ text: String) -> String {
    var part = text[...]
    while let first = part.first, first.isWhitespace { part = part.dropFirst() }
    while let last = part.last, last.isWhitespace { part = part.dropLast() }
    if part.count > 2, let first = part.first, let last = part.last,
      ["\"\"", "“”", "„“", "«»"].contains("\(first)\(last)")
    {
      part = part.dropFirst().dropLast()
    }
    return String(part)
  }
}
