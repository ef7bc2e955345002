internal import IsoglossCore

extension SVGDrawing {
  /// Horizontal bars of counts over an axis of powers of ten.
  mutating func counts(_ counts: [Figure.Count], unit: String) {
    guard !counts.isEmpty else { return }
    let longest = counts.map { Self.length(VisibleText.line($0.label)) }.max() ?? 0
    let left = min(frame.isNarrow ? 120 : 210, max(60, longest + 16))
    let right = width - 48
    let row = 22.0
    let bottom = 6 + row * Double(counts.count)
    let axis = CountAxis(counts)
    func x(_ count: Int) -> Double { left + axis.position(count) * (right - left) }
    line(left, 6, left, bottom + 4, name: "axis")
    for tick in axis.ticks {
      line(x(tick), 6, x(tick), bottom + 4, name: "grid")
      text("\(tick)", x: x(tick), y: bottom + 19, size: 12, anchor: "middle", name: "soft")
    }
    text(
      Self.fit(unit, length: left - 10, size: 12), x: left - 12, y: bottom + 19, size: 12, anchor: "end", name: "soft")
    for (index, count) in counts.enumerated() {
      let middle = 6 + row * (Double(index) + 0.5)
      text(Self.fit(count.label, length: left - 10), x: left - 12, y: middle + 4.5, anchor: "end")
      if count.count > 0 {
        rect(
          left, middle - 6, max(1, x(count.count) - left), 12, name: "bar",
          hint: "\(count.label): \(count.count) \(unit)")
      }
      text("\(count.count)", x: width, y: middle + 4.5, anchor: "end", name: "strong")
    }
    height = bottom + 26
  }
}
