internal import IsoglossCore

extension SVGDrawing {
  /// Labelled marks with a whisker each way. Titles stand level: above the upright axis, under the other one.
  mutating func points(_ points: [Figure.Point], across: Figure.Axis, up: Figure.Axis) {
    let plane = Plane(points, across: across, up: up, limits: frame.isNarrow ? (4, 6) : (8, 7))
    guard !plane.points.isEmpty else { return }
    let left = (plane.up.ticks.map { Self.length(plane.up.label($0), size: 12) }.max() ?? 0) + 8
    // Half a label stands beyond the last tick.
    let right = width - 18
    let top = 26.0
    let bottom = top + (frame.isNarrow ? 300 : 370)
    func x(_ value: Double) -> Double { left + plane.across.position(value) * (right - left) }
    func y(_ value: Double) -> Double { bottom - plane.up.position(value) * (bottom - top) }

    text(Self.fit(up.title, length: width, size: 12), x: 0, y: 13, size: 12, name: "soft")
    for (index, tick) in plane.up.ticks.enumerated() {
      line(left, y(tick), right, y(tick), name: index == 0 ? "axis" : "grid")
      text(plane.up.label(tick), x: left - 6, y: y(tick) + 4.3, size: 12, anchor: "end", name: "soft")
    }
    for (index, tick) in plane.across.ticks.enumerated() {
      line(x(tick), top, x(tick), bottom, name: index == 0 ? "axis" : "grid")
      text(plane.across.label(tick), x: x(tick), y: bottom + 17, size: 12, anchor: "middle", name: "soft")
    }
    text(
      Self.fit(across.title, length: width, size: 12), x: right, y: bottom + 35, size: 12, anchor: "end", name: "soft")
    for point in plane.points {
      let (px, py) = (x(point.across.value), y(point.up.value))
      if point.across.low.isFinite, point.across.high.isFinite {
        line(x(point.across.low), py, x(point.across.high), py, name: "reach")
      }
      if point.up.low.isFinite, point.up.high.isFinite {
        line(px, y(point.up.low), px, y(point.up.high), name: "reach")
      }
    }
    for point in plane.points {
      circle(
        x(point.across.value), y(point.up.value), 4.5, name: point.isReference ? "point hollow" : "point",
        hint: "\(point.label): \(across.title) \(plane.across.text(point.across)), "
          + "\(up.title) \(plane.up.text(point.up))")
    }
    let size = frame.isNarrow ? 11.0 : 12.5
    let labels = plane.points.map { Self.fit($0.label, length: frame.isNarrow ? 130 : 230, size: size) }
    let marks = plane.points.map { (x: x($0.across.value), y: y($0.up.value)) }
    let boxes = LabelPlacement.boxes(
      marks, sizes: labels.map { (width: Self.length($0, size: size), height: size + 2) }, reach: 6,
      in: LabelBox(x: left, y: top - 8, width: width - left, height: bottom - top + 8))
    for (mark, box) in zip(marks, boxes) {
      // A label that is not beside its mark is tied to it.
      let end = (x: min(box.x + box.width, max(box.x, mark.x)), y: min(box.y + box.height, max(box.y, mark.y)))
      let distance = ((end.x - mark.x) * (end.x - mark.x) + (end.y - mark.y) * (end.y - mark.y)).squareRoot()
      if distance > 10 { line(mark.x, mark.y, end.x, end.y, name: "tie") }
    }
    for (label, box) in zip(labels, boxes) {
      text(label, x: box.x, y: box.y + size * 0.88, size: size, name: "name")
    }
    height = bottom + 42
  }

  /// A filled circle, with what is shown where the pointer rests.
  private mutating func circle(_ x: Double, _ y: Double, _ radius: Double, name: String, hint: String) {
    let n = Self.number
    markup += "<circle cx=\"\(n(x))\" cy=\"\(n(y))\" r=\"\(n(radius))\" class=\"\(name)\""
    markup += frame.isNarrow ? "/>\n" : "><title>\(HTMLText.plain(hint))</title></circle>\n"
  }
}
