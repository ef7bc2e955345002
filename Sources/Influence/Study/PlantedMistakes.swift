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

  /// How suspicious every pair of a draw looked, as its line in the log has it.
  struct Draw: Codable {
    /// Which pairs were swapped, and which are near-copies or were copied.
    var isSwapped: [Bool]
    var isCopied: [Bool]
    /// By estimate: how far a pair pushes held-out questions from their chosen answers.
    var pull: [String: [Double]]
    /// By measure: how near a pair's nearest neighbour is.
    var nearness: [String: [Double]]

    /// - Parameter scores: of all pairs on all pairs, then on the questions.
    init(_ planted: PlantedSet, _ scores: StudyScores, questions: Int) {
      let all = planted.pairs.indices
      isSwapped = all.map(planted.swapped.contains)
      isCopied = all.map { planted.copies[$0] != nil || planted.copies.values.contains($0) }
      pull = scores.methods.mapValues { table in
        all.map { pair in -table.suffix(questions).reduce(0) { $0 + $1[pair] } }
      }
      nearness = [:]
      for name in PlantedMistakes.neighbours {
        guard let table = scores.methods[name] else { continue }
        nearness[name] = all.map { pair in
          all.filter { $0 != pair }.map { PlantedMistakes.normed(table, pair, $0, name) }.max() ?? 0
        }
      }
    }
  }

  /// Measures that two near-copies are alike by.
  private static let neighbours = ["cosine", "embedding", "bm25"]

  /// Number of pairs, of swapped ones and of near-copies.
  public var pairs: Int
  /// Pairs whose answers were swapped.
  public var swapped: Int
  /// Pairs that were replaced by near-copies.
  public var copies: Int
  /// Times that mistakes were drawn and the model was trained.
  public var draws: Int
  /// The ways.
  public var rows: [Row]

  /// The mean area over draws; intervals resample pairs, in all draws alike.
  init(_ draws: [Draw], pairs count: Int, swaps: Int, copies: Int, seed: UInt64) throws {
    pairs = count
    swapped = swaps
    self.copies = copies
    self.draws = draws.count
    guard draws.allSatisfy({ $0.isSwapped.count == count && $0.isCopied.count == count }) else {
      throw InfluenceError(.damaged, "The log of the mistakes is of other pairs: remove the study's folder.")
    }
    let bootstrap = Bootstrap(resamples: 1000, method: .percentile, seed: seed)
    var rows: [Row] = []
    func add(_ mistake: String, _ method: String, _ suspicions: [[Double]], _ positives: [[Bool]]) throws {
      guard suspicions.count == draws.count, suspicions.allSatisfy({ $0.count == count }) else { return }
      let estimate = try bootstrap.estimate(of: count) { places in
        let areas = try zip(suspicions, positives).compactMap { suspicion, positives in
          try AreaUnderCurve.value(scores: places.map { suspicion[$0] }, positives: places.map { positives[$0] })
        }
        return areas.count == draws.count ? areas.reduce(0, +) / Double(areas.count) : nil
      }
      guard let estimate else { return }
      rows.append(
        Row(
          mistake: mistake, method: method, area: estimate.value, low: estimate.interval.lower,
          high: estimate.interval.upper))
    }
    for name in StudyScores.names {
      try add("swapped", name, draws.compactMap { $0.pull[name] }, draws.map(\.isSwapped))
    }
    for name in Self.neighbours {
      try add("near-copies", name, draws.compactMap { $0.nearness[name] }, draws.map(\.isCopied))
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
        + "before training, in \(draws) draws; the area is the chance that such a pair looks worse than another: refuted "
        + "where the interval holds 0.5.",
      blocks: [
        .table(
          Table(
            caption: "Area under the ROC curve, mean over draws, with 95 % intervals over pairs.",
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
