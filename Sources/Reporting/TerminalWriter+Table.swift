internal import IsoglossCore

extension TerminalWriter {
  /// A table, columns aligned. What is too wide is cut into several tables that repeat the first column.
  mutating func table(_ table: Table) {
    paragraph(.bold, table.caption)
    guard !table.columns.isEmpty else { return }
    let rows = table.rows.map { row in
      table.columns.indices.map { column -> (text: String, ink: Ink) in
        guard let cell = row.at(column) else { return ("", .none) }
        let text = VisibleText.line(cell.text)
        return switch cell.emphasis {
        case .none: (text, .none)
        case .faint: (text, .faint)
        case .good: (text, .good)
        case .worst: (text.isEmpty ? "" : "*" + text, .worst)
        }
      }
    }
    let titles = table.columns.map { VisibleText.line($0.title) }
    let limit = max(12, width / 2 - 1)
    let sizes = table.columns.indices.map { column in
      min(limit, max(1, ([titles[column]] + rows.map { $0[column].text }).map(DisplayWidth.of).max() ?? 1))
    }
    for (index, part) in columnGroups(sizes).enumerated() {
      if index > 0 { line() }
      let head = part.map { dress(.faint, DisplayWidth.pad(titles[$0], to: sizes[$0], right: table.columns[$0].isNumeric)) }
      line(.none, head.joined(separator: "  "))
      for row in rows {
        let cells = part.map { column in
          dress(
            row[column].ink,
            DisplayWidth.pad(row[column].text, to: sizes[column], right: table.columns[column].isNumeric))
        }
        line(.none, cells.joined(separator: "  "))
      }
    }
    if table.rows.isEmpty { line(.faint, "No rows.") }
    if table.rows.contains(where: { $0.contains { $0.emphasis == .worst && !$0.text.isEmpty } }) {
      line(.faint, "* worst")
    }
  }

  /// Columns that fit beside each other; each group starts with the first column.
  private func columnGroups(_ sizes: [Int]) -> [[Int]] {
    var groups: [[Int]] = []
    var group = [0]
    var used = sizes[0]
    for column in sizes.indices.dropFirst() {
      if used + 2 + sizes[column] > width, group.count > 1 {
        groups.append(group)
        group = [0]
        used = sizes[0]
      }
      group.append(column)
      used += 2 + sizes[column]
    }
    return groups + [group]
  }
}
