internal import IsoglossCore

extension SVGDrawing {
  /// Horizontal stacks of shares. A part that has room carries its number; the parts of the first stack that have room
  /// carry their name above.
  mutating func stacks(_ stacks: [Figure.Stack], categories: [String]) {
    guard !stacks.isEmpty, !categories.isEmpty else { return }
    let looks = CategoryLook.of(categories)
    let longest = stacks.map { Self.length(VisibleText.line($0.label)) }.max() ?? 0
    let left = frame.isNarrow ? 0 : min(210, longest + 16)
    let right = frame.isNarrow ? width : width - (stacks.contains { $0.n != nil } ? 52 : 0)
    let row = frame.isNarrow ? 45.0 : 31.0
    let thick = frame.isNarrow ? 21.0 : 23.0
    let top = frame.isNarrow ? 2.0 : 20.0
    for (index, stack) in stacks.enumerated() {
      let y = top + row * Double(index)
      let barTop = frame.isNarrow ? y + 18 : y + (row - thick) / 2
      if frame.isNarrow {
        text(Self.fit(stack.label, length: width - 60), x: 0, y: y + 13)
      } else {
        text(Self.fit(stack.label, length: left - 10), x: left - 12, y: y + row / 2 + 4.5, anchor: "end")
      }
      if let n = stack.n {
        text(
          "n \(n)", x: width, y: frame.isNarrow ? y + 13 : y + row / 2 + 4.5, size: 12, anchor: "end", name: "soft")
      }
      var sum = 0.0
      for part in categories.indices {
        guard let share = stack.shares.at(part), share.isFinite, share > 0, sum < 1 else { continue }
        let shown = min(share, 1 - sum)
        let x = left + sum * (right - left)
        self.part(
          share, look: looks[part], x: x, y: barTop, width: shown * (right - left), height: thick,
          hint: "\(stack.label), \(Numerals.category(categories[part])): \(Numerals.percent(share))")
        let name = VisibleText.line(Numerals.category(categories[part]))
        if index == 0, !frame.isNarrow, Self.length(name, size: 12) + 6 < shown * (right - left) {
          text(name, x: x + 1, y: top - 5, size: 12, name: "soft")
        }
        sum += shown
      }
    }
    height = top + row * Double(stacks.count) + 2
  }

  private mutating func part(
    _ share: Double, look: CategoryLook, x: Double, y: Double, width: Double, height: Double, hint: String
  ) {
    let inner = max(0.5, width - 1.5)
    rect(x, y, inner, height, name: "c\(look.index)", hint: hint)
    if SVGPatterns.hasPattern(look.index) {
      rect(x, y, inner, height, name: "tile", fill: "url(#pattern-\(look.index))")
    }
    if SVGPatterns.isPale(look.index) { rect(x + 0.5, y + 0.5, max(0, inner - 1), height - 1, name: "edge") }
    let label = Numerals.whole(share)
    if Self.length(label, size: 12) + 8 < width {
      text(
        label, x: x + inner / 2, y: y + height / 2 + 4.3, size: 12, anchor: "middle", name: "inside c\(look.index)i")
    }
  }
}
