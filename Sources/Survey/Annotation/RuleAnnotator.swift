public import Foundation
public import IsoglossCore

/// Annotates papers by rules alone: names of languages from ``LanguageReader``, subtopics from words. Its answers are a
/// machine's and are called so.
public enum RuleAnnotator {
  /// The name under which its answers are kept.
  public static let name = "rules"

  /// Answers to every question about a paper, with the words that they rest on.
  public static func annotate(_ paper: Paper, time: Date? = nil) -> [Annotation] {
    let reading = LanguageReader.read(paper)
    let quotes = reading.mentions.map(\.quote).joined(separator: "; ")
    let evidence = quotes.isEmpty ? nil : quotes
    let languages = reading.languages.isEmpty ? ReviewForm.Question.none : reading.languages.joined(separator: " ")
    let (topic, word) = TopicWords.topic(of: paper)
    func annotation(_ question: SurveyForm.Question, _ value: String, _ comment: String?) -> Annotation {
      Annotation(
        item: paper.id, question: question.rawValue, value: value, annotator: name, time: time, comment: comment)
    }
    return [
      annotation(.topic, topic, word), annotation(.languages, languages, evidence),
      annotation(.explicit, reading.namesNone ? "no" : "yes", evidence),
      annotation(.kind, kind(of: reading).rawValue, evidence),
      annotation(.herd, reading.herd.map(String.init) ?? ReviewForm.Question.unknown, evidence),
    ]
  }

  /// The kind of a paper by what it says. One that names nothing is taken to study English: the field's own convention,
  /// and the survey's finding about it.
  static func kind(of reading: LanguageReading) -> SurveyForm.Kind {
    if reading.languages.count > 1 || !reading.families.isEmpty || (reading.statedCount ?? 0) > 1 {
      return .multilingual
    }
    if let only = reading.languages.first, only != "en" { return reading.isMultilingual ? .multilingual : .standalone }
    return reading.isMultilingual ? .multilingual : .englishOnly
  }
}
