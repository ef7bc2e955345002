public import IsoglossCore

/// The finished runs of an experiment, sorted for reading.
public struct ExperimentGrid: Sendable {
  /// The model that all runs start from; null where it was not asked.
  public let start: CellResult?
  /// Mixtures and sizes: mixtures of several languages first, then single languages in reading order.
  public let arms: [ExperimentArm]
  /// Languages in reading order.
  public let languages: [Language]
  /// Name of the primary judge of every run.
  public let judge: JudgeRecord
  private let runs: [ExperimentArm: [CellResult]]

  /// A grid.
  /// - Throws: `ExperimentError.notComparable` where no run trained anything, or runs have several primary judges.
  public init(_ results: [CellResult]) throws {
    start = results.first { $0.cell == nil }
    var runs: [ExperimentArm: [CellResult]] = [:]
    for result in results {
      if let arm = result.cell?.arm { runs[arm, default: []].append(result) }
    }
    self.runs = runs.mapValues { $0.sorted { ($0.cell?.seed ?? 0) < ($1.cell?.seed ?? 0) } }
    guard !runs.isEmpty else {
      throw ExperimentError(.notComparable, "No run of the grid has trained anything yet: let it go on.")
    }
    let judges = Set(results.compactMap(\.answers.judges.first))
    guard judges.count == 1, let judge = judges.first else {
      throw ExperimentError(
        .notComparable,
        "The runs were judged by \(judges.map(\.name).sorted().joined(separator: " and ")): judge them by one judge to "
          + "compare them.")
    }
    self.judge = judge
    let rows = results.compactMap { $0.answers.outcomes[judge.name]?[Intent.harmful.rawValue]?.rows }
    let languages = Set(rows.flatMap(\.keys)).inReadingOrder
    self.languages = languages
    arms = runs.keys.sorted { Self.rank($0, languages) < Self.rank($1, languages) }
  }

  /// The runs of an arm by seed.
  public func runs(of arm: ExperimentArm) -> [CellResult] { runs[arm] ?? [] }

  /// Number of finished runs, the start left out.
  public var count: Int { runs.values.reduce(0) { $0 + $1.count } }

  /// The arm of one language alone, under the size that most single languages have.
  func single(_ language: Language) -> ExperimentArm? {
    let candidates = arms.filter { $0.language == language }
    return candidates.first(where: \.holdsTotal) ?? candidates.first
  }

  /// An arm of a mixture whose total is held fixed.
  func arm(_ mixture: Mixture.Share) -> ExperimentArm? {
    arms.first { arm in arm.mixture == mixture && arm.holdsTotal }
  }

  private static func rank(_ arm: ExperimentArm, _ languages: [Language]) -> (Int, Int) {
    let isPerLanguage = if case .perLanguage = arm.size { 1 } else { 0 }
    let place =
      switch arm.mixture {
      case .balanced: 0
      case .highResource: 1
      case .only(.english): 2
      case .without: 3
      case .natural, .weights: 4
      case .only(let language): 10 + (languages.firstIndex(of: language) ?? languages.count)
      }
    return (place >= 10 ? 2 : isPerLanguage, place)
  }
}
