internal import IsoglossCore

extension SVGDrawing {
  /// Cells of numbers on steps of one hue. Sizes stand in the cells where they differ, and in the legend where they do
  /// not.
  mutating func heatMap(rows: [String], columns: [String], values: [[Double?]], counts: [[Int]]) {
    guard !rows.isEmpty, !columns.isEmpty else { return }
    let size = frame.isNarrow ? 11.0 : 13.0
    let longest = rows.map { Self.length(VisibleText.line($0), size: size) }.max() ?? 0
    let left = min(frame.isNarrow ? 74 : 170, longest + (frame.isNarrow ? 6 : 14))
    let count = Double(columns.count)
    let head = HeatMapHead(columns, frame: frame, cell: (width - left) / count)
    let cell = min(64, max(frame.isNarrow ? 17.5 : 30, (width - left - head.overhang) / count))
    width = max(width, left + cell * count + head.overhang)
    let showsCounts = Set(counts.joined()).count > 1 && !frame.isNarrow
    let row = showsCounts ? 38.0 : frame.isNarrow ? 24 : 30

    for (index, title) in head.titles.enumerated() {
      let x = left + cell * (Double(index) + 0.5)
      text(
        title, x: head.turn == 0 ? x : x + head.size * 0.35, y: head.height - 7, size: head.size,
        anchor: head.turn == 0 ? "middle" : "start", name: "soft", turn: head.turn)
    }
    for (r, label) in rows.enumerated() {
      let y = head.height + row * Double(r)
      text(
        Self.fit(label, length: left - 4, size: size), x: frame.isNarrow ? 0 : left - 12, y: y + row / 2 + size * 0.35,
        size: size, anchor: frame.isNarrow ? "start" : "end")
      for c in columns.indices {
        let n = counts.at(r)?.at(c)
        heatCell(
          values.value(r, c), n: showsCounts ? n : nil, x: left + cell * Double(c), y: y, width: cell, height: row,
          hint: "\(label), \(columns[c]): \(Numerals.percent(values.value(r, c)))\(n.map { " (n = \($0))" } ?? "")")
      }
    }
    height = head.height + row * Double(rows.count) + 2
  }

  /// - Parameter n: the size to write under the value.
  private mutating func heatCell(
    _ value: Double?, n: Int?, x: Double, y: Double, width: Double, height: Double, hint: String
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
      shown, x: middle, y: n == nil ? base : base - 6, size: frame.isNarrow && shown.count > 2 ? 9 : size,
      anchor: "middle", name: "h\(step)i")
    if let n { text("n \(n)", x: middle, y: base + 8, size: 10.5, anchor: "middle", name: "h\(step)i") }
  }
}

/// The headings of a heat map's columns: level where they fit, else slanted on a desk; on a phone cut to their codes
/// (`S1` of `S1 Violent Crimes`), or upright where they have none.
struct HeatMapHead {
  /// What stands above each column.
  let titles: [String]
  /// Size of the letters.
  let size: Double
  /// Degrees that the titles are turned by.
  let turn: Double
  /// Room above the cells.
  let height: Double
  /// Room that slanted titles need beyond the last column.
  let overhang: Double

  /// Headings for columns of about `cell` units.
  init(_ columns: [String], frame: SVGFrame, cell: Double) {
    size = frame.isNarrow ? 9 : 12
    let size = self.size
    func longest(_ titles: some Sequence<String>) -> Double {
      titles.map { SVGDrawing.length($0, size: size) }.max() ?? 0
    }
    let whole = columns.map { SVGDrawing.fit($0, length: 190, size: size) }
    if longest(whole) <= max(cell, frame.isNarrow ? 17.5 : 30) + 1 {
      (titles, turn, height, overhang) = (whole, 0, 22, 0)
    } else if frame.isNarrow {
      let codes = Self.codes(columns)
      let long = codes == nil ? longest(whole) : 0
      (titles, turn, height, overhang) = (codes ?? whole, codes == nil ? -90 : 0, max(22, long + 12), 0)
    } else {
      (titles, turn, height, overhang) = (
        whole, -50, longest(whole) * 0.77 + 18, longest(whole.suffix(1)) * 0.62
      )
    }
  }

  /// The first words of the columns, where all have one of at most three letters, and more besides.
  static func codes(_ columns: [String]) -> [String]? {
    let words = columns.map { VisibleText.line($0).split(separator: " ", maxSplits: 1).map(String.init) }
    let codes = words.compactMap(\.first)
    let fits = words.allSatisfy { $0.count == 2 && DisplayWidth.of($0[0]) <= 3 }
    return fits && Set(codes).count == columns.count ? codes : nil
  }
}
