internal import IsoglossCore

extension SVGDrawing {
  /// Horizontal bars, an interval on each, an axis below and the reference line through all.
  mutating func bars(_ bars: [Figure.Bar], axis: BarAxis, reference: Double?, referenceLabel: String) {
    guard !bars.isEmpty else { return }
    let longest = bars.map { Self.length(VisibleText.line($0.label)) }.max() ?? 0
    let left = frame.isNarrow ? 0 : min(210, max(60, longest + 16))
    let right = frame.isNarrow ? width : width - beside(bars, axis)
    let row = frame.isNarrow ? 40.0 : 27.0
    let top = reference == nil ? 6.0 : 28.0
    let bottom = top + row * Double(bars.count)
    func x(_ value: Double) -> Double { left + axis.position(value) * (right - left) }

    ticks(axis, x: x, top: top, bottom: bottom)
    for (index, bar) in bars.enumerated() {
      let y = top + row * Double(index)
      let middle = frame.isNarrow ? y + 27 : y + row / 2
      let name = bar.isWorst ? "worst" : ""
      if frame.isNarrow {
        // Grid lines step back behind the words.
        rect(0, y + 1, width, 17, name: "ground")
        text(Self.fit(bar.label, length: 165), x: 0, y: y + 14, name: name)
      } else {
        text(Self.fit(bar.label, length: left - 10), x: left - 12, y: middle + 4.5, anchor: "end", name: name)
      }
      self.bar(bar, axis: axis, x: x, middle: middle)
      value(bar, axis: axis, y: frame.isNarrow ? y + 14 : middle + 4.5, right: right)
      if frame.isNarrow, let reference { line(x(reference), middle - 9, x(reference), middle + 9, name: "reference") }
    }
    if let reference {
      let at = x(reference)
      line(at, top - 6, at, frame.isNarrow ? top : bottom + 4, name: "reference")
      let label = "\(referenceLabel) \(axis.label(reference))"
      let half = Self.length(label, size: 12) / 2
      let anchor = at - half < 0 ? "start" : at + half > width ? "end" : "middle"
      text(Self.fit(label, length: width - 20, size: 12), x: at, y: top - 11, size: 12, anchor: anchor, name: "soft")
    }
    height = bottom + 26
  }

  /// Room right of the bars for value, interval and size: what most charts need, or more where intervals are long.
  private func beside(_ bars: [Figure.Bar], _ axis: BarAxis) -> Double {
    let estimates = bars.compactMap(\.estimate).filter(\.value.isFinite)
    func longest(_ texts: [String]) -> Double { texts.map { Self.length($0, size: 12) }.max() ?? 0 }
    let intervals = longest(estimates.map { Numerals.interval($0, scale: axis.scale) })
    return max(158, min(240, 57 + intervals + 10 + longest(estimates.map { "n \($0.n)" })))
  }

  private mutating func ticks(_ axis: BarAxis, x: (Double) -> Double, top: Double, bottom: Double) {
    let ticks = axis.ticks
    for (index, tick) in ticks.enumerated() {
      line(x(tick), top, x(tick), bottom + 4, name: abs(tick) < 1e-9 ? "axis" : "grid")
      let isLast = index == ticks.count - 1
      let anchor = frame.isNarrow && index == 0 ? "start" : frame.isNarrow && isLast ? "end" : "middle"
      // A phone has room for every other label of a long axis.
      if frame.isNarrow, ticks.count > 6, index % 2 == 1, !isLast { continue }
      let unit = isLast && axis.scale == .differences ? " points" : ""
      text(axis.label(tick) + unit, x: x(tick), y: bottom + 19, size: 12, anchor: anchor, name: "soft")
    }
  }

  private mutating func bar(_ bar: Figure.Bar, axis: BarAxis, x: (Double) -> Double, middle: Double) {
    guard let estimate = bar.estimate, estimate.value.isFinite else { return }
    let ends = [x(0), x(estimate.value)].sorted()
    rect(
      ends[0], middle - 6, max(1, ends[1] - ends[0]), 12, name: bar.isWorst ? "bar worst" : "bar",
      hint: "\(bar.label): \(Numerals.text(estimate, scale: axis.scale))")
    guard estimate.low.isFinite, estimate.high.isFinite else { return }
    let (low, high) = (x(estimate.low), x(estimate.high))
    line(low, middle, high, middle, name: "whisker")
    for end in [low, high] { line(end, middle - 4.5, end, middle + 4.5, name: "whisker") }
  }

  private mutating func value(_ bar: Figure.Bar, axis: BarAxis, y: Double, right: Double) {
    let name = bar.isWorst ? "worst" : "strong"
    guard let estimate = bar.estimate, estimate.value.isFinite else {
      let (x, anchor) = frame.isNarrow ? (width, "end") : (right + 14, "start")
      return text("not measured", x: x, y: y, anchor: anchor, name: "soft")
    }
    let interval = Numerals.interval(estimate, scale: axis.scale)
    if frame.isNarrow {
      let rest = "\(interval) n \(estimate.n)".trimmingSpaces()
      pair(axis.label(estimate.value), rest, endingAt: width, y: y, names: (name, "soft"))
    } else {
      text(axis.label(estimate.value), x: right + 50, y: y, anchor: "end", name: name)
      text(interval, x: right + 57, y: y, size: 12, name: "soft")
      text("n \(estimate.n)", x: width, y: y, size: 12, anchor: "end", name: "soft")
    }
  }
}
