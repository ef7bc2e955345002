internal import IsoglossCore

extension Figure {
  /// The numbers of the picture as a table that says the same.
  var dataTable: Table {
    let text = "The numbers of the figure: \(caption)"
    switch kind {
    case .bars(let bars, let reference, let referenceLabel, let areDifferences, let areCoefficients):
      let scale = Numerals.Scale(areDifferences: areDifferences, areCoefficients: areCoefficients)
      let number = scale.text
      var rows = bars.map { bar in
        [
          Table.Cell(bar.label, emphasis: bar.isWorst ? .worst : .none),
          Table.Cell(
            number(bar.estimate?.value), value: bar.estimate?.value, emphasis: bar.isWorst ? .worst : .none),
          Table.Cell(bar.estimate.map { Numerals.interval($0, scale: scale) } ?? Numerals.missing),
          Table.Cell(bar.estimate.map { String($0.n) } ?? Numerals.missing, value: bar.estimate.map { Double($0.n) }),
        ]
      }
      if let reference, reference.isFinite {
        rows.append([
          Table.Cell("Reference: \(referenceLabel)", emphasis: .faint),
          Table.Cell(number(reference), value: reference, emphasis: .faint), Table.Cell(""),
          Table.Cell(""),
        ])
      }
      return Table(
        caption: text,
        columns: [
          .init(""), .init(areDifferences ? "Points" : "Value", isNumeric: true), .init("Interval", isNumeric: true),
          .init("n", isNumeric: true),
        ],
        rows: rows)
    case .heatMap(let rows, let columns, let values, let counts):
      return Table(
        caption: text, columns: [.init("")] + columns.map { .init($0, isNumeric: true) },
        rows: rows.indices.map { row in
          [Table.Cell(rows[row])]
            + columns.indices.map { column in
              let value = values.value(row, column)
              guard let value, value.isFinite else { return Table.Cell(Numerals.missing, emphasis: .faint) }
              let n = counts.at(row)?.at(column).map { " (\($0))" } ?? ""
              return Table.Cell(Numerals.percent(value) + n, value: value)
            }
        })
    case .stacks(let stacks, let categories):
      let counted = stacks.contains { $0.n != nil }
      return Table(
        caption: text,
        columns: [.init("")] + categories.map { .init(Numerals.category($0), isNumeric: true) }
          + (counted ? [.init("n", isNumeric: true)] : []),
        rows: stacks.map { stack in
          [Table.Cell(stack.label)]
            + categories.indices.map { Table.Cell(Numerals.percent(stack.shares.at($0)), value: stack.shares.at($0)) }
            + (counted
              ? [Table.Cell(stack.n.map(String.init) ?? Numerals.missing, value: stack.n.map(Double.init))] : [])
        })
    case .counts(let counts, let unit):
      return Table(
        caption: text, columns: [.init(""), .init(unit, isNumeric: true)],
        rows: counts.map { [Table.Cell($0.label), Table.Cell("\($0.count)", value: Double($0.count))] })
    case .points(let points, let across, let up):
      let plane = Plane(points, across: across, up: up, limits: (8, 7))
      return Table(
        caption: text,
        columns: [.init(""), .init(across.title, isNumeric: true), .init(up.title, isNumeric: true)],
        rows: points.map { point in
          [
            Table.Cell(point.label + (point.isReference ? " (reference)" : "")),
            Table.Cell(plane.across.text(point.across), value: point.across?.value),
            Table.Cell(plane.up.text(point.up), value: point.up?.value),
          ]
        })
    }
  }
}

extension Array {
  /// The element, or null beyond the end.
  func at(_ index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}

extension [[Double?]] {
  /// The value of a cell, or null where there is no such cell.
  func value(_ row: Int, _ column: Int) -> Double? { at(row)?.at(column) ?? nil }
}
