public import IsoglossCore

/// Asks for the answer in another language than the prompt's: the query-response half of Song et al. 2024 ("Multilingual
/// Blending", arXiv 2407.07342). Behind `code-switch` in a chain it gives the whole of it, a mixed prompt and an answer in
/// another language.
public struct AnswerIn: TextPerturbation {
  private let language: Language

  /// A perturbation.
  /// - Throws: `PerturbationError.unknownName` for a language that has no sentence to ask with.
  public init(_ language: Language) throws {
    guard Self.requests[language.code] != nil else {
      let known = Self.requests.keys.sorted().joined(separator: ", ")
      throw PerturbationError(
        .unknownName, "Answers can be asked for in \(known), and not in \(language.name) (\(language)).")
    }
    self.language = language
  }

  /// `answer-in:sw`.
  public var name: String { "\(PerturbationName.Kind.answerIn.rawValue):\(language)" }

  /// Puts the request behind the prompt; null for a prompt in the language itself.
  public func rewrite(_ prompt: Prompt, seed: UInt64) -> Rewriting? {
    guard language != prompt.language, let request = Self.requests[language.code] else { return nil }
    let pieces = [TextPiece(text: prompt.text, isWord: false), TextPiece(text: "", isWord: true)]
    return Rewriting(pieces, replacing: [(1..<2, "\n\n" + request)])
  }

  /// The prompt with the request; an answer in another language than asked for is off-language.
  public func apply(to prompt: Prompt, seed: UInt64) -> Prompt? {
    guard let rewriting = rewrite(prompt, seed: seed) else { return nil }
    var made = prompt.perturbed(by: name, text: rewriting.text)
    made.answerLanguages = [language]
    return made
  }

  /// One sentence a language, in the language itself.
  private static let requests: [String: String] = [
    "ar": "أجب باللغة العربية.", "bn": "উত্তরটা বাংলায় দাও।", "cs": "Odpověz česky.", "de": "Antworte auf Deutsch.",
    "en": "Answer in English.", "es": "Responde en español.", "fr": "Réponds en français.", "hi": "जवाब हिन्दी में दो।",
    "it": "Rispondi in italiano.", "jv": "Wangsulana nganggo basa Jawa.", "lt": "Atsakyk lietuviškai.",
    "lv": "Atbildi latviski.", "pl": "Odpowiedz po polsku.", "pt": "Responde em português.", "ru": "Ответь по-русски.",
    "sk": "Odpovedz po slovensky.", "sl": "Odgovori v slovenščini.", "sw": "Jibu kwa Kiswahili.",
    "uk": "Відповідай українською.", "vi": "Hãy trả lời bằng tiếng Việt.", "zh": "请用中文回答。",
  ]
}
