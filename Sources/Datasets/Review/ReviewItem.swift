public import IsoglossCore

/// One thing that an annotator looks at: a request, or a request with one of its answers.
///
/// This is the key: annotators see `id`, the texts and what the form shows, and nothing else.
public struct ReviewItem: Hashable, Sendable, Codable, Identifiable {
  /// Tells nothing: made of a secret seed, the pair and the part.
  public var id: String
  /// Id of the pair.
  public var pair: String
  /// Which of its texts is looked at.
  public var part: PairPart
  /// Group of the pair.
  public var group: String?
  /// Language of the pair.
  public var language: Language
  /// Hazard of the pair.
  public var hazard: Hazard?
  /// Style of the pair.
  public var style: AttackStyle?
  /// Intent of the pair.
  public var intent: Intent
  /// The request.
  public var request: String
  /// The answer; null where the request alone is looked at.
  public var answer: String?
  /// Ids of the questions that are asked.
  public var questions: [String]
  /// Who is to answer; empty before items are assigned.
  public var annotators: [String]

  /// The part of a pair with the questions of a form that are about it.
  init(_ part: PairPart, of pair: PreferencePair, form: ReviewForm, seed: UInt64) {
    id = String(ContentHash.of(["\(seed)", pair.id, part.rawValue]).prefix(12))
    self.pair = pair.id
    self.part = part
    (group, language, hazard, style, intent) = (pair.group, pair.language, pair.hazard, pair.style, pair.intent)
    request = pair.prompt
    answer = part == .question ? nil : pair[part]
    questions = form.questions.filter { $0.isAbout(part) && ($0.intent ?? pair.intent) == pair.intent }.map(\.id)
    annotators = []
  }
}

extension ReviewForm.Question {
  /// Whether it is asked about a part of a pair.
  func isAbout(_ part: PairPart) -> Bool {
    switch subject {
    case .request: part == .question
    case .answer: part != .question
    case .chosen: part == .chosen
    case .rejected: part == .rejected
    }
  }
}
