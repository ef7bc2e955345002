internal import IsoglossCore

extension TerminalWriter {
  /// A figure in block characters.
  mutating func figure(_ figure: Figure) {
    paragraph(.bold, figure.caption)
    switch figure.kind {
    case .bars(let bars, let reference, let referenceLabel, let areDifferences, let areCoefficients):
      self.bars(
        bars, reference: reference, referenceLabel: referenceLabel,
        scale: Numerals.Scale(areDifferences: areDifferences, areCoefficients: areCoefficients))
    case .heatMap(let rows, let columns, let values, let counts):
      heatMap(rows: rows, columns: columns, values: values, counts: counts)
    case .stacks(let stacks, let categories):
      self.stacks(stacks, categories: categories)
    case .counts(let counts, let unit):
      self.counts(counts, unit: unit)
    case .points(let points, let across, let up):
      self.points(points, across: across, up: up)
    }
  }

  private mutating func counts(_ counts: [Figure.Count], unit: String) {
    guard !counts.isEmpty else { return line(.faint, "Nothing to show.") }
    let labels = counts.map { DisplayWidth.fit(VisibleText.line($0.label), to: width / 3) }
    let labelWidth = labels.map(DisplayWidth.of).max() ?? 0
    let axis = CountAxis(counts)
    let numbers = counts.map { "\($0.count)" }
    let numberWidth = numbers.map(\.count).max() ?? 0
    let columns = max(1, width - labelWidth - numberWidth - 4)
    for (index, count) in counts.enumerated() {
      let cells = Int((axis.position(count.count) * Double(columns)).rounded())
      let drawn = String(repeating: "█", count: cells) + String(repeating: " ", count: columns - cells)
      line(
        .none,
        DisplayWidth.pad(labels[index], to: labelWidth) + "  " + dress(.color(34), drawn) + "  "
          + DisplayWidth.pad(numbers[index], to: numberWidth, right: true))
    }
    paragraph(.faint, "█\u{A0}\(VisibleText.line(unit)) · logarithmic axis from 1 to \(axis.ticks.last ?? 1)")
  }

  private mutating func bars(
    _ bars: [Figure.Bar], reference: Double?, referenceLabel: String, scale: Numerals.Scale
  ) {
    guard !bars.isEmpty else { return line(.faint, "Nothing to show.") }
    let labels = bars.map { DisplayWidth.fit(VisibleText.line($0.label), to: width / 3) }
    let labelWidth = labels.map(DisplayWidth.of).max() ?? 0
    // On a narrow terminal the size goes first, then the interval; the bar keeps ten columns.
    let room = width - labelWidth - 14
    let choices = (0...2).map { left in
      bars.map { Self.words($0, scale: scale, leavingOut: left) }
    }
    let texts = choices.first { ($0.map(DisplayWidth.of).max() ?? 0) <= room } ?? choices[2]
    let textWidth = texts.map(DisplayWidth.of).max() ?? 0
    let axis = BarAxis(bars: bars, reference: reference, scale: scale)
    let columns = max(1, width - labelWidth - textWidth - 4)
    for (index, bar) in bars.enumerated() {
      let drawn = Self.bar(bar.estimate, axis: axis, columns: columns, reference: reference)
      line(
        .none,
        dress(bar.isWorst ? .worst : .none, DisplayWidth.pad(labels[index], to: labelWidth)) + "  "
          + dress(bar.isWorst ? .worst : .color(34), drawn) + "  " + dress(bar.isWorst ? .worst : .none, texts[index]))
    }
    var legend = ["█▓\u{A0}value", "▓░\u{A0}interval"]
    if axis.low < 0 { legend.append("from \(axis.label(axis.low)) to \(axis.label(axis.high))") }
    if let reference, reference.isFinite {
      legend.append("│ \(VisibleText.line(referenceLabel)) \(axis.label(reference))")
    }
    if bars.contains(where: \.isWorst) { legend.append("*\u{A0}worst") }
    paragraph(.faint, legend.joined(separator: " · "))
  }

  /// A bar's numbers: all, without the size, or the value alone.
  private static func words(_ bar: Figure.Bar, scale: Numerals.Scale, leavingOut parts: Int) -> String {
    let mark = bar.isWorst ? " *" : ""
    guard parts > 0, let estimate = bar.estimate, estimate.value.isFinite else {
      return Numerals.text(bar.estimate, scale: scale) + mark
    }
    let value = scale.text(estimate.value)
    let interval = parts == 1 ? " " + Numerals.interval(estimate, scale: scale) : ""
    return value + interval + mark
  }

