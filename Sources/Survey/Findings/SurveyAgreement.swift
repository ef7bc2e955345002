public import IsoglossCore
internal import IsoglossReview

/// How far annotators agree: Cohen's kappa for labels, the mean Jaccard index for sets of languages.
public struct SurveyAgreement: Hashable, Sendable, Codable {
  /// One question, of one pair or of all pairs together.
  public struct Row: Hashable, Sendable, Codable {
    /// Id of the question.
    public var question: String
    /// The two annotators; null for all pairs together.
    public var pair: [String]?
    /// Papers that both answered.
    public var papers: Int
    /// Share of equal answers.
    public var raw: IsoglossCore.Estimate?
    /// Cohen's kappa; null where it is undefined, and for languages.
    public var kappa: IsoglossCore.Estimate?
    /// Mean Jaccard index of the sets, two empty ones counting as 1; null for other questions.
    public var jaccard: IsoglossCore.Estimate?
  }

  /// All pairs together first, then each.
  public var rows: [Row]
  /// Who took part.
  public var annotators: [String]
  /// Answers that an annotator could not give, by name.
  public var unscored: [String: Int]
  /// Seed of the resampling.
  public var seed: UInt64

  /// Compares annotators who share papers. Together, the first of each pair by name is the first rater.
  /// - Throws: `SurveyError.empty` where no two share a paper; `StatisticsError` for bad settings.
  public init(_ annotations: [Annotation], resamples: Int = 2000, seed: UInt64 = 0) throws {
    let scored = annotations.filter { $0.value != SurveyForm.unscored }
    unscored = annotations.filter { $0.value == SurveyForm.unscored }.reduce(into: [:]) {
      $0[$1.annotator, default: 0] += 1
    }
    annotators = Set(annotations.map(\.annotator)).sorted()
    self.seed = seed
    let found = try Agreement(
      scored,
      questions: SurveyForm.Question.allCases.map { question in
        question == .languages ? .init(question.rawValue, set: Self.codes) : .init(question.rawValue)
      }, resamples: resamples, seed: seed)
    guard !found.rows.isEmpty else {
      throw SurveyError(.empty, "No two annotators have answered about the same paper: there is nothing to compare.")
    }
    rows = found.rows.map { row in
      Row(
        question: row.question, pair: row.pair, papers: row.items, raw: row.raw, kappa: row.kappa, jaccard: row.jaccard)
    }
  }

  /// The languages of an answer, each by one code.
  @Sendable static func codes(_ text: String) -> Set<String> {
    text == ReviewForm.Question.none ? [] : Set(text.split(separator: " ").map { LanguageNames.folded(String($0)) })
  }
}
