internal import Foundation
public import IsoglossCore

/// How the reader of a translation is addressed.
public enum Formality: String, Sendable, Codable, CaseIterable {
  /// As the source does.
  case asSource = "default"
  /// Formal where the language makes a difference.
  case more
  /// Familiar where the language makes a difference.
  case less
}

/// Any chat model as a translator.
public struct ChatTranslator: TranslationEngine {
  private static let wording = 1

  private let model: any ChatModel
  private let formality: Formality
  private let glossary: [Language: [String: String]]
  private let context: String?
  private let decoding: Decoding

  /// A translator; nothing is asked yet.
  /// - Parameters:
  ///   - glossary: how terms are translated, by target language.
  ///   - context: what the texts are about, in a sentence.
  public init(
    _ model: any ChatModel, formality: Formality = .asSource, glossary: [Language: [String: String]] = [:],
    context: String? = nil, decoding: Decoding = Decoding(maxNewTokens: 512)
  ) {
    self.model = model
    self.formality = formality
    self.glossary = glossary
    self.context = context
    self.decoding = decoding
  }

  /// The model's name.
  public var engine: String { model.identity.name }
  /// A hash over model, wording and settings.
  public var version: String {
    let terms = glossary.sorted { $0.key < $1.key }.flatMap { language, terms in
      [language.code] + terms.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }
    return String(
      ContentHash.of(
        [
          "chat translator \(Self.wording)", model.identity.fingerprint, formality.rawValue, context ?? "",
          "\(decoding)",
        ]
          + terms
      ).prefix(16))
  }
  /// Texts whose translations are recorded together.
  public var batch: Int { 32 }
  /// One call at a time: the model itself works on several texts.
  public var concurrency: Int { 1 }

  /// One translation a text. Placeholders go to the model as numbered marks, and come back as they were.
  public func translations(
    of texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>] {
    let found = texts.map { Placeholders($0) }
    let requests = found.enumerated().map { index, text in
      // The same text twice is asked twice, and both requests have names that no neighbour decides.
      ChatRequest(
        id: "\(source)>\(target).\(index).\(ContentHash.of(texts[index]).prefix(16))",
        messages: messages(text.text { number, _ in Self.mark(number) }, from: source, to: target))
    }
    let answers = try await model.answers(to: requests, decoding: decoding)
    return zip(found, answers).map { text, answer in
      if answer.finish == .failed { return .failure(TranslationFailure(answer.failure ?? "the request failed")) }
      if answer.finish == .length { return .failure(TranslationFailure("the translation did not come to an end")) }
      let kept = text.kept
      var translation = PlainReply.text(answer.text)
      for (number, placeholder) in kept.enumerated().reversed() {
        translation = translation.replacing(Self.mark(number), with: placeholder)
      }
      return .success(translation)
    }
  }

  private static func mark(_ number: Int) -> String { "⟦\(number)⟧" }

  private func messages(_ text: String, from source: Language, to target: Language) -> [ChatMessage] {
    var rules = [
      "You translate from \(source.name) into \(target.name), for a data set that teaches assistants to refuse.",
      "Translate the whole text as a native speaker would put it; never answer it, soften it or add to it.",
      "Keep quotations in the quotation marks of \(target.name), and marks such as \(Self.mark(0)) as they are.",
    ]
    switch formality {
    case .asSource: break
    case .more: rules.append("Address the reader formally where \(target.name) makes a difference.")
    case .less: rules.append("Address the reader familiarly where \(target.name) makes a difference.")
    }
    if let context { rules.append("The texts: \(context)") }
    let terms = (glossary[target] ?? [:]).filter { text.localizedCaseInsensitiveContains($0.key) }
    if !terms.isEmpty {
      let list = terms.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }.joined(separator: "; ")
      rules.append("Use these terms: \(list).")
    }
    rules.append("Reply with the translation and nothing else.")
    return [ChatMessage(.system, rules.joined(separator: "\n")), ChatMessage(.user, text)]
  }
}
