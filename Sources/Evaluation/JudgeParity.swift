public import IsoglossCore
internal import IsoglossStatistics

/// Whether a judge errs as often in every language, on one set of labelled answers that stands in all of them.
///
/// An error is a reading that differs from the label. Answers that the judge cannot score are no errors and are counted
/// apart; a group counts in a comparison where it is scored in all languages that are compared.
public struct JudgeParity: Sendable, Codable {
  /// Cochran's test over all languages at once.
  public struct Overall: Sendable, Codable {
    /// Cochran's Q.
    public var statistic: Double
    /// Languages less one.
    public var degrees: Int
    /// By chi-square.
    public var pValue: Double
    /// Share of the largest possible Q (Serlin, Carr and Marascuilo 1982), with a bootstrap interval over groups; `n` is
    /// the number of groups.
    public var effect: IsoglossCore.Estimate?
  }

  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Whether the judge claims to read it; null where it makes no claim.
    public var isOfficial: Bool?
    /// Share of scored answers that it reads otherwise than labelled, with a Wilson interval.
    public var errors: IsoglossCore.Estimate?
    /// Share of labelled positives that it misses.
    public var missed: IsoglossCore.Estimate?
    /// Share of labelled negatives that it takes for positive.
    public var falseAlarms: IsoglossCore.Estimate?
    /// Answers that it could not score.
    public var unscored: Int
    /// Error rate less that of English on the same groups, with Newcombe's paired interval; `n` is pairs. Null for
    /// English itself, or without pairs.
    public var difference: IsoglossCore.Estimate?
    /// McNemar's exact test against English; null where no group differs.
    public var pValue: Double?
    /// The same after Holm's correction over all languages.
    public var adjusted: Double?
  }

  /// The judge.
  public var judge: String
  /// What was looked at.
  public var field: VerdictField
  /// Who labelled.
  public var labellers: [String]
  /// Languages, in the order of the labels.
  public var rows: [Row]
  /// The test over all languages; null where no group is complete, or none differs.
  public var overall: Overall?
  /// Groups that are scored in every language.
  public var completeGroups: Int
  /// Confidence of every interval.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64

  /// Compares languages.
  /// - Parameter verdicts: in the order of the answers.
  /// - Throws: `EvaluationError.noLabels` where no label has a value for the field.
  public init(
    _ answers: [LabelledAnswer], verdicts: [Verdict], judge: String, field: VerdictField, official: Set<Language>?,
    confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 0
  ) throws {
    precondition(answers.count == verdicts.count, "parity takes one verdict an answer")
    let readings = zip(answers, verdicts).compactMap { answer, verdict -> Reading? in
      field.event(answer).map { Reading(answer: answer, label: $0, judged: field.event(verdict)) }
    }
    guard !readings.isEmpty else { throw EvaluationError.noLabels("no answer is labelled for \(field.rawValue)") }
    self.judge = judge
    self.field = field
    self.confidence = confidence
    self.seed = seed
    labellers = Set(readings.map(\.answer.labeller)).sorted()
    var seen: Set<Language> = []
    let languages = readings.map(\.answer.language).filter { seen.insert($0).inserted }
    rows = languages.map { language in
      Row(
        language, readings.filter { $0.answer.language == language },
        isOfficial: official.map { $0.contains(language) }, confidence: confidence)
    }
    let table = Self.table(readings, languages)
    let complete = table.compactMap { row in row.contains { $0 == nil } ? nil : row.compactMap { $0 } }
    completeGroups = complete.count
    overall = try Self.overall(
      complete, bootstrap: Bootstrap(resamples: resamples, confidence: confidence, method: .percentile, seed: seed))
    try compare(table, languages)
  }

  /// Compares languages by what a judge of a run said of its answers.
  /// - Parameters:
  ///   - labels: of the run's answers, named by the prompt's id; those that the judge has no verdict on are passed over.
  ///   - field: null for what the verdicts tell.
  /// - Throws: `EvaluationError.foreignLabels` where a label is not of an answer of the run, `.noVerdicts` where the judge
  ///   has read none of the labelled answers, `.noLabels`.
  public init(
    own labels: [LabelledAnswer], run: [RunItem], judge: String, field: VerdictField?, official: Set<Language>?,
    seed: UInt64 = 0
  ) throws {
    let pairs = try OwnLabels.pairs(labels, judge: judge, run: run)
    guard !pairs.isEmpty else { throw EvaluationError.noVerdicts(judge, among: RunVerdicts.judges(in: run)) }
    let verdicts = pairs.map(\.verdict)
    try self.init(
      pairs.map { pair in
        var answer = pair.label
        // A sheet of labels need not repeat which prompts are the same.
        answer.group = pair.item.prompt.group
        return answer
      }, verdicts: verdicts, judge: judge, field: field ?? .told(by: verdicts), official: official, seed: seed)
  }

  /// Error by group and language; null where an answer is missing or unscored. Groups are in the order of the labels.
  private static func table(_ readings: [Reading], _ languages: [Language]) -> [[Bool?]] {
    let position = Dictionary(uniqueKeysWithValues: languages.enumerated().map { ($1, $0) })
    var rowOf: [String: Int] = [:]
    var rows: [[Bool?]] = []
    for reading in readings {
      guard let group = reading.answer.group, let column = position[reading.answer.language] else { continue }
      let row = rowOf[group] ?? rows.count
      if rowOf.updateValue(row, forKey: group) == nil { rows.append([Bool?](repeating: nil, count: languages.count)) }
      rows[row][column] = reading.isError
    }
    return rows
  }

  private static func overall(_ complete: [[Bool]], bootstrap: Bootstrap) throws -> Overall? {
    guard let found = try CochranQ.run(complete) else { return nil }
    let effect = try bootstrap.estimate(of: complete.count) { drawn in
      // A resample in which no group differs has no effect at all.
      try CochranQ.run(drawn.map { complete[$0] })?.effect ?? 0
    }
    return Overall(
      statistic: found.test.statistic, degrees: found.degrees, pValue: found.test.pValue,
      effect: effect.map {
        IsoglossCore.Estimate(
          value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: complete.count)
      })
  }

  private mutating func compare(_ table: [[Bool?]], _ languages: [Language]) throws {
    guard let english = languages.firstIndex(of: .english) else { return }
    for index in rows.indices where index != english {
      let pairs = PairedOutcomes(
        table.compactMap { row in
          guard let mine = row[index], let reference = row[english] else { return nil }
          return (mine, reference)
        })
      guard let value = pairs.difference, let interval = pairs.newcombe(confidence: confidence) else { continue }
      rows[index].difference = IsoglossCore.Estimate(
        value: value, low: interval.lower, high: interval.upper, n: pairs.pairs)
      rows[index].pValue = pairs.mcnemarExact()?.pValue
    }
    let tested = rows.indices.filter { rows[$0].pValue != nil }
    for (index, value) in zip(tested, try Holm.adjust(tested.compactMap { rows[$0].pValue })) {
      rows[index].adjusted = value
    }
  }
}

/// A label with the judge's reading.
private struct Reading {
  var answer: LabelledAnswer
  var label: Bool
  var judged: Bool?
  /// Null where the judge could not score.
  var isError: Bool? { judged.map { $0 != label } }
}

extension JudgeParity.Row {
  fileprivate init(_ language: Language, _ readings: [Reading], isOfficial: Bool?, confidence: Double) {
    func share(_ part: [Reading]) -> IsoglossCore.Estimate? {
      let scored = part.compactMap(\.isError)
      return OutcomeMix.estimate(scored.count { $0 }, of: scored.count, confidence: confidence)
    }
    self.language = language
    self.isOfficial = isOfficial
    errors = share(readings)
    missed = share(readings.filter(\.label))
    falseAlarms = share(readings.filter { !$0.label })
    unscored = readings.count { $0.judged == nil }
  }
}
