public import IsoglossCore

/// The scheme of Yong et al. 2025 as a form: subtopic, languages, whether they are stated, kind, and size of the herd.
public enum SurveyForm {
  /// Ids of the questions.
  public enum Question: String, Sendable, CaseIterable {
    case topic, languages, explicit, kind, herd
  }

  /// Kinds of papers by their languages.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// English, said or not.
    case englishOnly = "english-only"
    /// Several languages.
    case multilingual
    /// One language that is not English.
    case standalone = "non-english-standalone"
  }

  /// Subtopics of safety.
  public static let topics = [
    "jailbreak", "toxicity", "bias", "alignment", "privacy", "misinformation", "hallucination", "other",
  ]

  /// What an annotator that could not answer leaves: counted, and no answer.
  public static let unscored = "unscored"

  /// The form.
  public static let standard = ReviewForm(
    name: "survey",
    instructions:
      "Answer from title and abstract alone. Languages are those that are studied, not those that are mentioned.",
    questions: [
      .init(id: Question.topic.rawValue, text: "Which subtopic of safety?", subject: .request, choices: topics),
      .init(
        id: Question.languages.rawValue, text: "Which languages are named as studied?", subject: .request,
        open: .languages),
      .init(
        id: Question.explicit.rawValue, text: "Are the languages stated explicitly?", subject: .request,
        choices: ["yes", "no"]),
      .init(
        id: Question.kind.rawValue, text: "English only, several languages, or one language that is not English?",
        subject: .request, choices: Kind.allCases.map(\.rawValue)),
      .init(id: Question.herd.rawValue, text: "How many languages are studied?", subject: .request, open: .count),
    ])

  /// The question of an id.
  static func question(_ id: Question) -> ReviewForm.Question? { standard.questions.first { $0.id == id.rawValue } }
}
