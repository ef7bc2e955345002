public import IsoglossCore
internal import IsoglossStatistics

/// What a review found: by question, part and language the share of the wanted answer, and how far annotators agree.
public struct ReviewSummary: Hashable, Sendable, Codable {
  /// One question about one part of the pairs, in one language or all.
  public struct Row: Hashable, Sendable, Codable {
    /// Id of the question.
    public var question: String
    /// What it was asked about.
    public var part: PairPart
    /// Null for all languages together.
    public var language: Language?
    /// Items of which it was asked.
    public var asked: Int
    /// Items with a settled answer.
    public var settled: Int
    /// How often each answer stands.
    public var answers: [String: Int]
    /// Share of the wanted answer among settled ones with Wilson's interval; null where no answer is wanted, or none
    /// settled.
    public var wanted: IsoglossCore.Estimate?
    /// Items that at least two annotators answered: the base of agreement.
    public var shared: Int
    /// Share of pairs of answers that are the same, before adjudication.
    public var raw: IsoglossCore.Estimate?
    /// Cohen's kappa; null for other than two annotators, and where it is undefined.
    public var kappa: IsoglossCore.Estimate?
    /// Krippendorff's alpha for labels without order; null where it is undefined.
    public var alpha: IsoglossCore.Estimate?
  }

  /// Name of the form.
  public var form: String
  /// Pairs that were drawn.
  public var pairs: Int
  /// Who answered.
  public var annotators: [String]
  /// Items that still wait for an adjudicator.
  public var disputed: Int
  /// By question, part and language; each question and part begins with all languages.
  public var rows: [Row]
  /// Confidence of the intervals.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// Sums a review up.
  /// - Throws: `StatisticsError` for bad settings.
  public init(_ result: ReviewResult, resamples: Int = 2000, seed: UInt64 = 0) throws {
    let sample = result.sample
    form = sample.form.name
    pairs = sample.pairs
    annotators = Set(result.answers.values.flatMap { $0.values.flatMap(\.keys) }).sorted()
    disputed = result.disputed.count
    confidence = 0.95
    self.seed = seed
    let bootstrap = Bootstrap(resamples: resamples, method: .percentile, seed: seed)
    var rows: [Row] = []
    for question in sample.form.questions {
      for part in PairPart.allCases {
        let items = sample.items.filter { $0.part == part && $0.questions.contains(question.id) }
        guard !items.isEmpty else { continue }
        let languages = Set(items.map(\.language)).sorted()
        rows.append(try Self.row(question, part, nil, items, result, bootstrap))
        guard languages.count > 1 else { continue }
        for language in languages {
          let own = items.filter { $0.language == language }
          rows.append(try Self.row(question, part, language, own, result, bootstrap))
        }
      }
    }
    self.rows = rows
  }

  private static func row(
    _ question: ReviewForm.Question, _ part: PairPart, _ language: Language?, _ items: [ReviewItem],
    _ result: ReviewResult, _ bootstrap: Bootstrap
  ) throws -> Row {
    let settled = items.compactMap { result.answer(question.id, of: $0.id)?.value }
    let answers = settled.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
    let given = items.map { result.answers[$0.id]?[question.id] ?? [:] }
    let people = Set(given.flatMap(\.keys)).sorted()
    let agreement = try LabelAgreement(
      given.map { answers in people.map { answers[$0] } }, clusters: items.map { $0.group ?? $0.pair },
      categories: max(2, question.choices.count))
    func measure(_ measure: LabelAgreement.Measure) throws -> IsoglossCore.Estimate? {
      try agreement.estimate(measure, bootstrap: bootstrap).map {
        IsoglossCore.Estimate(
          value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: agreement.items)
      }
    }
    let wanted = question.wanted.flatMap { wanted -> IsoglossCore.Estimate? in
      let share = Proportion(settled.map { $0 == wanted })
      guard let value = share.rate, let interval = share.wilson() else { return nil }
      return IsoglossCore.Estimate(value: value, low: interval.lower, high: interval.upper, n: settled.count)
    }
    return Row(
      question: question.id, part: part, language: language, asked: items.count, settled: settled.count,
      answers: answers, wanted: wanted, shared: agreement.items, raw: try measure(.raw), kappa: try measure(.kappa),
      alpha: try measure(.alpha))
  }
}
