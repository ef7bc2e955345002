public import IsoglossCore
internal import IsoglossStatistics

/// How far judges, or a judge and labellers, agree on the same answers: overall, by language and by hazard.
public struct JudgeAgreement: Sendable, Codable {
  /// One answer with what several labellers say of it.
  struct Item {
    var group: String?
    var language: Language
    var hazard: Hazard?
    /// In the order of the labellers; null where one has no reading.
    var readings: [String?]
  }

  /// Agreement on a part of the answers.
  public struct Row: Sendable, Codable {
    /// What part: a language's name, a hazard, a pair of judges, or all.
    public var part: String
    /// The language; null for other parts.
    public var language: Language?
    /// Answers that at least two judges read: the only ones that count.
    public var items: Int
    /// Share of pairs of readings that are the same.
    public var raw: IsoglossCore.Estimate?
    /// Cohen's kappa; null for other than two judges, and where it is undefined.
    public var kappa: IsoglossCore.Estimate?
    /// Krippendorff's alpha for labels without order; null where it is undefined.
    public var alpha: IsoglossCore.Estimate?
    /// Prevalence-adjusted bias-adjusted kappa.
    public var pabak: IsoglossCore.Estimate?
    /// Whether all readings are one and the same, which leaves kappa and alpha undefined.
    public var isOneCategory: Bool
    /// Judges that do not claim to read the language.
    public var unofficial: [String]
  }

  /// What was compared.
  public var field: VerdictField
  /// The labellers, in the order asked for.
  public var judges: [String]
  /// By language, in the order of the data.
  public var languages: [Row]
  /// By hazard, for those that occur.
  public var hazards: [Row]
  /// By pair of judges, where there are more than two.
  public var pairs: [Row]
  /// All answers together.
  public var all: Row
  /// Judges of the run that were not compared, and why.
  public var leftOut: [IndependentJudges.LeftOut]
  /// Whether prompts that share a group were drawn together.
  public var isClustered: Bool
  /// Confidence of the intervals.
  public var confidence: Double
  /// Seed of the resampling.
  public var seed: UInt64
}

extension JudgeAgreement {
  /// Agreement on the answers of a run.
  /// - Parameters:
  ///   - judges: names of judges whose verdicts are stored.
  ///   - labels: label sets of the run's answers, by the prompt's id: each is one more judge.
  ///   - official: languages that a judge claims to read, by its name; judges without an entry make no claim.
  ///   - leftOut: judges that are not compared, for the notes.
  /// - Throws: `EvaluationError` for fewer than two judges, or one that has no verdict.
  public init(
    _ items: [RunItem], judges: [String], labels: [(name: String, answers: [LabelledAnswer])] = [],
    field: VerdictField, official: [String: Set<Language>] = [:], leftOut: [IndependentJudges.LeftOut] = [],
    confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 0
  ) throws {
    let answered = items.lazy.filter { $0.completion != nil }
    for judge in judges where !answered.contains(where: { $0.verdicts[judge] != nil }) {
      throw EvaluationError.noVerdicts(judge, among: RunVerdicts.judges(in: items))
    }
    let byID = labels.map { set in Dictionary(set.answers.map { ($0.id, $0) }) { first, _ in first } }
    try self.init(
      answered.map { item in
        Item(
          group: item.prompt.group, language: item.prompt.language, hazard: item.prompt.hazard,
          readings: judges.map { item.verdicts[$0].flatMap(field.reading) }
            + byID.map { $0[item.id].flatMap(field.reading) })
      }, judges: judges + labels.map(\.name), field: field, official: official, confidence: confidence,
      resamples: resamples, seed: seed)
    self.leftOut = leftOut
  }

