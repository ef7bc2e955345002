internal import IsoglossCore

/// Patterns that tell categories apart without colour, defined once a page.
enum SVGPatterns {
  /// Whether a category is drawn with a pattern; the first of the outcomes and of the others is solid.
  static func hasPattern(_ index: Int) -> Bool { shapes.at(index)?.isEmpty == false }

  /// Whether a category's fill is too near the paper to be seen without an edge.
  static func isPale(_ index: Int) -> Bool { [6, 7, 11].contains(index) }

  /// The `svg` element that holds the definitions.
  static var definitions: String {
    let patterns = shapes.indices.filter(hasPattern).map { index in
      "<pattern id=\"pattern-\(index)\" width=\"8\" height=\"8\" patternUnits=\"userSpaceOnUse\">\(shapes[index])</pattern>"
    }
    let missing =
      "<pattern id=\"missing\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
      + "<path class=\"grid\" d=\"M-1 7L7 -1\"/></pattern>"
    return
      "<svg class=\"patterns\" aria-hidden=\"true\" focusable=\"false\"><defs>\(patterns.joined())\(missing)</defs></svg>"
  }

  /// One tile of eight units a category.
  private static let shapes = [
    "",
    "<circle class=\"tint dot\" cx=\"2\" cy=\"2\" r=\"1.1\"/><circle class=\"tint dot\" cx=\"6\" cy=\"6\" r=\"1.1\"/>",
    "<path class=\"tint\" d=\"M-1 9L9 -1M-1 1L1 -1M7 9L9 7\"/>",
    "<path class=\"tint\" d=\"M-1 -1L9 9M-1 7L1 9M7 -1L9 1\"/>",
    "<path class=\"tint\" d=\"M2 0V8M6 0V8\"/>",
    "<path class=\"tint\" d=\"M0 2H8M0 6H8\"/>",
    "<circle class=\"tint dark\" cx=\"4\" cy=\"4\" r=\"1.4\"/>",
    "<path class=\"tint dark\" d=\"M0 0L8 8M8 0L0 8\"/>",
    "",
    "<path class=\"tint\" d=\"M-1 9L9 -1M-1 1L1 -1M7 9L9 7\"/>",
    "<path class=\"tint\" d=\"M0 2H8M0 6H8\"/>",
    "<circle class=\"tint dark\" cx=\"4\" cy=\"4\" r=\"1.4\"/>",
  ]
}

/// The keys of a figure.
enum SVGLegend {
  /// A list of what colours and patterns stand for; empty for a figure that needs none.
  static func markup(_ kind: Figure.Kind) -> String {
    switch kind {
    case .bars, .counts: ""
    case .points(let points, _, _): points.contains(where: \.isReference) ? reference : ""
    case .heatMap(_, let columns, let values, let counts):
      scale(counts: counts, hasGaps: values.contains { $0.contains { $0.map { !$0.isFinite } ?? true } })
        + codes(columns)
    case .stacks(let stacks, let categories): list(stacks, categories: categories)
    }
  }

  /// A small square with the fill and pattern of a category.
  static func swatch(_ look: CategoryLook) -> String {
    let rect = "<rect width=\"14\" height=\"14\""
    let pattern = SVGPatterns.hasPattern(look.index) ? "\(rect) fill=\"url(#pattern-\(look.index))\"/>" : ""
    let edge =
      SVGPatterns.isPale(look.index) ? "<rect x=\"0.5\" y=\"0.5\" width=\"13\" height=\"13\" class=\"edge\"/>" : ""
    return "<svg aria-hidden=\"true\" focusable=\"false\" width=\"14\" height=\"14\">"
      + "\(rect) class=\"c\(look.index)\"/>\(pattern)\(edge)</svg>"
  }

  /// What a hollow mark stands for.
  private static let reference =
    "<ul class=\"legend\"><li><svg aria-hidden=\"true\" focusable=\"false\" width=\"14\" height=\"14\">"
    + "<circle cx=\"7\" cy=\"7\" r=\"4.5\" class=\"point hollow\"/></svg>what the others are held against</li></ul>\n"

  private static func list(_ stacks: [Figure.Stack], categories: [String]) -> String {
    let looks = CategoryLook.of(categories)
    let items = categories.indices.filter { index in stacks.contains { ($0.shares.at(index) ?? 0) > 0 } }.map { index in
      "<li>\(swatch(looks[index]))\(HTMLText.body(Numerals.category(categories[index])))</li>"
    }
    return items.isEmpty ? "" : "<ul class=\"legend\">\(items.joined(separator: "\n"))</ul>\n"
  }

  /// What the codes above the columns stand for, shown where only the codes have room.
  private static func codes(_ columns: [String]) -> String {
    let head = HeatMapHead(columns, frame: .narrow, cell: 0)
    guard head.turn == 0, head.titles != columns.map(VisibleText.line) else { return "" }
    let names = columns.map { "<li>\(HTMLText.body($0))</li>" }
    return "<ul class=\"legend codes\">\(names.joined())</ul>\n"
  }

  private static func scale(counts: [[Int]], hasGaps: Bool) -> String {
    let steps = Palette.light.heat.indices.map { step in
      "<rect x=\"\(step * 20)\" width=\"19\" height=\"12\" class=\"h\(step)\"/>"
    }
    let width = steps.count * 20 - 1
    let sizes = Set(counts.joined())
    let size = sizes.count == 1 ? sizes.first.map { "<li>n = \($0) in every cell</li>" } ?? "" : ""
    let missing =
      !hasGaps
      ? ""
      : "<li><svg aria-hidden=\"true\" focusable=\"false\" width=\"19\" height=\"12\">"
        + "<rect width=\"19\" height=\"12\" class=\"hatch\"/></svg>not measured</li>"
    return "<ul class=\"legend\"><li class=\"scale\">0 %<svg aria-hidden=\"true\" focusable=\"false\" "
      + "width=\"\(width)\" height=\"12\">\(steps.joined())</svg>100 %</li>\(missing)\(size)</ul>\n"
  }
}
