public import IsoglossCore

/// Which languages to train in, so that the worst language gains most.
public struct LanguageChoice: Hashable, Sendable, Codable {
  /// What a language is taken to gain from a mixture of several, at one number of pairs in all.
  public enum Rule: String, Sendable, Codable, CaseIterable {
    /// The mean of what each gives it alone: pairs add up, each language has its share of them.
    case mean
    /// What the best of them gives it: one relative among them is enough.
    case best
  }

  /// The rule.
  public var rule: Rule
  /// The languages, in reading order.
  public var languages: [Language]
  /// The least predicted gain, in nats.
  public var worstGain: Double
  /// The language that has it.
  public var worst: Language
  /// What the same search finds when it adds a language at a time and never takes one back.
  public var greedy: [Language]
  /// The least predicted gain of these.
  public var greedyWorstGain: Double

  /// Subsets that are looked at: all of them up to this size of the set.
  static let exactLimit = 16

  /// The best sets of 1, 2, … languages.
  /// - Parameters:
  ///   - gains: `[training][testing]`, all measured.
  ///   - sizes: largest set; at most all languages.
  /// - Returns: empty for more than ``exactLimit`` languages, or none.
  static func all(
    _ gains: [[Double]], training: [Language], testing: [Language], sizes: Int, rule: Rule
  ) -> [LanguageChoice] {
    guard !training.isEmpty, training.count <= exactLimit, !testing.isEmpty else { return [] }
    func worst(_ set: [Int]) -> (gain: Double, place: Int) {
      let predicted = testing.indices.map { column in
        let values = set.map { gains[$0][column] }
        return rule == .mean ? values.reduce(0, +) / Double(values.count) : values.max() ?? 0
      }
      let place = predicted.indices.min { predicted[$0] < predicted[$1] } ?? 0
      return (predicted[place], place)
    }
    /// The first of the best, in the order in which they are given.
    func best(_ sets: [[Int]]) -> [Int] {
      sets.dropFirst().reduce(sets[0]) { worst($1).gain > worst($0).gain ? $1 : $0 }
    }
    var greedy: [Int] = []
    return (1...min(max(1, sizes), training.count)).map { size in
      let open = training.indices.filter { !greedy.contains($0) }
      greedy = best(open.map { greedy + [$0] })
      let sets = (0..<1 << training.count).filter { $0.nonzeroBitCount == size }
        .map { bits in training.indices.filter { bits >> $0 & 1 == 1 } }
      let exact = best(sets)
      let found = worst(exact)
      return LanguageChoice(
        rule: rule, languages: exact.map { training[$0] }, worstGain: found.gain, worst: testing[found.place],
        greedy: greedy.map { training[$0] }, greedyWorstGain: worst(greedy).gain)
    }
  }

  /// What a mixture of several languages is predicted to give each, under a rule: `[testing]`.
  static func predicted(_ gains: [[Double]], rows: [Int], rule: Rule) -> [Double] {
    guard let width = gains.first?.count, !rows.isEmpty else { return [] }
    return (0..<width).map { column in
      let values = rows.map { gains[$0][column] }
      return rule == .mean ? values.reduce(0, +) / Double(values.count) : values.max() ?? 0
    }
  }
}
