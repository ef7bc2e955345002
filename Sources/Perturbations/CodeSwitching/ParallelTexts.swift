public import IsoglossCore

/// The same requests in several languages, by group.
public struct ParallelTexts: Sendable {
  private let texts: [String: [Language: String]]

  /// Texts of prompts that have a group; of several in one language the first.
  public init(_ prompts: some Sequence<Prompt>) {
    var texts: [String: [Language: String]] = [:]
    for prompt in prompts {
      guard let group = prompt.group, texts[group]?[prompt.language] == nil else { continue }
      texts[group, default: [:]][prompt.language] = prompt.text
    }
    self.texts = texts
  }

  /// A prompt's text in another language; null where there is none.
  public func counterpart(of prompt: Prompt, in language: Language) -> String? {
    prompt.group.flatMap { texts[$0]?[language] }
  }

  /// Texts in both languages, by group.
  public func pairs(_ source: Language, _ target: Language) -> [(source: String, target: String)] {
    texts.sorted { $0.key < $1.key }.compactMap { _, texts in
      guard let a = texts[source], let b = texts[target] else { return nil }
      return (a, b)
    }
  }
}
