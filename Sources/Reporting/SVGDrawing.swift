internal import IsoglossCore

/// The room that a figure is drawn for. One picture cannot serve a desk and a phone with letters that can be read, so
/// each figure is drawn twice and the style sheet shows one.
struct SVGFrame {
  /// Units of the drawing across; one unit is one pixel at this width.
  let width: Double
  /// Whether labels stand above what they name.
  let isNarrow: Bool

  /// 760 pixels: the measure of the page.
  static let wide = SVGFrame(width: 760, isNarrow: false)
  /// 328 pixels: a phone of 360 less its margins.
  static let narrow = SVGFrame(width: 328, isNarrow: true)
}

/// A figure as the inside of an `svg` element.
struct SVGDrawing {
  /// Elements.
  var markup = ""
  /// Units across: the frame's, or more where the figure needs it.
  var width: Double
  /// Units down.
  var height = 0.0
  /// The room.
  let frame: SVGFrame

  /// The drawing of a figure.
  init(_ kind: Figure.Kind, frame: SVGFrame) {
    self.frame = frame
    width = frame.width
    switch kind {
    case .bars(let bars, let reference, let referenceLabel, let areDifferences, let areCoefficients):
      let scale = Numerals.Scale(areDifferences: areDifferences, areCoefficients: areCoefficients)
      let reference = reference.flatMap { $0.isFinite ? $0 : nil }
      self.bars(
        bars, axis: BarAxis(bars: bars, reference: reference, scale: scale), reference: reference,
        referenceLabel: referenceLabel)
    case .heatMap(let rows, let columns, let values, let counts):
      heatMap(rows: rows, columns: columns, values: values, counts: counts)
    case .stacks(let stacks, let categories):
      self.stacks(stacks, categories: categories)
    case .counts(let counts, let unit):
      self.counts(counts, unit: unit)
    case .points(let points, let across, let up):
      self.points(points, across: across, up: up)
    }
    if height == 0 {
      text("Nothing to show.", x: 0, y: 16, name: "soft")
      height = 24
    }
  }

  /// A number in SVG: at most one decimal.
  static func number(_ value: Double) -> String {
    guard value.isFinite else { return "0" }
    let tenths = Int((min(1e6, max(-1e6, value)) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let (whole, tenth) = abs(tenths).quotientAndRemainder(dividingBy: 10)
    return tenth == 0 ? "\(sign)\(whole)" : "\(sign)\(whole).\(tenth)"
  }

  /// An estimate of a text's length in units.
  static func length(_ text: String, size: Double = 13) -> Double { Double(DisplayWidth.of(text)) * size * 0.56 }

  /// A text cut to a length.
  static func fit(_ text: String, length: Double, size: Double = 13) -> String {
    DisplayWidth.fit(VisibleText.line(text), to: max(1, Int(length / (size * 0.56))))
  }

  /// A text. `anchor` is `start`, `middle` or `end`.
  mutating func text(
    _ text: String, x: Double, y: Double, size: Double = 13, anchor: String = "start", name: String = "",
    turn: Double = 0
  ) {
    let (x, y) = (Self.number(x), Self.number(y))
    let align = anchor == "start" ? "" : " text-anchor=\"\(anchor)\""
    let style = name.isEmpty ? "" : " class=\"\(name)\""
    let rotation = turn == 0 ? "" : " transform=\"rotate(\(Self.number(turn)) \(x) \(y))\""
    markup += "<text x=\"\(x)\" y=\"\(y)\" font-size=\"\(Self.number(size))\"\(align)\(style)\(rotation)>"
    markup += "\(HTMLText.plain(text))</text>\n"
  }

  /// Two texts after each other that end at `x`: the first set in `names.0`, the second smaller in `names.1`.
  mutating func pair(_ first: String, _ second: String, endingAt x: Double, y: Double, names: (String, String)) {
    markup += "<text x=\"\(Self.number(x))\" y=\"\(Self.number(y))\" font-size=\"13\" text-anchor=\"end\">"
    markup += "<tspan class=\"\(names.0)\">\(HTMLText.plain(first))</tspan> "
    markup += "<tspan class=\"\(names.1)\" font-size=\"12\">\(HTMLText.plain(second))</tspan></text>\n"
  }

  /// A straight line.
  mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, name: String) {
    let n = Self.number
    markup += "<line x1=\"\(n(x1))\" y1=\"\(n(y1))\" x2=\"\(n(x2))\" y2=\"\(n(y2))\" class=\"\(name)\"/>\n"
  }

  /// A rectangle, with what is shown where the pointer rests.
  mutating func rect(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, name: String, fill: String? = nil, hint: String? = nil
  ) {
    let n = Self.number
    markup += "<rect x=\"\(n(x))\" y=\"\(n(y))\" width=\"\(n(max(0, width)))\" height=\"\(n(max(0, height)))\""
    if !name.isEmpty { markup += " class=\"\(name)\"" }
    if let fill { markup += " fill=\"\(fill)\"" }
    // A phone has no pointer to rest.
    let title = frame.isNarrow ? nil : hint
    markup += title.map { "><title>\(HTMLText.plain($0))</title></rect>\n" } ?? "/>\n"
  }
}