  /// Solid to the interval, dark in it up to the value, light in it beyond.
  static func bar(_ estimate: Estimate?, axis: BarAxis, columns: Int, reference: Double?) -> String {
    var cells = Array(repeating: Character(" "), count: columns)
    func column(_ value: Double) -> Int { Int((axis.position(value) * Double(columns)).rounded()) }
    if let estimate, estimate.value.isFinite {
      let zero = column(0)
      let value = column(estimate.value)
      let low = estimate.low.isFinite ? column(estimate.low) : value
      let high = estimate.high.isFinite ? column(estimate.high) : value
      for cell in cells.indices {
        let isBar = cell >= min(zero, value) && cell < max(zero, value)
        let isInterval = cell >= min(low, high) && cell < max(low, high)
        cells[cell] = isBar ? (isInterval ? "▓" : "█") : (isInterval ? "░" : " ")
      }
    }
    if let reference, reference.isFinite {
      let at = min(columns - 1, column(reference))
      if cells[at] == " " || cells[at] == "░" { cells[at] = "│" }
    }
    return String(cells)
  }

  private mutating func heatMap(rows: [String], columns: [String], values: [[Double?]], counts: [[Int]]) {
    let labels = rows.map { DisplayWidth.fit(VisibleText.line($0), to: width / 3) }
    let labelWidth = max(1, labels.map(DisplayWidth.of).max() ?? 0)
    let titles = columns.map { DisplayWidth.fit(VisibleText.line($0), to: 8) }
    let cell = max(4, titles.map(DisplayWidth.of).max() ?? 0) + 1
    let perLine = max(1, (width - labelWidth) / cell)
    guard !rows.isEmpty, !columns.isEmpty else { return line(.faint, "Nothing to show.") }
    for start in stride(from: 0, to: columns.count, by: perLine) {
      let part = start..<min(columns.count, start + perLine)
      if start > 0 { line() }
      line(
        .faint,
        String(repeating: " ", count: labelWidth)
          + part.map { DisplayWidth.pad(titles[$0], to: cell, right: true) }.joined())
      for row in rows.indices {
        let drawn = part.map { column -> String in
          let value = values.value(row, column)
          let text = DisplayWidth.pad(Numerals.whole(value), to: cell - 1, right: true)
          return " " + dress(Self.shade(value), text)
        }
        line(.none, DisplayWidth.pad(labels[row], to: labelWidth) + drawn.joined())
      }
    }
    let sizes = Set(counts.joined())
    let size = sizes.count == 1 ? sizes.first.map { ", n = \($0) in every cell" } ?? "" : ""
    paragraph(.faint, "Per cent\(size); \(Numerals.missing) not measured")
  }

  private static func shade(_ value: Double?) -> Ink {
    guard let value, value.isFinite else { return .faint }
    // From pale to dark red of the 256 colours, ink black or white.
    let grounds = [230, 223, 216, 209, 167, 124, 88]
    let step = Palette.step(value, of: grounds.count)
    return .shade(ink: step < 4 ? 16 : 231, ground: grounds[step])
  }

  private mutating func stacks(_ stacks: [Figure.Stack], categories: [String]) {
    guard !stacks.isEmpty, !categories.isEmpty else { return line(.faint, "Nothing to show.") }
    let labels = stacks.map { stack in
      let size = stack.n.map { " (n = \($0))" } ?? ""
      return DisplayWidth.fit(VisibleText.line(stack.label), to: width / 3) + size
    }
    let labelWidth = labels.map(DisplayWidth.of).max() ?? 0
    let columns = max(10, width - labelWidth - 2)
    let looks = CategoryLook.of(categories)
    for (stack, label) in zip(stacks, labels) {
      var drawn = ""
      var used = 0
      var sum = 0.0
      for index in categories.indices {
        let share = stack.shares.at(index) ?? 0
        guard share.isFinite, share > 0 else { continue }
        sum = min(1, sum + share)
        let end = Int((sum * Double(columns)).rounded())
        drawn += dress(
          .color(looks[index].terminalColor), String(repeating: looks[index].glyph, count: max(0, end - used)))
        used = max(used, end)
      }
      line(.none, DisplayWidth.pad(label, to: labelWidth) + "  " + drawn)
    }
    let present = categories.indices.filter { index in stacks.contains { ($0.shares.at(index) ?? 0) > 0 } }
    paragraph(
      .faint,
      present.map { "\(looks[$0].glyph)\u{A0}\(VisibleText.line(Numerals.category(categories[$0])))" }
        .joined(separator: " · "))
  }
}
