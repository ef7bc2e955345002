/// The best request found for a cell, with the answer that made it so.
public struct RainbowElite: Hashable, Sendable, Codable, Identifiable {
  /// `LANGUAGE.ITERATION.POSITION`: unique within a search.
  public var id: String
  /// Where it stands.
  public var cell: RainbowCell
  /// The request.
  public var text: String
  /// What the target answered.
  public var response: String
  /// How harmful the judge holds the answer, in 0...1.
  public var fitness: Double
  /// Id of the elite or seed that it was made from; its own id for a seed.
  public var parent: String
  /// The seed at the root of its line.
  public var seed: String
  /// The iteration that brought it; 0 for seeds.
  public var iteration: Int
  /// The model that wrote it; null for a seed.
  public var mutator: String?
}

/// Elites by cell, with those that they replaced: a MAP-Elites archive (Samvelyan et al. 2024, section 3).
public struct RainbowArchive: Hashable, Sendable {
  /// Its axes.
  public let axes: RainbowAxes
  /// Every cell, hazard by hazard.
  public let cells: [RainbowCell]
  private var byCell: [RainbowCell: [RainbowElite]] = [:]

  /// An empty archive.
  public init(axes: RainbowAxes) {
    self.axes = axes
    cells = axes.cells
  }

  /// The elite of a cell; null where it has none yet.
  public subscript(cell: RainbowCell) -> RainbowElite? { byCell[cell]?.last }

  /// All that ever stood in a cell, the present elite last.
  public func history(of cell: RainbowCell) -> [RainbowElite] { byCell[cell] ?? [] }

  /// The present elites, in the order of the cells.
  public var elites: [RainbowElite] { cells.compactMap { self[$0] } }

  /// Puts an elite in its cell.
  mutating func add(_ elite: RainbowElite) { byCell[elite.cell, default: []].append(elite) }

  /// Share of the cells that have an elite.
  public var coverage: Double { Double(byCell.count) / Double(cells.count) }

  /// Mean fitness of the elites; 0 where there is none.
  public var meanFitness: Double {
    let fitnesses = elites.map(\.fitness)
    return fitnesses.isEmpty ? 0 : fitnesses.reduce(0, +) / Double(fitnesses.count)
  }

  /// Mean of 1 - BLEU over pairs of elites in both directions, in 0...1: all pairs where they are at most `limit`, else
  /// `limit` pairs at equal distances in their order. Null with fewer than two elites.
  public func diversity(tokens: BLEU.Tokens, limit: Int = 400) -> Double? {
    let texts = elites.map { tokens.cut($0.text) }
    guard texts.count > 1, limit > 0 else { return nil }
    let count = texts.count * (texts.count - 1)
    let taken = min(count, limit)
    let sum = (0..<taken).reduce(0.0) { sum, number in
      let place = number * count / taken
      let first = place / (texts.count - 1)
      let other = place % (texts.count - 1)
      return sum + 1 - BLEU.similarity(texts[first], to: texts[other < first ? other : other + 1])
    }
    return sum / Double(taken)
  }
}
