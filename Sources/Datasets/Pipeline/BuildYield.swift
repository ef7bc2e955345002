public import IsoglossCore

/// What a build kept and lost in each language, and why.
public struct BuildYield: Sendable, Encodable {
  /// Rows that one stage dropped for one cause.
  public struct Loss: Hashable, Sendable, Codable {
    /// The stage's name.
    public var stage: String
    /// The kind of reason.
    public var cause: String
    /// Number of rows.
    public var rows: Int
  }

  /// One language.
  public struct Line: Hashable, Sendable, Codable {
    /// The language.
    public var language: Language
    /// Pairs after the last stage; rows, where the build makes no pairs.
    public var kept: Int
    /// Rows that stages dropped.
    public var dropped: Int
    /// Why, the most frequent first.
    public var losses: [Loss]
  }

  /// Languages that have rows at the end or lost some, the one with the fewest first.
  public let lines: [Line]
  /// What is counted as kept: `pairs` or `rows`.
  public let unit: String

  /// What stages that are done kept and lost.
  public init(_ stages: [DataPipeline.Done]) {
    let rows = stages.last?.rows ?? []
    let makesPairs = rows.contains { $0.pair != nil } || stages.contains { $0.rows.contains { $0.chosen != nil } }
    unit = makesPairs ? "pairs" : "rows"
    let dropped = Dictionary(grouping: stages.flatMap(\.dropped), by: \.language)
    let kept = Dictionary(grouping: rows.filter { !makesPairs || $0.pair != nil }, by: \.prompt.language)
    lines = Set(kept.keys).union(dropped.keys).map { language in
      let lost = dropped[language] ?? []
      return Line(
        language: language, kept: kept[language]?.count ?? 0, dropped: lost.count, losses: Self.losses(lost))
    }.sorted { ($0.kept, -$0.dropped, $0.language.code) < ($1.kept, -$1.dropped, $1.language.code) }
  }

  private static func losses(_ rows: [DroppedRow]) -> [Loss] {
    let byCause = Dictionary(grouping: rows) { Loss(stage: $0.stage, cause: $0.cause, rows: 0) }
    return byCause.map { Loss(stage: $0.key.stage, cause: $0.key.cause, rows: $0.value.count) }
      .sorted { ($1.rows, $0.stage, $0.cause) < ($0.rows, $1.stage, $1.cause) }
  }

  /// One line: what was made, in how many languages, the language with the least of it, and what it lost.
  public var headline: String {
    let made = lines.filter { $0.kept > 0 }
    let total = made.reduce(0) { $0 + $1.kept }
    let lost = lines.reduce(0) { $0 + $1.dropped }
    let what = "\(total) \(unit) in \(made.count) \(made.count == 1 ? "language" : "languages")"
    guard let worst = lines.first, let best = lines.last else { return what }
    let dropped = lost == 0 ? "nothing was dropped" : "\(lost) rows were dropped on the way"
    guard worst.kept < best.kept || worst.kept == 0 else {
      return lines.count == 1 ? "\(what); \(dropped)" : "\(what), \(worst.kept) in each; \(dropped)"
    }
    let why = worst.losses.isEmpty ? "none of its rows was dropped" : worst.losses.summary
    return "\(what); fewest in \(worst.language.name), \(worst.kept) of \(worst.kept + worst.dropped): \(why)"
  }

  /// The languages, the one with the fewest first.
  public var table: Table {
    Table(
      caption: "What was kept in each language, the least first.",
      columns: [
        .init("language"), .init(unit, isNumeric: true), .init("dropped", isNumeric: true), .init("why"),
      ],
      rows: lines.map { line in
        [
          .init(line.language.code), .init(count: line.kept), .init(count: line.dropped), .init(line.losses.summary),
        ]
      })
  }
}

extension [BuildYield.Loss] {
  /// `filter 2 (duplicates), translate 1 (it was not translated)`: the two most frequent, and how many rows more.
  fileprivate var summary: String {
    let named = prefix(2).map { "\($0.stage) \($0.rows) (\($0.cause))" }
    let rest = dropFirst(2).reduce(0) { $0 + $1.rows }
    return (named + (rest > 0 ? ["\(rest) more"] : [])).joined(separator: ", ")
  }
}

extension DroppedRow {
  /// What the row is counted under.
  var cause: String { kind ?? reason.firstRange(of: ": ").map { String(reason[..<$0.lowerBound]) } ?? reason }

  /// What the reason says of this row alone, after its cause; null where that is all.
  var detail: String? {
    let rest = reason.hasPrefix("\(cause): ") ? reason.dropFirst(cause.count + 2) : ""
    return rest.isEmpty ? nil : String(rest)
  }
}
