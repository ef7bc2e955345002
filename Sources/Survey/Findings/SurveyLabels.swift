public import IsoglossCore

/// What annotators made of a paper, where they agree or somebody decided.
public struct PaperLabels: Hashable, Sendable, Codable {
  /// Id of the paper.
  public var paper: String
  /// Year of the paper.
  public var year: Int?
  /// Subtopic; null where it is open.
  public var topic: String?
  /// Codes of the languages that are named; null where it is open.
  public var named: [String]?
  /// Whether languages are stated; null where it is open.
  public var isExplicit: Bool?
  /// Kind; null where it is open.
  public var kind: SurveyForm.Kind?
  /// Number of languages; null where it is open or cannot be told.
  public var herd: Int?

  /// Languages that are studied: those named, and English for a paper that is on English only without saying so; null
  /// where none can be told.
  public var languages: [String]? {
    if kind == .englishOnly { return [Language.english.code] }
    guard let named, !named.isEmpty else { return nil }
    return named
  }

  /// Settles answers.
  /// - Parameters:
  ///   - annotations: of everybody whose answers count. One answer, or more than half of several, stands.
  ///   - decisions: of an adjudicator, which outweigh them.
  public static func settle(_ papers: [Paper], _ annotations: [Annotation], decisions: [Annotation] = [])
    -> [PaperLabels]
  {
    var given: [[String]: [String]] = [:]
    for annotation in annotations where annotation.value != SurveyForm.unscored {
      given[[annotation.item, annotation.question], default: []].append(annotation.value)
    }
    for decision in decisions { given[[decision.item, decision.question]] = [decision.value] }
    return papers.map { paper in
      func answer(_ question: SurveyForm.Question) -> String? { majority(given[[paper.id, question.rawValue]] ?? []) }
      return PaperLabels(
        paper: paper.id, year: paper.year, topic: answer(.topic),
        named: answer(.languages).map { text in
          text == ReviewForm.Question.none ? [] : text.split(separator: " ").map { LanguageNames.folded(String($0)) }
        }, isExplicit: answer(.explicit).map { $0 == "yes" },
        kind: answer(.kind).flatMap(SurveyForm.Kind.init(rawValue:)),
        herd: answer(.herd).flatMap { Int($0) })
    }
  }

  private static func majority(_ values: [String]) -> String? {
    let counts = values.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    return counts.first { 2 * $0.value > values.count }?.key
  }
}
