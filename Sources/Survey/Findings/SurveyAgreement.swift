public import IsoglossCore
internal import IsoglossStatistics

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
    var byQuestion: [String: [String: [String: String]]] = [:]
    for row in scored { byQuestion[row.question, default: [:]][row.annotator, default: [:]][row.item] = row.value }
    let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed)
    var rows: [Row] = []
    for question in SurveyForm.Question.allCases {
      let answers = byQuestion[question.rawValue] ?? [:]
      var pairs: [(names: [String], answers: [(String, String)])] = []
      for (place, first) in annotators.enumerated() {
        for second in annotators[(place + 1)...] {
          let shared = (answers[first] ?? [:]).keys.filter { answers[second]?[$0] != nil }.sorted()
          guard !shared.isEmpty else { continue }
          pairs.append(([first, second], shared.map { (answers[first]?[$0] ?? "", answers[second]?[$0] ?? "") }))
        }
      }
      guard !pairs.isEmpty else { continue }
      rows.append(try Self.row(question, nil, pairs.flatMap(\.answers), bootstrap))
      if pairs.count > 1 {
        for pair in pairs { rows.append(try Self.row(question, pair.names, pair.answers, bootstrap)) }
      }
      if pairs.count == 1 { rows[rows.count - 1].pair = pairs[0].names }
    }
    guard !rows.isEmpty else {
      throw SurveyError(.empty, "No two annotators have answered about the same paper: there is nothing to compare.")
    }
    self.rows = rows
  }

  private static func row(
    _ question: SurveyForm.Question, _ pair: [String]?, _ answers: [(String, String)], _ bootstrap: Bootstrap
  ) throws -> Row {
    let (first, second) = (answers.map(\.0), answers.map(\.1))
    func estimate(_ found: IsoglossStatistics.Estimate?) -> IsoglossCore.Estimate? {
      found.map { .init(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: answers.count) }
    }
    var row = Row(
      question: question.rawValue, pair: pair, papers: answers.count,
      raw: estimate(try bootstrap.mean(answers.map { $0.0 == $0.1 ? 1 : 0 })))
    if question == .languages {
      row.jaccard = estimate(try bootstrap.mean(answers.map { Jaccard.index(codes($0.0), codes($0.1)) ?? 1 }))
    } else {
      row.kappa = estimate(try CohenKappa.estimate(first, second, bootstrap: bootstrap))
    }
    return row
  }

  /// The languages of an answer, each by one code.
  static func codes(_ text: String) -> Set<String> {
    text == ReviewForm.Question.none ? [] : Set(text.split(separator: " ").map { LanguageNames.folded(String($0)) })
  }
}
