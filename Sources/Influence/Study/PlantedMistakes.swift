internal import Foundation
internal import IsoglossAlignment
public import IsoglossCore
internal import IsoglossStatistics

/// Pairs with mistakes put among them.
struct PlantedSet {
  /// The pairs: some with swapped answers, some in the place of others as their near-copies.
  let pairs: [TokenizedPair]
  /// Places of swapped pairs.
  let swapped: Set<Int>
  /// Place of each near-copy, and of what it copies.
  let copies: [Int: Int]

  init(_ original: [TokenizedPair], swaps: Int, copies count: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    var order = Array(original.indices)
    generator.shuffle(&order)
    var pairs = original
    swapped = Set(order.prefix(swaps))
    for place in swapped {
      (pairs[place].chosen, pairs[place].rejected) = (original[place].rejected, original[place].chosen)
    }
    var copies: [Int: Int] = [:]
    for number in 0..<count {
      let (copy, source) = (order[swaps + number], order[swaps + count + number])
      copies[copy] = source
      // A near-copy: without one token of the prompt's middle, and of the end of each longer answer.
      pairs[copy] = original[source]
      pairs[copy].id = original[copy].id
      if pairs[copy].prompt.count > 2 { pairs[copy].prompt.remove(at: pairs[copy].prompt.count / 2) }
      if pairs[copy].chosen.count > 2 { pairs[copy].chosen.remove(at: pairs[copy].chosen.count - 2) }
      if pairs[copy].rejected.count > 2 { pairs[copy].rejected.remove(at: pairs[copy].rejected.count - 2) }
    }
    self.pairs = pairs
    self.copies = copies
  }
}

/// How well planted mistakes were found, by the area under the ROC curve.
public struct PlantedMistakes: Sendable, Codable {
  /// One way to look.
  public struct Row: Hashable, Sendable, Codable {
    /// What is looked for: swapped answers, or near-copies.
    public var mistake: String
    /// How.
    public var method: String
    /// Area under the curve: 0.5 finds nothing.
    public var area: Double
    /// Ends of its interval.
    public var low: Double
    /// Upper end of it.
    public var high: Double
  }

  /// Number of pairs, of swapped ones and of near-copies.
  public var pairs: Int
  /// Pairs whose answers were swapped.
  public var swapped: Int
  /// Pairs that were replaced by near-copies.
  public var copies: Int
  /// The ways.
  public var rows: [Row]

  /// - Parameter scores: of all pairs on all pairs, then on the questions.
  init(_ planted: PlantedSet, _ scores: StudyScores, questions: Int, seed: UInt64) throws {
    let count = planted.pairs.count
    pairs = count
    swapped = planted.swapped.count
    copies = planted.copies.count
    let bootstrap = Bootstrap(resamples: 1000, method: .percentile, seed: seed)
    var rows: [Row] = []
    func add(_ mistake: String, _ method: String, _ suspicion: [Double], _ positives: [Bool]) throws {
      guard let area = try AreaUnderCurve.estimate(scores: suspicion, positives: positives, bootstrap: bootstrap) else {
        return
      }
      rows.append(
        Row(
          mistake: mistake, method: method, area: area.value, low: area.interval.lower, high: area.interval.upper))
    }
    let isSwapped = (0..<count).map(planted.swapped.contains)
    for name in StudyScores.names {
      guard let table = scores.methods[name] else { continue }
      // A swapped pair pushes held-out questions away from their chosen answers.
      try add(
        "swapped", name, (0..<count).map { pair in -table.suffix(questions).reduce(0) { $0 + $1[pair] } }, isSwapped)
    }
    let isCopied = (0..<count).map { planted.copies[$0] != nil || planted.copies.values.contains($0) }
    for name in ["cosine", "embedding", "bm25"] {
      guard let table = scores.methods[name] else { continue }
      let nearest = (0..<count).map { pair in
        (0..<count).filter { $0 != pair }.map { Self.normed(table, pair, $0, name) }.max() ?? 0
      }
      try add("near-copies", name, nearest, isCopied)
    }
    self.rows = rows
  }

  /// BM25 grows with the length of a text: it is divided by the text's score on itself.
  private static func normed(_ table: [[Double]], _ a: Int, _ b: Int, _ name: String) -> Double {
    guard name == "bm25" else { return table[a][b] }
    return table[a][a] > 0 ? table[a][b] / table[a][a] : 0
  }

  /// What a reader is shown.
  public var section: Section {
    Section(
      id: "influence-mistakes", title: "Are mistakes in the pairs found?",
      lead:
        "\(swapped) of \(pairs) pairs had their answers swapped and \(copies) were replaced by near-copies of others "
        + "before training; the area is the chance that such a pair looks worse than another: refuted at 0.5.",
      blocks: [
        .table(
          Table(
            caption: "Area under the ROC curve, with 95 % intervals over pairs.",
            columns: [.init("mistake"), .init("found by"), .init("area", isNumeric: true), .init("interval")],
            rows: rows.map { row in
              [
                .init(row.mistake), .init(row.method), .init(String(format: "%.3f", row.area), value: row.area),
                .init(String(format: "%.3f to %.3f", row.low, row.high)),
              ]
            }))
      ])
  }
}
