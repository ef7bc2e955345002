internal import IsoglossCore

extension SVGDrawing {
  /// Horizontal bars, an interval on each, an axis below and the reference line through all.
  mutating func bars(_ bars: [Figure.Bar], reference: Double?, referenceLabel: String) {
    guard !bars.isEmpty else { return }
    let axis = BarAxis(bars: bars, reference: reference)
    let longest = bars.map { Self.length(VisibleText.line($0.label)) }.max() ?? 0
    let left = frame.isNarrow ? 0 : min(210, max(60, longest + 16))
    let right = frame.isNarrow ? width : width - 158
    let row = frame.isNarrow ? 40.0 : 27.0
    let top = reference == nil ? 6.0 : 28.0
    let bottom = top + row * Double(bars.count)
    func x(_ value: Double) -> Double { left + axis.position(value) * (right - left) }

    for tick in axis.ticks {
      line(x(tick), top, x(tick), bottom + 4, name: tick == 0 ? "axis" : "grid")
      let anchor = frame.isNarrow && tick == axis.low ? "start" : frame.isNarrow && tick == axis.high ? "end" : "middle"
      text(Numerals.percent(tick), x: x(tick), y: bottom + 19, size: 12, anchor: anchor, name: "soft")
    }
    for (index, bar) in bars.enumerated() {
      let y = top + row * Double(index)
      let middle = frame.isNarrow ? y + 27 : y + row / 2
      let name = bar.isWorst ? "worst" : ""
      if frame.isNarrow {
        // Grid lines step back behind the words.
        rect(0, y + 1, width, 17, name: "", fill: "var(--paper)")
        text(Self.fit(bar.label, length: 150), x: 0, y: y + 14, name: name)
      } else {
        text(Self.fit(bar.label, length: left - 10), x: left - 12, y: middle + 4.5, anchor: "end", name: name)
      }
      self.bar(bar, x: x, middle: middle)
      value(bar, y: frame.isNarrow ? y + 14 : middle + 4.5, x: frame.isNarrow ? width : right + 14)
    }
    if let reference {
      let at = x(reference)
      line(at, top - 6, at, bottom + 4, name: "reference")
      let label = "\(referenceLabel) \(Numerals.percent(reference))"
      let half = Self.length(label, size: 12) / 2
      let anchor = at - half < 0 ? "start" : at + half > width ? "end" : "middle"
      text(Self.fit(label, length: width - 20, size: 12), x: at, y: top - 11, size: 12, anchor: anchor, name: "soft")
    }
    height = bottom + 26
  }

  private mutating func bar(_ bar: Figure.Bar, x: (Double) -> Double, middle: Double) {
    guard let estimate = bar.estimate, estimate.value.isFinite else { return }
    let ends = [x(0), x(estimate.value)].sorted()
    rect(
      ends[0], middle - 6, max(1, ends[1] - ends[0]), 12, name: bar.isWorst ? "bar worst" : "bar",
      hint: "\(bar.label): \(Numerals.text(estimate))")
    guard estimate.low.isFinite, estimate.high.isFinite else { return }
    let (low, high) = (x(estimate.low), x(estimate.high))
    line(low, middle, high, middle, name: "whisker")
    for end in [low, high] { line(end, middle - 4.5, end, middle + 4.5, name: "whisker") }
  }

  private mutating func value(_ bar: Figure.Bar, y: Double, x: Double) {
    let name = bar.isWorst ? "worst" : "strong"
    guard let estimate = bar.estimate, estimate.value.isFinite else {
      return text("not measured", x: x, y: y, anchor: frame.isNarrow ? "end" : "start", name: "soft")
    }
    let interval = Numerals.interval(estimate)
    if frame.isNarrow {
      let rest = "\(interval) n \(estimate.n)".trimmingSpaces()
      text(rest, x: x, y: y, size: 12, anchor: "end", name: "soft")
      text(Numerals.percent(estimate.value), x: x - Self.length(rest, size: 12) - 8, y: y, anchor: "end", name: name)
    } else {
      text(Numerals.percent(estimate.value), x: x + 36, y: y, anchor: "end", name: name)
      text(interval, x: x + 44, y: y, size: 12, name: "soft")
      text("n \(estimate.n)", x: width, y: y, size: 12, anchor: "end", name: "soft")
    }
  }
}