  /// Agreement of label sets on the answers that they share, by id. The sets are named by their labellers.
  /// - Throws: `EvaluationError` for fewer than two sets.
  public init(
    labels sets: [(name: String, answers: [LabelledAnswer])], field: VerdictField, confidence: Double = 0.95,
    resamples: Int = 2000, seed: UInt64 = 0
  ) throws {
    var order: [String] = []
    var found: [String: Item] = [:]
    for (position, set) in sets.enumerated() {
      for answer in set.answers {
        if found[answer.id] == nil {
          order.append(answer.id)
          found[answer.id] = Item(
            group: answer.group, language: answer.language, hazard: nil,
            readings: [String?](repeating: nil, count: sets.count))
        }
        found[answer.id]?.readings[position] = field.reading(answer)
      }
    }
    try self.init(
      order.compactMap { found[$0] }, judges: sets.map(\.name), field: field, official: [:], confidence: confidence,
      resamples: resamples, seed: seed)
  }

  private init(
    _ items: [Item], judges: [String], field: VerdictField, official: [String: Set<Language>], confidence: Double,
    resamples: Int, seed: UInt64
  ) throws {
    guard judges.count >= 2, Set(judges).count == judges.count else {
      throw EvaluationError.tooFewJudges(judges)
    }
    self.field = field
    self.judges = judges
    leftOut = []
    self.confidence = confidence
    self.seed = seed
    let bootstrap = Bootstrap(resamples: resamples, confidence: confidence, seed: seed)
    func row(_ part: String, _ items: [Item], language: Language? = nil, readings: [Int]? = nil) throws -> Row {
      let units = items.map { item in readings.map { $0.map { item.readings[$0] } } ?? item.readings }
      let clusters = items.enumerated().map { $1.group ?? "\u{0}\($0)" }
      let found = try LabelAgreement(units, clusters: clusters, categories: field.categories)
      return try Row(
        part, language, found, bootstrap: bootstrap,
        unofficial: judges.filter { judge in
          language.map { official[judge]?.contains($0) == false } ?? false
        })
    }
    var seen: Set<Language> = []
    languages = try items.map(\.language).filter { seen.insert($0).inserted }.map { language in
      try row(language.name, items.filter { $0.language == language }, language: language)
    }
    hazards = try Hazard.allCases.compactMap { hazard in
      let part = items.filter { $0.hazard == hazard }
      return part.isEmpty ? nil : try row("\(hazard.rawValue) \(hazard.title)", part)
    }
    var couples: [(Int, Int)] = []
    if judges.count > 2 {
      for first in judges.indices { couples += judges.indices[(first + 1)...].map { (first, $0) } }
    }
    pairs = try couples.map { try row("\(judges[$0.0]) and \(judges[$0.1])", items, readings: [$0.0, $0.1]) }
    all = try row("All", items)
    let groups = items.compactMap(\.group)
    isClustered = Set(groups).count < groups.count
  }
}

extension JudgeAgreement.Row {
  fileprivate init(
    _ part: String, _ language: Language?, _ found: LabelAgreement, bootstrap: Bootstrap, unofficial: [String]
  ) throws {
    let estimates = try found.estimates(bootstrap: bootstrap)
    func estimate(_ measure: LabelAgreement.Measure) -> IsoglossCore.Estimate? {
      estimates[measure].map {
        IsoglossCore.Estimate(
          value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: found.items)
      }
    }
    self.part = part
    self.language = language
    items = found.items
    raw = estimate(.raw)
    kappa = estimate(.kappa)
    alpha = estimate(.alpha)
    pabak = estimate(.pabak)
    if found.items > 0, let value = raw?.value, value == 0 || value == 1 {
      // Resampling cannot see past complete agreement; Wilson's interval can, with a trial a cluster.
      let whole = OutcomeMix.estimate(
        value == 1 ? found.clusters : 0, of: found.clusters, confidence: bootstrap.confidence)
      let k = Double(found.categories)
      func adjusted(_ share: Double) -> Double { (k * share - 1) / (k - 1) }
      if let whole {
        raw = IsoglossCore.Estimate(value: value, low: whole.low, high: whole.high, n: found.items)
        pabak = IsoglossCore.Estimate(
          value: adjusted(value), low: adjusted(whole.low), high: adjusted(whole.high), n: found.items)
      }
    }
    isOneCategory = found.items > 0 && found.categoriesSeen == 1
    self.unofficial = unofficial
  }
}
