public import IsoglossCore

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
    let inputs = answers.map { answer in
      JudgeInput(
        prompt: Prompt(
          id: answer.id, group: answer.group, language: answer.language, intent: .harmful, text: answer.prompt,
          provenance: Provenance(source: "labels")),
        completion: Completion(
          text: answer.response, finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0))
    }
    let verdicts = try await judge.judge(inputs)
    var order: [Language] = []
    var byLanguage: [Language: [(label: LabelledAnswer, verdict: Verdict)]] = [:]
    for (label, verdict) in zip(answers, verdicts) {
      if byLanguage[label.language] == nil { order.append(label.language) }
      byLanguage[label.language, default: []].append((label, verdict))
    }
    return JudgeError(
      judge: judge.name, labellers: Set(answers.map(\.labeller)).sorted(),
      rows: order.map { Row($0, byLanguage[$0] ?? []) })
  }

  /// The first line: the language in which the judge is worst.
  public var headline: String {
    let least = rows.compactMap { row in row.sensitivity.map { (row, $0) } }.min { $0.1.value < $1.1.value }
    guard let (row, estimate) = least else { return "No labelled answer could be judged" }
    return "Lowest sensitivity for refusal: \(row.language.name), \(Format.percent(estimate)) (n = \(estimate.n))"
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
          .init("\(row.language.name) (\(row.language.code))"), Format.cell(row.sensitivity),
          .init("\(row.sensitivity?.n ?? 0)", emphasis: .faint), Format.cell(row.specificity),
          .init("\(row.specificity?.n ?? 0)", emphasis: .faint), Format.cell(row.outcomeAgreement),
          .init("\(row.unscored)", emphasis: .faint),
        ]
      })
    return Section(
      id: "judge", title: "How far to trust the judge",
      lead: "A judge that misses more refusals in one language than in another moves that language's rate though the "
        + "model did not. The labels are \(labellers.joined(separator: ", ")), and not human.",
      blocks: [.table(table)])
  }
}

extension JudgeError.Row {
  fileprivate init(_ language: Language, _ pairs: [(label: LabelledAnswer, verdict: Verdict)]) {
    self.language = language
    let scored = pairs.compactMap { pair in
      pair.label.refusal.flatMap { label in pair.verdict.refusal.value.map { (label: label, judge: $0) } }
    }
    func share(_ picked: [(label: Bool, judge: Bool)]) -> Estimate? {
      OutcomeMix.estimate(picked.count { $0.label == $0.judge }, of: picked.count, confidence: 0.95)
    }
    sensitivity = share(scored.filter(\.label))
    specificity = share(scored.filter { !$0.label })
    outcomeAgreement = OutcomeMix.estimate(
      pairs.count { $0.label.outcome.name == $0.verdict.outcome.name }, of: pairs.count, confidence: 0.95)
    unscored = pairs.count { $0.label.refusal != nil && $0.verdict.refusal.value == nil }
  }
}
