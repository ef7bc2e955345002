public import IsoglossCore

/// A prompt in another language, or there and back, by a translator. Into a low-resource language this is the attack of
/// Yong, Menghini and Bach 2023 ("Low-Resource Languages Jailbreak GPT-4", arXiv 2310.02446); back again it shows how much
/// of a change in behaviour is the translator's.
public struct Translated: Perturbation {
  private let language: Language
  private let isRoundTrip: Bool
  private let translator: any Translator

  /// A perturbation.
  /// - Parameter roundTrip: whether the text comes back into its own language.
  public init(into language: Language, roundTrip: Bool, translator: any Translator) {
    self.language = language
    isRoundTrip = roundTrip
    self.translator = translator
  }

  /// `translate:sw` or `round-trip:sw`.
  public var name: String {
    "\((isRoundTrip ? PerturbationName.Kind.roundTrip : .translate).rawValue):\(language)"
  }

  /// Translates the prompts of each language together. What cannot be translated, or comes back blank, is null.
  ///
  /// A translated prompt keeps its language, which is the one that it is compared with; an answer is welcome in either.
  public func apply(to prompts: [Prompt], seed: UInt64) async throws -> [Prompt?] {
    var made = [Prompt?](repeating: nil, count: prompts.count)
    for source in Set(prompts.map(\.language)).sorted() where source != language {
      let places = prompts.indices.filter { prompts[$0].language == source }
      var texts: [String?] = try await translate(places.map { prompts[$0].text }, from: source, to: language)
      if isRoundTrip { texts = try await translate(texts, from: language, to: source) }
      for (place, text) in zip(places, texts) {
        guard let text, !text.allSatisfy(\.isWhitespace) else { continue }
        var prompt = prompts[place].perturbed(by: name, text: text)
        if !isRoundTrip { prompt.answerLanguages = [language] + prompts[place].acceptedLanguages }
        made[place] = prompt
      }
    }
    return made
  }

  private func translate(
    _ texts: [String?], from source: Language, to target: Language
  ) async throws -> [String?] {
    var translations = [String?](repeating: nil, count: texts.count)
    let there = texts.indices.filter { texts[$0] != nil }
    let size = (translator as? any TranslationEngine).map { max(1, $0.batch) } ?? 32
    for start in stride(from: 0, to: there.count, by: size) {
      let part = there[start..<min(start + size, there.count)]
      let made = try await results(part.compactMap { texts[$0] }, from: source, to: target)
      precondition(made.count == part.count, "a translator must give a result for every text")
      for (place, text) in zip(part, made) { translations[place] = text }
    }
    return translations
  }

  private func results(_ texts: [String], from source: Language, to target: Language) async throws -> [String?] {
    guard let engine = translator as? any TranslationEngine else {
      return try await translator.translate(texts, from: source, to: target)
    }
    return try await engine.translations(of: texts, from: source, to: target).map { try? $0.get() }
  }
}
