public import IsoglossCore

/// One measure by language and arm: a table of the second paper.
public struct ArmTable: Hashable, Sendable, Codable {
  /// What is measured.
  public var measure: GridMeasure
  /// The columns; the start, where it has values, is the first and has no arm.
  public var columns: [String]
  /// The rows.
  public var languages: [Language]
  /// `[languages][columns]`; null where nothing was measured.
  public var cells: [[ArmEstimate?]]
  /// All languages together, by column.
  public var all: [ArmEstimate?]

  /// Measures a grid.
  /// - Parameter arms: the columns.
  init(_ measure: GridMeasure, _ grid: ExperimentGrid, arms: [ExperimentArm]) {
    self.measure = measure
    languages = grid.languages
    var runs = arms.map { (label: grid.label($0), runs: grid.runs(of: $0)) }
    // Gains and costs are against the start, which has none itself.
    let isAbsolute = measure.isShare || measure == .surprise
    if isAbsolute, let start = grid.start { runs.insert((label: "before", runs: [start]), at: 0) }
    columns = runs.map(\.label)
    cells = grid.languages.map { language in runs.map { grid.estimate(measure, $0.runs, [language]) } }
    all = runs.map { grid.estimate(measure, $0.runs, grid.languages) }
  }

  /// Whether anything was measured.
  var isEmpty: Bool { cells.allSatisfy { $0.allSatisfy { $0 == nil } } }

  /// The languages that a column is worst in, several where they tie; none where all are alike.
  func worst(_ column: Int) -> [Language] {
    let found = zip(languages, cells).compactMap { language, row in
      row[column].map { (language: language, value: $0.mean.value) }
    }
    let values = found.map(\.value)
    guard let extreme = measure.isBadWhenHigh ? values.max() : values.min() else { return [] }
    let worst = found.filter { abs($0.value - extreme) < 1e-9 }.map(\.language)
    return worst.count == found.count && found.count > 1 ? [] : worst
  }
}

extension GridMeasure {
  /// Whether the highest value is the worst.
  var isBadWhenHigh: Bool {
    switch self {
    case .refusalGain, .helpGain, .consistency: false
    case .nonRefusal, .twinRefusal, .degenerate, .surprise, .textCost: true
    }
  }
}
