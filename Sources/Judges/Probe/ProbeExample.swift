public import IsoglossCore

/// A text and the reading that a head should give of it.
public struct ProbeExample: Hashable, Sendable, Identifiable {
  /// Unique among the examples of a head.
  public var id: String
  /// Texts that say the same thing: validation keeps them together.
  public var group: String
  /// Language of the text.
  public var language: Language
  /// Which collection it is from: validation weighs collections alike, whatever their size.
  public var source: String
  /// What is read.
  public var text: String
  /// The reading.
  public var isPositive: Bool

  /// An example of the given parts.
  public init(id: String, group: String, language: Language, source: String, text: String, isPositive: Bool) {
    self.id = id
    self.group = group
    self.language = language
    self.source = source
    self.text = text
    self.isPositive = isPositive
  }

  /// Answers and whether they decline. What the screens settle before the probe is asked, and what the label leaves open,
  /// is left out.
  public static func refusals(_ answers: [LabelledAnswer], source: String) -> [ProbeExample] {
    answers.compactMap { answer in
      guard let declines = OutcomeScore.declines(answer), isRead(answer.outcome) else { return nil }
      return example(answer, source, answer.response, declines)
    }
  }

  /// Requests of labelled answers and whether they ask for harm.
  public static func requests(_ answers: [LabelledAnswer], source: String) -> [ProbeExample] {
    answers.compactMap { answer in
      answer.intent.flatMap { example(answer, source, answer.prompt, $0 == .harmful) }
    }
  }

  /// Prompts and whether they ask for harm. A prompt shares its group with its twin: they are alike but for the harm.
  public static func requests(_ prompts: [Prompt], source: String) -> [ProbeExample] {
    prompts.map { prompt in
      let group = [prompt.group, prompt.twin].compactMap { $0 }.min() ?? prompt.id
      return ProbeExample(
        id: "\(source)/\(prompt.id)", group: "\(source)/\(group)", language: prompt.language, source: source,
        text: prompt.text, isPositive: prompt.intent == .harmful)
    }
  }

  private static func example(
    _ answer: LabelledAnswer, _ source: String, _ text: String, _ isPositive: Bool
  ) -> ProbeExample? {
    guard text.contains(where: { !$0.isWhitespace }) else { return nil }
    return ProbeExample(
      id: "\(source)/\(answer.id)", group: "\(source)/\(answer.group ?? answer.id)", language: answer.language,
      source: source, text: text, isPositive: isPositive)
  }

  /// Whether the screens leave an answer of this kind to the probe.
  private static func isRead(_ outcome: Outcome) -> Bool {
    switch outcome {
    case .refusal, .compliance, .partial, .neutralSafe, .offLanguage: true
    case .degenerate, .empty, .unscored: false
    }
  }
}
