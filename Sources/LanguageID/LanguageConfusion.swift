public import IsoglossCore

/// How often a text expected in one language was found to be in another: a confusion matrix by its cells.
public struct LanguageConfusion: Hashable, Sendable, Codable {
  /// One cell.
  public struct Cell: Hashable, Sendable, Codable {
    /// The language that was expected.
    public var expected: Language
    /// The language that was found; `nil` where none was probable enough.
    public var found: Language?
    /// How many texts.
    public var count: Int
  }

  /// Cells that are not empty, by expected and then by found language; unknown last.
  public private(set) var cells: [Cell] = []

  /// An empty matrix.
  public init() {}

  /// Adds texts to a cell.
  public mutating func add(expected: Language, found: Language?, count: Int = 1) {
    if let index = cells.firstIndex(where: { $0.expected == expected && $0.found == found }) {
      cells[index].count += count
      return
    }
    let cell = Cell(expected: expected, found: found, count: count)
    let index = cells.firstIndex { Self.precedes(cell, $0) } ?? cells.count
    cells.insert(cell, at: index)
  }

  /// Adds every cell of another matrix.
  public mutating func merge(_ other: LanguageConfusion) {
    for cell in other.cells { add(expected: cell.expected, found: cell.found, count: cell.count) }
  }

  /// Texts expected in one language and found in another (`nil`: found in none).
  public func count(expected: Language, found: Language?) -> Int {
    cells.first { $0.expected == expected && $0.found == found }?.count ?? 0
  }

  /// Texts expected in a language.
  public func total(expected: Language) -> Int {
    cells.reduce(0) { $0 + ($1.expected == expected ? $1.count : 0) }
  }

  /// Cells off the diagonal, most frequent first.
  public var mistakes: [Cell] {
    cells.filter { $0.expected != $0.found }.sorted {
      $0.count != $1.count ? $0.count > $1.count : Self.precedes($0, $1)
    }
  }

  private static func precedes(_ a: Cell, _ b: Cell) -> Bool {
    if a.expected != b.expected { return a.expected < b.expected }
    guard let left = a.found else { return false }
    guard let right = b.found else { return true }
    return left < right
  }
}
