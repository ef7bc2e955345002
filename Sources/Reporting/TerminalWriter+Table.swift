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
      // Headings break between words, into two lines or a few; cells do not break.
      let words = titles[column].split(separator: " ").map(String.init) + rows.map { $0[column].text }
      return min(limit, max(words.map(DisplayWidth.of).max() ?? 1, (DisplayWidth.of(titles[column]) + 3) / 2, 1))
    }
    let headings = table.columns.indices.map { DisplayWidth.wrap(titles[$0], to: sizes[$0]) }
    for (index, part) in columnGroups(sizes).enumerated() {
      if index > 0 { line() }
      /// Nothing stands behind the last column, so that lines end with their text.
      func pad(_ text: String, _ column: Int) -> String {
        let isNumeric = table.columns[column].isNumeric
        let isLast = column == part.last && !isNumeric
        return isLast
          ? DisplayWidth.fit(text, to: sizes[column]) : DisplayWidth.pad(text, to: sizes[column], right: isNumeric)
      }
      let depth = part.map { headings[$0].count }.max() ?? 1
      for level in 0..<depth {
        let head = part.map { column in
          let lines = headings[column]
          return dress(.faint, pad(lines.at(level - depth + lines.count) ?? "", column))
        }
        line(.none, head.joined(separator: "  "))
      }
      for row in rows {
        let cells = part.map { dress(row[$0].ink, pad(row[$0].text, $0)) }
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
