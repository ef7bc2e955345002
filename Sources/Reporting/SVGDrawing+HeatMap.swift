internal import IsoglossCore

extension SVGDrawing {
  /// Cells of numbers on steps of one hue. Sizes stand in the cells where they differ, and once below where they do not.
  mutating func heatMap(rows: [String], columns: [String], values: [[Double?]], counts: [[Int]]) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    let size = frame.isNarrow ? 11.0 : 13.0
    let longest = rows.map { Self.length(VisibleText.line($0), size: size) }.max() ?? 0
    let left = min(frame.isNarrow ? 74 : 170, longest + (frame.isNarrow ? 6 : 14))
    let least = frame.isNarrow ? 17.5 : 30.0
    let cell = min(64, max(least, (width - left) / Double(columns.count)))
    width = max(width, left + cell * Double(columns.count))
    let titleSize = frame.isNarrow ? 10.0 : 12.0
    let titles = columns.map { Self.fit($0, length: 150, size: titleSize) }
    let turns = titles.contains { Self.length($0, size: titleSize) > cell + 1 }
    let top = turns ? (titles.map { Self.length($0, size: titleSize) }.max() ?? 0) + 12 : 22
    let same = Set(counts.joined()).count <= 1
    let showsCounts = !same && !frame.isNarrow
    let row = showsCounts ? 38.0 : frame.isNarrow ? 24 : 30

    for (index, title) in titles.enumerated() {
      let x = left + cell * (Double(index) + 0.5)
      text(
        title, x: turns ? x + titleSize * 0.35 : x, y: top - 7, size: titleSize, anchor: turns ? "start" : "middle",
        name: "soft", turn: turns)
    }
    for (r, label) in rows.enumerated() {
      let y = top + row * Double(r)
      text(
        Self.fit(label, length: left - 4, size: size), x: frame.isNarrow ? 0 : left - 12, y: y + row / 2 + size * 0.35,
        size: size, anchor: frame.isNarrow ? "start" : "end")
      for c in columns.indices {
        let n = counts.at(r)?.at(c)
        heatCell(
          values.value(r, c), n: n, showsCount: showsCounts, x: left + cell * Double(c), y: y, width: cell, height: row,
          hint: "\(label), \(columns[c]): \(Numerals.percent(values.value(r, c)))\(n.map { " (n = \($0))" } ?? "")")
      }
    }
    height = top + row * Double(rows.count) + 2
  }

  private mutating func heatCell(
    _ value: Double?, n: Int?, showsCount: Bool, x: Double, y: Double, width: Double, height: Double, hint: String
  ) {
    let (middle, gap) = (x + width / 2, frame.isNarrow ? 1.0 : 1.5)
    let size = frame.isNarrow ? 9.5 : 13.0
    let base = y + height / 2 + size * 0.36
    guard let value, value.isFinite else {
      rect(x, y, width - gap, height - gap, name: "hatch", hint: hint)
      return text(Numerals.missing, x: middle, y: base, size: size, anchor: "middle", name: "soft")
    }
    let step = Palette.step(value, of: Palette.light.heat.count)
    rect(x, y, width - gap, height - gap, name: "h\(step)", hint: hint)
    let shown = Numerals.whole(value)
    text(
      shown, x: middle, y: showsCount ? base - 6 : base, size: frame.isNarrow && shown.count > 2 ? 8.5 : size,
      anchor: "middle", name: "h\(step)i")
    if showsCount, let n { text("n \(n)", x: middle, y: base + 8, size: 10.5, anchor: "middle", name: "h\(step)i") }
  }
}
