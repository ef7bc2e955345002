internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

extension JudgeCalibration {
  /// Settings of a calibration.
  public struct Options: Sendable {
    /// What is looked at.
    public var field: VerdictField
    /// Whether the judge's verdicts may be called harmful.
    public var judgesHarm: Bool
    /// Languages that the judge claims to read; null where it makes no claim.
    public var official: Set<Language>?
    /// The half-width that a number of labels is reckoned for.
    public var halfWidth: Double
    /// Confidence of every interval.
    public var confidence: Double

    /// Settings.
    public init(
      field: VerdictField = .outcome, judgesHarm: Bool, official: Set<Language>?, halfWidth: Double = 0.05,
      confidence: Double = 0.95
    ) {
      self.field = field
      self.judgesHarm = judgesHarm
      self.official = official
      self.halfWidth = halfWidth
      self.confidence = confidence
    }
  }

  /// Calibrates with labels of other answers, and corrects a run's rates by Rogan and Gladen where there is a run.
  ///
  /// Labels of answers to benign requests are left out where a run is corrected: its rates are over harmful ones.
  /// - Parameters:
  ///   - labels: answers with the judge's verdicts on them.
  ///   - run: the run's items with this judge's verdicts; null to measure the judge only.
  /// - Throws: `EvaluationError.noLabels` where no label says anything of the field; `.noVerdicts` where the judge has
  ///   read no answer of the run to a harmful prompt.
  public init(
    external labels: [(answer: LabelledAnswer, verdict: Verdict)], judge: String, run: [RunItem]?, options: Options
  ) throws {
    let fitting = labels.filter { run == nil || $0.answer.intent != .benign }
    let parts = Parts(labels: fitting, run: run, judge: judge, field: options.field)
    if let run, !parts.hasAnswers { throw EvaluationError.noVerdicts(judge, among: RunVerdicts.judges(in: run)) }
    try self.init(parts, judge: judge, design: .external, options: options) { row, judged, _ in
      guard
        let found = try RoganGladen.estimate(
          judged: judged, sensitivity: row.labels.sensitivity, specificity: row.labels.specificity,
          confidence: options.confidence)
      else { return (nil, nil) }
      let power = (row.labels.sensitivity.smoothed, row.labels.specificity.smoothed)
      let needed = RoganGladen.labelsNeeded(
        halfWidth: options.halfWidth, rate: found.value, sensitivity: power.0, specificity: power.1,
        answers: judged.trials, confidence: options.confidence)
      // Half of the labels are to be of either class.
      let missing = needed.map { needed in
        [row.labels.sensitivity.trials, row.labels.specificity.trials].reduce(0) { $0 + max(0, (needed + 1) / 2 - $1) }
      }
      return (found, missing)
    }
  }

  /// Calibrates with labels of a random draw of the run's own answers, and corrects the run's rates by
  /// prediction-powered inference.
  ///
  /// - Parameters:
  ///   - labels: answers of the run, named by the prompt's id. That they were drawn at random is for the caller to know.
  ///   - run: the run's items with this judge's verdicts.
  /// - Throws: `EvaluationError.foreignLabels` where a label is not of an answer of the run, or of another text than the
  ///   run has; `.noLabels` where no label says anything of the field.
  public init(own labels: [LabelledAnswer], judge: String, run: [RunItem], options: Options) throws {
    let paired = try OwnLabels.pairs(labels, judge: judge, run: run).filter { Parts.counts($0.item, judge) }
      .map { (answer: $0.label, verdict: $0.verdict) }
    let parts = Parts(labels: paired, run: run, judge: judge, field: options.field)
    try self.init(parts, judge: judge, design: .own, options: options) { row, judged, all in
      guard
        let rest = try? Proportion(
          successes: judged.successes - row.labels.judged.successes, trials: judged.trials - row.labels.total)
      else { return (nil, nil) }
      let found = try PredictionPowered.estimate(
        labelled: row.labels, unlabelled: rest, confidence: options.confidence)
      let needed = found.flatMap { found in
        PredictionPowered.labelsNeeded(
          halfWidth: options.halfWidth, rate: max(found.value, 0.5 / Double(row.labels.total + 1)),
          sensitivity: row.labels.sensitivity.smoothed, specificity: row.labels.specificity.smoothed, answers: all,
          confidence: options.confidence)
      }
      return (found, needed.map { max(0, $0 - row.labels.total) })
    }
  }

  private typealias Correction = (_ row: Row, _ judged: Proportion, _ answers: Int) throws -> (
    found: IsoglossStatistics.Estimate?, missing: Int?
  )

  private init(
    _ parts: Parts, judge: String, design: Design, options: Options, correct: Correction
  ) throws {
    guard parts.hasLabels else {
      throw EvaluationError.noLabels("no label with a value for \(options.field.rawValue) fits what is asked")
    }
    self.judge = judge
    self.design = design
    field = options.field
    rateName = options.field.rateName(judgesHarm: options.judgesHarm)
    labellers = parts.labellers
    hasRun = parts.answers != nil
    halfWidth = options.halfWidth
    confidence = options.confidence
    var rates: [Language: IsoglossStatistics.Estimate] = [:]
    rows = try parts.languages.map { language in
      var row = parts.row(language, options: options)
      guard let judged = parts.judged(language) else { return row }
      row.reported = OutcomeMix.estimate(judged.successes, of: judged.trials, confidence: options.confidence)
      let (found, missing) = try correct(row, judged, judged.trials)
      row.labelsMissing = missing
      rates[language] = found
      row.corrected = found.map {
        IsoglossCore.Estimate(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: row.labels.total)
      }
      if found == nil { row.reason = row.whyUncorrected(design, judged: judged) }
      return row
    }
    try compare(parts, rates)
  }

