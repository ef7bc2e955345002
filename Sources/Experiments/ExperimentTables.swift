public import IsoglossCore
internal import IsoglossStatistics

/// Everything that is told of a grid: text, JSON and pages are made of it.
public struct ExperimentTables: Sendable, Codable {
  /// An arm on a plane: the second paper's Figures 4, 6 and 7.
  public struct Point: Hashable, Sendable, Codable {
    /// The arm.
    public var arm: String
    /// Whether it is what all arms start from.
    public var isStart: Bool
    /// Share of harmful requests that are not refused.
    public var nonRefusal: IsoglossCore.Estimate
    /// Share of answers in the prompt's language.
    public var consistency: IsoglossCore.Estimate
    /// Perplexity of the answers under the base, the geometric mean.
    public var perplexity: IsoglossCore.Estimate?
    /// Share of answers that loop, echo the prompt or are empty.
    public var degenerate: IsoglossCore.Estimate?
  }

  /// What mixtures do to their worst language and to the others beside English, by one measure.
  public struct Standing: Hashable, Sendable, Codable {
    /// The measure.
    public var measure: GridMeasure
    /// Mixtures of several languages, and English alone.
    public var rows: [ArmStanding]
  }

  /// What a mixture gives, beside what single languages say it would.
  public struct Forecast: Hashable, Sendable, Codable {
    /// The mixture.
    public var arm: String
    /// Least gain of a language that was measured, in nats.
    public var measured: Double
    /// Least gain that the mean of its languages' own runs predicts.
    public var predicted: Double
    /// Rank correlation of measured and predicted gains over languages; null where one does not vary.
    public var correlation: Double?
  }

  /// A rank correlation with the number of points behind it.
  public struct RankCorrelation: Hashable, Sendable, Codable {
    /// In −1...1.
    public var coefficient: Double
    /// Points.
    public var count: Int
  }

  /// The experiment's name.
  public var experiment: String
  /// The base's name.
  public var base: String
  /// Runs that are finished, the start left out.
  public var runs: Int
  /// Arms with the number of their seeds.
  public var seeds: [String: Int]
  /// The judge that answers are counted by.
  public var judge: JudgeRecord
  /// Worst languages and gaps by mixture: without a judge, then judged.
  public var standings: [Standing]
  /// Every measure by language and mixture of several languages (and English alone).
  public var mixtures: [ArmTable]
  /// Every measure by language and single language.
  public var singles: [ArmTable]
  /// Gain by language trained on and language asked; null where no language was trained on alone.
  public var transfer: TransferMatrix?
  /// Whether transfer follows relatedness; null for fewer than four languages.
  public var test: TransferTest?
  /// Which languages to train in.
  public var choices: [LanguageChoice]
  /// How well single languages predict mixtures.
  public var forecasts: [Forecast]
  /// The start and the arms by non-refusal, consistency and fluency.
  public var points: [Point]
  /// Rank correlation of the two over arms and languages.
  public var pointCorrelation: RankCorrelation?
  /// Agreement of judges.
  public var agreement: [GridAgreement]
  /// Models that were asked elsewhere.
  public var external: [ExternalModel]
  /// What makes the tables checkable.
  public var provenance: [Fact]

  /// Makes the tables.
  /// - Parameters:
  ///   - distances: null leaves the test of relatedness out.
  ///   - external: rows of models that were asked elsewhere.
  /// - Throws: `ExperimentError.notComparable`, `StatisticsError`.
  public init(
    _ results: [CellResult], distances: LanguageDistances?, external: [ExternalModel] = [], permutations: Int = 9_999
  ) throws {
    let grid = try ExperimentGrid(results)
    experiment = results.first?.experiment ?? ""
    base = results.first?.base.first ?? ""
    runs = grid.count
    seeds = Dictionary(uniqueKeysWithValues: grid.arms.map { (grid.label($0), grid.runs(of: $0).count) })
    judge = grid.judge
    let several = grid.arms.filter { $0.language == nil || $0.language == .english }
    let alone = grid.arms.filter { $0.language != nil && $0.holdsTotal }
    standings = try [GridMeasure.refusalGain, .nonRefusal].compactMap { measure in
      let rows = try several.compactMap { try ArmStanding($0, measure, grid, balanced: grid.balanced(beside: $0)) }
      return rows.isEmpty ? nil : Standing(measure: measure, rows: rows)
    }
    mixtures = GridMeasure.allCases.map { ArmTable($0, grid, arms: several) }.filter { !$0.isEmpty }
    // Without a run on one language there would be columns of the start alone.
    singles =
      alone.isEmpty
      ? []
      : GridMeasure.allCases.map { ArmTable($0, grid, arms: alone) }
        .filter { !$0.isEmpty }
    transfer = TransferMatrix(grid)
    test = try transfer.flatMap { matrix in
      try distances.flatMap {
        try TransferTest(matrix, distances: $0, fertility: grid.fertility, permutations: permutations)
      }
    }
    (choices, forecasts) = Self.choose(grid, transfer)
    points = Self.points(grid)
    pointCorrelation = try Self.pointCorrelation(grid)
    var others: [JudgeRecord] = []
    for record in results.flatMap(\.answers.judges)
    where record.name != grid.judge.name && !others.contains(where: { $0.name == record.name }) {
      others.append(record)
    }
    agreement = try others.compactMap { try GridAgreement(grid, with: $0) }
    self.external = external
    provenance = grid.provenance
  }

