internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

extension LossEvaluation {
  /// One line: the worst language first.
  public var headline: String {
    let worst = lines.dropFirst().min { ($0.recall.rate ?? 1) < ($1.recall.rate ?? 1) }
    let first = worst.map { "recall is lowest in \(Language($0.name).name), \(Self.share($0.recall))" } ?? "no language"
    guard let all = lines.first else { return first }
    return "\(first); over all, recall \(Self.share(all.recall)), precision \(Self.share(all.precision))"
  }

  /// Tables of precision and recall with Wilson's intervals at 95 %.
  public var section: Section {
    Section(
      id: "translation-losses", title: "Planted losses",
      lead: "How many planted losses were flagged, and how many flags were right. Intervals are Wilson's, 95 %.",
      blocks: [.table(byLanguage), .table(byKind), .table(byBoth)])
  }

  private var byLanguage: Table {
    Table(
      caption: "By language",
      columns: [
        .init("language"), .init("recall", isNumeric: true), .init("precision", isNumeric: true),
        .init("false alarms on clean rows", isNumeric: true), .init("AUC", isNumeric: true),
      ],
      rows: lines.map { line -> [Table.Cell] in
        let area = line.areaUnderCurve.map { String(format: "%.2f", $0) } ?? "–"
        return [
          Table.Cell(line.name), Self.cell(line.recall), Self.cell(line.precision), Self.cell(line.falseAlarms),
          Table.Cell(area, value: line.areaUnderCurve),
        ]
      })
  }

  private var byKind: Table {
    Table(
      caption:
        "By kind of loss: flagged at all, flagged with a sign of this kind, and how often a strongest sign is right",
      columns: [
        .init("kind"), .init("flagged", isNumeric: true), .init("named", isNumeric: true),
        .init("precision of the kind", isNumeric: true),
      ],
      rows: kinds.map { kind -> [Table.Cell] in
        [Table.Cell(kind.kind.rawValue), Self.cell(kind.found), Self.cell(kind.named), Self.cell(kind.precision)]
      })
  }

  private var byBoth: Table {
    let shown = kinds.map(\.kind)
    return Table(
      caption: "Recall by language and kind (flagged of planted)",
      columns: ["language"].map { Table.Column($0) } + shown.map { Table.Column($0.rawValue, isNumeric: true) },
      rows: cells.sorted { $0.key < $1.key }.map { language, row -> [Table.Cell] in
        var line = [Table.Cell(language.code)]
        for kind in shown {
          if let cell = row[kind.rawValue], cell.trials > 0 {
            line.append(Table.Cell("\(cell.successes)/\(cell.trials)", value: cell.rate))
          } else {
            line.append(Table.Cell("–", emphasis: .faint))
          }
        }
        return line
      })
  }

  private static func cell(_ proportion: Proportion) -> Table.Cell { .init(share(proportion), value: proportion.rate) }

  /// `0.75 [0.61, 0.85] (27/36)`.
  static func share(_ proportion: Proportion) -> String {
    guard let rate = proportion.rate, let interval = proportion.wilson() else { return "–" }
    return String(
      format: "%.2f [%.2f, %.2f] (%d/%d)", rate, interval.lower, interval.upper, proportion.successes, proportion.trials
    )
  }
}