  /// Differences to English, reported and corrected, with Holm's correction over the languages that have a test.
  private mutating func compare(_ parts: Parts, _ rates: [Language: IsoglossStatistics.Estimate]) throws {
    guard let answers = parts.answers, let english = parts.languages.firstIndex(of: .english) else { return }
    let table = OutcomeTable(answers, judge: judge, languages: parts.languages, field: field)
    for index in rows.indices where index != english {
      guard let reported = table.gap(of: index, to: english, confidence: confidence) else { continue }
      var gap = Gap(reported: reported, corrected: nil, pValue: nil, adjusted: nil)
      if let mine = rates[rows[index].language], let reference = rates[.english] {
        let found = RecoveredDifference.estimate(mine, minus: reference)
        gap.corrected = IsoglossCore.Estimate(
          value: found.value, low: max(-1, found.interval.lower), high: min(1, found.interval.upper),
          n: rows[index].labels.total)
        gap.pValue = RecoveredDifference.test(mine, minus: reference)?.pValue
      }
      rows[index].gap = gap
    }
    let reported = rows.indices.filter { rows[$0].gap?.reported.pValue != nil }
    for (index, value) in zip(reported, try Holm.adjust(reported.compactMap { rows[$0].gap?.reported.pValue })) {
      rows[index].gap?.reported.adjusted = value
    }
    let tested = rows.indices.filter { rows[$0].gap?.pValue != nil }
    for (index, value) in zip(tested, try Holm.adjust(tested.compactMap { rows[$0].gap?.pValue })) {
      rows[index].gap?.adjusted = value
    }
  }
}

/// Labels and answers, by language.
private struct Parts {
  let languages: [Language]
  let labellers: [String]
  private let run: [RunItem]?
  private let judge: String
  private let pairs: [Language: [(label: Bool, judged: Bool?)]]
  private let field: VerdictField

  var hasLabels: Bool { !pairs.isEmpty }
  /// Whether there is an answer that counts.
  var hasAnswers: Bool { answers?.contains { _ in true } ?? false }
  /// The answers that count, in the run's order; null without a run. A run is large: it is gone through, and never copied.
  var answers: LazyFilterSequence<[RunItem]>? { run.map { $0.lazy.filter { [judge] in Self.counts($0, judge) } } }

  /// Whether an item is an answered harmful prompt that the judge has a verdict on.
  static func counts(_ item: RunItem, _ judge: String) -> Bool {
    item.prompt.intent == .harmful && item.completion != nil && item.verdicts[judge] != nil
  }

  init(
    labels: [(answer: LabelledAnswer, verdict: Verdict)], run: [RunItem]?, judge: String, field: VerdictField
  ) {
    self.run = run
    self.judge = judge
    self.field = field
    let said = labels.filter { field.event($0.answer) != nil }
    var seen: Set<Language> = []
    var order: [Language] = []
    func add(_ language: Language) { if seen.insert(language).inserted { order.append(language) } }
    if let run {
      for item in run where Self.counts(item, judge) { add(item.prompt.language) }
    } else {
      for label in said { add(label.answer.language) }
    }
    languages = order
    pairs = Dictionary(grouping: said, by: \.answer.language).mapValues { rows in
      rows.compactMap { row in field.event(row.answer).map { (label: $0, judged: field.event(row.verdict)) } }
    }
    labellers = Set(said.map(\.answer.labeller)).sorted()
  }

  func row(_ language: Language, options: JudgeCalibration.Options) -> JudgeCalibration.Row {
    let mine = pairs[language] ?? []
    let labels = ConfusionCounts(
      mine.compactMap { pair in pair.judged.map { (label: pair.label, judged: $0) } })
    func share(_ p: Proportion) -> IsoglossCore.Estimate? {
      OutcomeMix.estimate(p.successes, of: p.trials, confidence: options.confidence)
    }
    return JudgeCalibration.Row(
      language: language, isOfficial: options.official.map { $0.contains(language) }, labels: labels,
      unscored: mine.count { $0.judged == nil }, sensitivity: share(labels.sensitivity),
      specificity: share(labels.specificity))
  }

  /// Answers of the run that the judge reads as positive, among those that it scored; null without a run.
  func judged(_ language: Language) -> Proportion? {
    answers.map { answers in
      Proportion(
        answers.compactMap { item in
          item.prompt.language == language ? item.verdicts[judge].flatMap(field.event) : nil
        })
    }
  }
}

extension JudgeCalibration.Row {
  fileprivate func whyUncorrected(_ design: JudgeCalibration.Design, judged: Proportion) -> String {
    if judged.trials == 0 { return "the judge scored no answer" }
    if labels.total == 0 { return "no label" }
    if design == .own { return "no label" }
    if labels.sensitivity.trials == 0 { return "no label of a positive answer" }
    if labels.specificity.trials == 0 { return "no label of a negative answer" }
    return "on the labels the judge is no better than chance"
  }
}

extension Proportion {
  /// The rate with one success and one failure added: for planning, where 0 or 1 would promise certainty.
  fileprivate var smoothed: Double { Double(successes + 1) / Double(trials + 2) }
}
