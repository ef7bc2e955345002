internal import Foundation
internal import IsoglossStatistics

/// The random choices of a search.
enum RainbowDraw {
  /// Cells to aim at, none twice: each is drawn with probability in proportion to `exp((1 - fitness) / temperature)`, an
  /// empty cell having fitness 0 (Samvelyan et al. 2024, appendix: low-fitness cells are drawn more often).
  static func cells(
    _ count: Int, of archive: RainbowArchive, temperature: Double, _ generator: inout SeededGenerator
  ) -> [RainbowCell] {
    var open = archive.cells.map { cell in
      // The exponent is at most 0, so that no temperature overflows.
      (cell: cell, weight: exp(-(archive[cell]?.fitness ?? 0) / temperature))
    }
    var drawn: [RainbowCell] = []
    while drawn.count < count, !open.isEmpty {
      let total = open.reduce(0) { $0 + $1.weight }
      guard total > 0 else {
        drawn.append(open.remove(at: generator.index(below: open.count)).cell)
        continue
      }
      var left = generator.unit() * total
      let place = open.firstIndex { entry in
        left -= entry.weight
        return left < 0
      }
      drawn.append(open.remove(at: place ?? open.count - 1).cell)
    }
    return drawn
  }
}
