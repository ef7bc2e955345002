public import Foundation
public import IsoglossCore

/// A report for machines.
///
/// One object with the keys `schema`, `title`, `headline`, `facts`, `sections` and `provenance`; every block of a section
/// says its `kind`. Keys are sorted, the same report gives the same bytes, and no number is NaN or infinite: where there
/// is no number there is null.
public enum JSONReport {
  /// Name and version of the layout.
  public static let schema = "isogloss.report/1"

  /// The report as UTF-8 bytes, ended by a line feed. Cost is linear in the report's text.
  public static func render(_ report: Report) -> Data {
    var text = ""
    JSONText.object([
      "schema": .text(schema),
      "title": .text(report.title),
      "headline": .text(report.headline),
      "facts": facts(report.facts),
      "sections": .list(report.sections.map(section)),
      "provenance": facts(report.provenance),
    ]).write(to: &text)
    return Data((text + "\n").utf8)
  }

  private static func facts(_ facts: [Fact]) -> JSONText {
    .list(facts.map { .object(["label": .text($0.label), "value": .text($0.value)]) })
  }

  private static func section(_ section: Section) -> JSONText {
    .object([
      "id": .text(section.id),
      "title": .text(section.title),
      "lead": .text(section.lead),
      "blocks": .list(section.blocks.map(block)),
    ])
  }

  private static func block(_ block: Section.Block) -> JSONText {
    switch block {
    case .paragraph(let text): .object(["kind": .text("paragraph"), "text": .text(text)])
    case .note(let text): .object(["kind": .text("note"), "text": .text(text)])
    case .facts(let list): .object(["kind": .text("facts"), "facts": facts(list)])
    case .table(let value): table(value)
    case .figure(let value): figure(value)
    case .samples(let values): .object(["kind": .text("samples"), "samples": .list(values.map(sample))])
    }
  }

  private static func table(_ table: Table) -> JSONText {
    .object([
      "kind": .text("table"),
      "caption": .text(table.caption),
      "columns": .list(
        table.columns.map { .object(["title": .text($0.title), "isNumeric": .bool($0.isNumeric)]) }),
      "rows": .list(
        table.rows.map { row in
          .list(
            row.map { cell in
              .object([
                "text": .text(cell.text), "value": .optional(cell.value), "emphasis": .text(cell.emphasis.rawValue),
              ])
            })
        }),
    ])
  }

  private static func figure(_ figure: Figure) -> JSONText {
    var members: [String: JSONText] = [
      "kind": .text("figure"), "caption": .text(figure.caption), "description": .text(figure.description),
    ]
    switch figure.kind {
    case .bars(let bars, let reference, let referenceLabel, let areDifferences, let areCoefficients):
      members["figure"] = .text("bars")
      members["areDifferences"] = .bool(areDifferences)
      if areCoefficients { members["areCoefficients"] = .bool(true) }
      members["reference"] = .optional(reference)
      members["referenceLabel"] = .text(referenceLabel)
      members["bars"] = .list(
        bars.map {
          .object([
            "label": .text($0.label), "isWorst": .bool($0.isWorst), "estimate": $0.estimate.map(estimate) ?? .null,
          ])
        })
    case .heatMap(let rows, let columns, let values, let counts):
      members["figure"] = .text("heatMap")
      members["rows"] = .list(rows.map { .text($0) })
      members["columns"] = .list(columns.map { .text($0) })
      members["values"] = .list(values.map { .list($0.map { .optional($0) }) })
      members["counts"] = .list(counts.map { .list($0.map { .integer($0) }) })
    case .stacks(let stacks, let categories):
      members["figure"] = .text("stacks")
      members["categories"] = .list(categories.map { .text($0) })
      members["stacks"] = .list(
        stacks.map {
          .object([
            "label": .text($0.label), "shares": .list($0.shares.map { .number($0) }),
            "n": $0.n.map { .integer($0) } ?? .null,
          ])
        })
    case .counts(let counts, let unit):
      members["figure"] = .text("counts")
      members["unit"] = .text(unit)
      members["counts"] = .list(counts.map { .object(["label": .text($0.label), "count": .integer($0.count)]) })
    case .points(let points, let across, let up):
      func axis(_ axis: Figure.Axis) -> JSONText {
        .object(["title": .text(axis.title), "areShares": .bool(axis.areShares)])
      }
      members["figure"] = .text("points")
      members["across"] = axis(across)
      members["up"] = axis(up)
      members["points"] = .list(
        points.map {
          .object([
            "label": .text($0.label), "isReference": .bool($0.isReference),
            "across": $0.across.map(estimate) ?? .null, "up": $0.up.map(estimate) ?? .null,
          ])
        })
    }
    return .object(members)
  }

  private static func estimate(_ estimate: Estimate) -> JSONText {
    .object([
      "value": .number(estimate.value), "low": .number(estimate.low), "high": .number(estimate.high),
      "n": .integer(estimate.n),
    ])
  }

  private static func sample(_ sample: Sample) -> JSONText {
    .object([
      "id": .text(sample.id), "language": .text(sample.language.code), "facts": .text(sample.facts),
      "responseLanguage": sample.responseLanguage.map { .text($0.code) } ?? .null,
      "prompt": .text(sample.prompt), "response": .text(sample.response), "outcome": .text(sample.outcome),
      "reason": .text(sample.reason),
    ])
  }
}
