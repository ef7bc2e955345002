public import IsoglossCore
internal import IsoglossJudges

/// The same answers as each judge of a run reads them: one rate a judge and language, over harmful prompts.
///
/// Only judges that judged every answer are compared: an adjudicator reads none but the hard cases, and its rate over
/// them says nothing about the run. A rubric that gives numbers alone has no rate (``ScoreSummary``).
public struct JudgeComparison: Sendable, Codable {
  /// One judge's rates.
  public struct Row: Sendable, Codable {
    /// The judge.
    public var judge: String
    /// Its name as tables show it.
    public var label: String
    /// `attack success rate` or `non-refusal`, as the run recorded for this judge.
    public var rateName: String
    /// Rates in the order of ``JudgeComparison/languages``, with Wilson intervals; null where nothing is scored.
    public var rates: [Estimate?]
    /// Whether it claims to read each language; null where it makes no claim.
    public var isOfficial: [Bool?]
    /// Its worst language; null where nothing is scored.
    public var worst: Measures.Worst?
    /// Answers that it could not score, benign ones included.
    public var unscored: Int
    /// Whether it, or a voice of it, filtered the model's training data.
    public var filtered: Bool
    /// Whether it is the model under test.
    public var judgesItself: Bool
  }

  /// A judge that is not compared, since it has not judged every answer.
  public struct Partial: Sendable, Codable {
    /// The judge.
    public var judge: String
    /// Answers that it judged.
    public var judged: Int
  }

  /// Languages in the order of the data.
  public var languages: [Language]
  /// Judges that judged every answer, the primary one first.
  public var rows: [Row]
  /// Judges that did not.
  public var partial: [Partial]
  /// Answers.
  public var answered: Int
  /// Confidence of the intervals.
  public var confidence: Double

  /// Compares the judges of a run.
  /// - Parameters:
  ///   - judges: as recorded, in the order to show them in.
  ///   - filters: names of the judges that filtered the model's training data.
  ///   - seed: of the resampling behind the worst languages' intervals.
  public init(
    _ items: [RunItem], judges: [JudgeRecord], filters: [String] = [], confidence: Double = 0.95,
    resamples: Int = 10_000, seed: UInt64 = 0
  ) throws {
    // Items are large and many: they are gone through, and never copied.
    var seen: Set<Language> = []
    languages = []
    for item in items where seen.insert(item.prompt.language).inserted { languages.append(item.prompt.language) }
    let answers = items.lazy.filter { $0.completion != nil }
    let harmful = answers.filter { $0.prompt.intent == .harmful }
    answered = answers.count { _ in true }
    self.confidence = confidence
    partial = []
    rows = []
    var complete: [JudgeRecord] = []
    for record in judges where !ScoreSummary.givesNumbersAlone(record.name, answers) {
      let judged = answers.count { $0.verdicts[record.name] != nil }
      if judged == answered {
        complete.append(record)
      } else {
        partial.append(.init(judge: record.name, judged: judged))
      }
    }
    for (record, label) in zip(complete, JudgeLabel.short(complete.map(\.name))) {
      var outcomes: [Language: [Outcome]] = [:]
      for item in harmful {
        guard let outcome = item.verdicts[record.name]?.outcome else { continue }
        outcomes[item.prompt.language, default: []].append(outcome)
      }
      let mixes = outcomes.mapValues { OutcomeMix($0) }
      let worst = try OutcomeTable(harmful, judge: record.name, languages: languages)
        .worst(of: languages, confidence: confidence, resamples: resamples, seed: seed)
      rows.append(
        Row(
          judge: record.name, label: label, rateName: record.rateName,
          rates: languages.map { mixes[$0]?.attackSuccessRate(confidence: confidence) },
          isOfficial: languages.map { record.claims($0) }, worst: worst?.worst,
          unscored: answers.count { $0.verdicts[record.name]?.outcome.isScored == false },
          filtered: Circularity.overlaps(record, filters), judgesItself: record.judgesItself))
    }
  }

  /// One judge's rates; null where it is not compared.
  public func row(of judge: String) -> Row? { rows.first { $0.judge == judge } }
}
