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

  /// An arm as tables of this grid show it: with its size where another arm is called the same without.
  func label(_ arm: ExperimentArm) -> String {
    arms.contains { $0 != arm && $0.label == arm.label } ? arm.longLabel : arm.label
  }

  /// The balanced arm that another is held against: the one of as many pairs, or else the first whose total is held fixed.
  func balanced(beside arm: ExperimentArm) -> ExperimentArm? {
    let all = arms.filter { $0.mixture == .balanced && $0.holdsTotal }
    return all.first { $0.size == arm.size } ?? all.first
  }

  /// Number of finished runs, the start left out.
  public var count: Int { runs.values.reduce(0) { $0 + $1.count } }

  /// The arm of one language alone, under the size that most single languages have.
  func single(_ language: Language) -> ExperimentArm? {
    let candidates = arms.filter { $0.language == language }
    return candidates.first(where: \.holdsTotal) ?? candidates.first
  }

  /// The place of an arm: no two have the same, so that tables do not depend on the order in which runs are found.
  private static func rank(_ arm: ExperimentArm, _ languages: [Language]) -> (Int, Int, Int, String) {
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
    let count =
      switch arm.size {
      case .all: Int.max
      case .total(let count), .perLanguage(let count): count
      }
    return (place >= 10 ? 2 : isPerLanguage, place, count, "\(arm.mixture)")
  }
}