  private static func choose(
    _ grid: ExperimentGrid, _ transfer: TransferMatrix?
  ) -> (choices: [LanguageChoice], forecasts: [Forecast]) {
    guard let transfer else { return ([], []) }
    let whole = transfer.gains.map { row in row.compactMap { $0?.mean.value } }
    guard whole.allSatisfy({ $0.count == transfer.testing.count }), whole.count >= 3 else { return ([], []) }
    let choices = LanguageChoice.Rule.allCases.flatMap {
      LanguageChoice.all(whole, training: transfer.training, testing: transfer.testing, sizes: 4, rule: $0)
    }
    var forecasts: [Forecast] = []
    for arm in grid.arms where arm.language == nil && arm.holdsTotal {
      let members = transfer.testing.filter { arm.mixture.takes($0) }
      let rows = members.compactMap { transfer.training.firstIndex(of: $0) }
      guard rows.count == members.count, !rows.isEmpty else { continue }
      let measured = transfer.testing.compactMap { grid.estimate(.refusalGain, grid.runs(of: arm), [$0])?.mean.value }
      let predicted = LanguageChoice.predicted(whole, rows: rows, rule: .mean)
      guard measured.count == predicted.count, let least = measured.min(), let low = predicted.min() else { continue }
      forecasts.append(
        Forecast(
          arm: grid.label(arm), measured: least, predicted: low,
          correlation: (try? Correlation.spearman(measured, predicted))?.coefficient))
    }
    return (choices, forecasts)
  }
}

extension Mixture.Share {
  /// Whether it takes pairs of a language, where the data has them.
  func takes(_ language: Language) -> Bool {
    switch self {
    case .balanced, .natural: true
    case .highResource: language.resource == .high
    case .only(let only): language == only
    case .without(let other): language != other
    case .weights(let weights): weights[language] != nil
    }
  }
}

extension ExperimentGrid {
  /// Tokens a byte of parallel text, by language, as the start's tokenizer has it.
  var fertility: [Language: Double] {
    let text = start?.text ?? arms.lazy.flatMap { self.runs(of: $0) }.compactMap(\.text).first
    guard let text else { return [:] }
    return text.tokens.reduce(into: [:]) { found, item in
      let bytes = (text.bytes[item.key] ?? []).reduce(0, +)
      if bytes > 0 { found[item.key] = Double(item.value) / Double(bytes) }
    }
  }

  /// Versions, hashes and machines of all runs.
  var provenance: [Fact] {
    let all = [start].compactMap { $0 } + arms.flatMap { runs(of: $0) }
    func each(_ value: (CellResult) -> String?) -> String {
      Set(all.compactMap(value)).sorted().joined(separator: "; ")
    }
    let seconds = all.map { $0.seconds.values.reduce(0, +) }
    return [
      Fact("experiment", each(\.experiment)), Fact("base", each { $0.base.joined(separator: " ") }),
      Fact("start's weights", start?.training?.weightsHash ?? "none"), Fact("judge", judge.name),
      Fact("parallel text", each { $0.text?.hash }), Fact("isogloss", each(\.session.version)),
      Fact("engine", each(\.session.engine)), Fact("machine", each(\.session.machine)),
      Fact("wall time", "\(GridFormat.minutes(seconds.reduce(0, +))) min over \(all.count) runs"),
    ].filter { !$0.value.isEmpty }
  }
}
