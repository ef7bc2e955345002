internal import Foundation
public import IsoglossCore
public import IsoglossStatistics

/// What a check saw in each language. It counts flags, not losses: how often a flag is right is measured on planted losses
/// (``LossEvaluation``).
public struct TranslationSummary: Sendable, Encodable {
  /// One language.
  public struct Line: Sendable, Encodable {
    /// The language that was translated to.
    public var language: Language
    /// Flagged rows among all.
    public var flagged: Proportion
    /// Flagged rows with a sign of each kind; kinds without one are left out.
    public var kinds: [String: Int]
    /// Mean chrF2 of the translations back, 0...100; null without any.
    public var meanChrF: Double?
    /// Rows of which something could not be looked at.
    public var unchecked: Int
  }

  /// Languages in order of codes.
  public let lines: [Line]
  /// The most suspicious rows, for the reader.
  private let worst: [ReviewQueue.Item]

  private enum CodingKeys: String, CodingKey { case lines }

  /// A summary.
  /// - Precondition: one finding a text, in their order.
  public init(_ texts: [TranslatedText], _ findings: [TranslationFinding]) {
    worst = Array(ReviewQueue(texts, findings).items.prefix(8))
    lines = Dictionary(grouping: findings, by: \.language).sorted { $0.key < $1.key }.map { language, rows in
      let flagged = rows.filter(\.isFlagged)
      let kinds = LossKind.allCases.map { kind in (kind.rawValue, flagged.count { $0.kinds.contains(kind) }) }
      let scores = rows.compactMap(\.similarity.chrF)
      return Line(
        language: language, flagged: Proportion(rows.map(\.isFlagged)),
        kinds: Dictionary(uniqueKeysWithValues: kinds.filter { $0.1 > 0 }),
        meanChrF: scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count),
        unchecked: rows.count { !$0.unchecked.isEmpty })
    }
  }

  /// One line: the language with the largest share of flags first.
  public var headline: String {
    let all = lines.reduce(into: (flagged: 0, rows: 0)) {
      $0.flagged += $1.flagged.successes
      $0.rows += $1.flagged.trials
    }
    let most = lines.max { ($0.flagged.rate ?? 0) < ($1.flagged.rate ?? 0) }
    let first =
      most.map { "most flags in \($0.language.name), \($0.flagged.successes) of \($0.flagged.trials)" } ?? "no row"
    return "\(first); \(all.flagged) of \(all.rows) translations are flagged for review"
  }

  /// A table by language, and the most suspicious rows.
  public var section: Section {
    let shown = LossKind.allCases.filter { kind in lines.contains { $0.kinds[kind.rawValue] != nil } }
    var columns = [Table.Column("language")]
    columns += (["rows", "flagged"] + shown.map(\.rawValue) + ["mean chrF", "not wholly checked"])
      .map { Table.Column($0, isNumeric: true) }
    let table = Table(
      caption: "Flagged rows by language; a row may have signs of several kinds", columns: columns,
      rows: lines.map { Self.row($0, kinds: shown) })
    let reasons = Table(
      caption: "The most suspicious rows", columns: [.init("row"), .init("score", isNumeric: true), .init("reasons")],
      rows: worst.map { item -> [Table.Cell] in
        [
          Table.Cell(item.id), Table.Cell(String(format: "%.2f", item.score), value: item.score),
          Table.Cell(item.reasons.joined(separator: "; ")),
        ]
      })
    return Section(
      id: "translations", title: "What translations may have lost",
      lead: "A flag is a reason to look, not a verdict; a row without one is a row where nothing was seen.",
      blocks: worst.isEmpty ? [.table(table)] : [.table(table), .table(reasons)])
  }

  private static func row(_ line: Line, kinds: [LossKind]) -> [Table.Cell] {
    func count(_ value: Int) -> Table.Cell { Table.Cell("\(value)", value: Double(value)) }
    var row = [Table.Cell(line.language.code), count(line.flagged.trials), count(line.flagged.successes)]
    row += kinds.map { count(line.kinds[$0.rawValue] ?? 0) }
    let chrF = line.meanChrF.map { String(format: "%.1f", $0) } ?? "–"
    row.append(Table.Cell(chrF, value: line.meanChrF))
    row.append(count(line.unchecked))
    return row
  }
}
