internal import IsoglossCore

/// How a category of a stacked figure looks. An outcome looks the same everywhere; other categories take looks that no
/// outcome has, in turn.
struct CategoryLook: Hashable {
  /// Which of the palette's category colours, 0...11.
  let index: Int
  /// What fills it in a terminal.
  let glyph: String
  /// One of the terminal's sixteen colours.
  let terminalColor: Int

  /// In the order of ``Outcome/names``, and then four for other categories.
  static let all: [CategoryLook] = [
    CategoryLook(index: 0, glyph: "█", terminalColor: 34),
    CategoryLook(index: 1, glyph: "▓", terminalColor: 36),
    CategoryLook(index: 2, glyph: "▒", terminalColor: 33),
    CategoryLook(index: 3, glyph: "░", terminalColor: 31),
    CategoryLook(index: 4, glyph: "≠", terminalColor: 35),
    CategoryLook(index: 5, glyph: "~", terminalColor: 33),
    CategoryLook(index: 6, glyph: "·", terminalColor: 37),
    CategoryLook(index: 7, glyph: "?", terminalColor: 90),
    CategoryLook(index: 8, glyph: "█", terminalColor: 37),
    CategoryLook(index: 9, glyph: "▒", terminalColor: 90),
    CategoryLook(index: 10, glyph: "░", terminalColor: 37),
    CategoryLook(index: 11, glyph: "·", terminalColor: 90),
  ]

  /// One look a category.
  static func of(_ categories: [String]) -> [CategoryLook] {
    let others = all.dropFirst(Outcome.names.count)
    var next = 0
    return categories.map { category in
      if let known = Outcome.names.firstIndex(of: category), let look = all.at(known) { return look }
      defer { next += 1 }
      return others[others.startIndex + next % others.count]
    }
  }
}
