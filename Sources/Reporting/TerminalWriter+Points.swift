internal import IsoglossCore

extension TerminalWriter {
  /// Letters on a plane, and what they stand for below it.
  mutating func points(_ points: [Figure.Point], across: Figure.Axis, up: Figure.Axis) {
    let plane = Plane(points, across: across, up: up, limits: (4, 4))
    guard !plane.points.isEmpty else { return line(.faint, "Nothing to show.") }
    let letters = plane.points.indices.map { Self.letters.at($0) ?? "·" }
    let upTicks = plane.up.ticks
    let margin = upTicks.map { DisplayWidth.of(plane.up.label($0)) }.max() ?? 0
    let columns = min(80, width - margin - 3)
    let rows = 4 * (upTicks.count - 1) + 1
    var cells = Array(repeating: Array(repeating: Character(" "), count: columns), count: rows)
    for (point, letter) in zip(plane.points, letters) {
      let row = rows - 1 - Int((plane.up.position(point.up.value) * Double(rows - 1)).rounded())
      let column = Int((plane.across.position(point.across.value) * Double(columns - 1)).rounded())
      // Marks in one place stand side by side, as far as there is room.
      let free = [0, 1, -1, 2, -2].map { column + $0 }.first { cells[row].at($0) == " " }
      if let free { cells[row][free] = letter }
    }
    line(.faint, DisplayWidth.fit(VisibleText.line(up.title), to: width))
    for row in 0..<rows {
      let tick = (rows - 1 - row).isMultiple(of: 4) ? upTicks.at((rows - 1 - row) / 4) : nil
      let label = DisplayWidth.pad(tick.map(plane.up.label) ?? "", to: margin, right: true)
      line(.none, label + (tick == nil ? " │ " : " ┤ ") + dress(.color(34), String(cells[row])))
    }
    let (low, high) = (plane.across.ticks[0], plane.across.ticks[plane.across.ticks.count - 1])
    let ends = (plane.across.label(low), plane.across.label(high))
    line(.none, String(repeating: " ", count: margin + 1) + "└" + String(repeating: "─", count: columns + 1))
    line(
      .none,
      String(repeating: " ", count: margin + 3) + ends.0
        + DisplayWidth.pad(ends.1, to: max(0, columns - DisplayWidth.of(ends.0)), right: true))
    let title = DisplayWidth.fit(VisibleText.line(across.title), to: width)
    line(.faint, DisplayWidth.pad(title, to: margin + 3 + columns, right: true))
    for (point, letter) in zip(plane.points, letters) {
      let mark = point.isReference ? "(reference) " : ""
      let places = "\(plane.across.text(point.across)), \(plane.up.text(point.up))"
      line(.none, DisplayWidth.fit("\(letter) \(mark)\(VisibleText.line(point.label)): \(places)", to: width))
    }
    let left = points.filter { $0.across == nil || $0.up == nil }.map { VisibleText.line($0.label) }
    if !left.isEmpty { paragraph(.faint, "not measured: \(left.joined(separator: ", "))") }
  }

  /// What marks are called by.
  private static let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
}
