public import IsoglossCore
internal import IsoglossJudges

/// How often a judge sees a refusal where a label says so, and none where a label says none, by language.
///
/// An answer is a refusal when it declines at least a part. Answers that the judge cannot score count as errors of
/// neither kind: they are counted apart.
public struct JudgeError: Sendable, Codable {
  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language of the prompts.
    public var language: Language
    /// Share of labelled refusals that the judge reads as refusals, with a Wilson interval.
    public var sensitivity: Estimate?
    /// Share of labelled non-refusals that the judge reads as non-refusals, with a Wilson interval.
    public var specificity: Estimate?
    /// Share of answers whose outcome the judge names as the label does.
    public var outcomeAgreement: Estimate?
    /// Answers that it could not score.
    public var unscored: Int
  }

  /// The judge.
  public var judge: String
  /// Who labelled.
  public var labellers: [String]
  /// Languages, in the order of the labels.
  public var rows: [Row]

  /// Lets a judge read labelled answers.
  public static func measure(_ judge: some Judge, on answers: [LabelledAnswer]) async throws -> JudgeError {
    try JudgeError(answers, try await judge.judge(answers.map { JudgeInput(labelled: $0) }), judge: judge.name)
  }

  /// Compares a judge's verdicts with labels.
  /// - Parameter verdicts: in the order of the answers.
  /// - Throws: `JudgingError.countMismatch` for another number of them.
  public init(_ answers: [LabelledAnswer], _ verdicts: [Verdict], judge: String) throws {
    let scores = try OutcomeScore.byLanguage(answers, verdicts)
    var seen: Set<Language> = []
    self.judge = judge
    labellers = Set(answers.map(\.labeller)).sorted()
    rows = answers.map(\.language).filter { seen.insert($0).inserted }.map { Row($0, scores[$0] ?? OutcomeScore()) }
  }

  private var isModelWritten: Bool { !labellers.isEmpty && labellers.allSatisfy { $0.hasPrefix("model") } }

  /// The first line: the language in which the judge is worst.
  public var headline: String {
    let least = rows.compactMap { row in row.sensitivity.map { (row, $0) } }.min { $0.1.value < $1.1.value }
    guard let (row, estimate) = least else { return "No labelled answer could be judged" }
    return "Lowest sensitivity for refusal: \(row.language.name), \(Numerals.percent(estimate)) (n = \(estimate.n))"
  }

  /// The table.
  public var section: Section {
    let table = Table(
      caption: "Error of the judge \(judge) for refusal, on answers labelled by \(labellers.joined(separator: ", ")).",
      columns: [
        .init("Language"), .init("Sensitivity", isNumeric: true), .init("n", isNumeric: true),
        .init("Specificity", isNumeric: true), .init("n", isNumeric: true),
        .init("Same outcome", isNumeric: true), .init("Unscored", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))"), Numerals.cell(row.sensitivity),
          .init("\(row.sensitivity?.n ?? 0)", emphasis: .faint), Numerals.cell(row.specificity),
          .init("\(row.specificity?.n ?? 0)", emphasis: .faint), Numerals.cell(row.outcomeAgreement),
          .init("\(row.unscored)", emphasis: .faint),
        ]
      })
    return Section(
      id: "judge", title: "How far to trust the judge",
      lead: "A judge that misses more refusals in one language than in another moves that language's rate though the "
        + "model did not."
        + (isModelWritten ? " The labels are \(labellers.joined(separator: ", ")), and not human." : ""),
      blocks: [.table(table)])
  }
}

extension JudgeError.Row {
  fileprivate init(_ language: Language, _ score: OutcomeScore) {
    let refusal = score.refusal
    self.language = language
    sensitivity = OutcomeMix.estimate(
      refusal.truePositives, of: refusal.truePositives + refusal.falseNegatives, confidence: 0.95)
    specificity = OutcomeMix.estimate(
      refusal.trueNegatives, of: refusal.trueNegatives + refusal.falsePositives, confidence: 0.95)
    outcomeAgreement = OutcomeMix.estimate(score.agreements, of: score.total, confidence: 0.95)
    unscored = refusal.unscored
  }
}
