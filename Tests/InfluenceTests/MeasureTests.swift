import Foundation
import IsoglossAlignment
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossInfluence

/// What scores are made into.
struct MeasureTests {
  @Test("BM25 is its formula, and knows no text that shares no word")
  func bm25() {
    let index = BM25([[1, 2, 2, 3], [4, 5], [2]])
    let found = index.scores([2, 2, 9])
    let rarity = log(1 + (3 - 2 + 0.5) / (2 + 0.5))
    let mean = 7.0 / 3
    func wanted(_ count: Double, _ length: Double) -> Double {
      rarity * count * 2.2 / (count + 1.2 * (0.25 + 0.75 * length / mean))
    }
    #expect(abs(found[0] - wanted(2, 4)) < 1e-12)
    #expect(found[1] == 0)
    #expect(abs(found[2] - wanted(1, 1)) < 1e-12)
    #expect(BM25([]).scores([1]).isEmpty)
  }

  private static func rows(_ languages: [String], each: Int) -> [IndexManifest.Row] {
    languages.flatMap { code in
      (0..<each).map { number in
        IndexManifest.Row(
          id: "\(code)-\(number)", group: "g\(number)", language: Language(code),
          intent: number % 2 == 0 ? .harmful : .benign)
      }
    }
  }

  private static func queries(_ languages: [String], each: Int) -> [InfluenceQuery] {
    languages.flatMap { code in
      (0..<each).map { InfluenceQuery(id: "q-\(code)-\($0)", language: code, group: "h\($0)", vectors: [], value: 0) }
    }
  }

  @Test("a matrix finds what a language does to itself, and shuffled languages do not")
  func matrix() throws {
    let languages = ["en", "lv", "sk"]
    let (rows, queries) = (Self.rows(languages, each: 8), Self.queries(languages, each: 5))
    var generator = SeededGenerator(seed: 1)
    let scores = queries.map { query in
      rows.map { row in (row.language.code == query.language ? 2 : 0) + generator.normal() * 0.2 }
    }
    let matrix = try InfluenceMatrix(scores, queries: queries, rows: rows, resamples: 200, shuffles: 99)
    let advantage = try #require(matrix.advantage)
    #expect(matrix.cells.count == 9)
    #expect(advantage.low > 0 && advantage.pValue == 0.01 && advantage.value > advantage.shuffledMax)
    #expect(advantage.low <= advantage.value && advantage.value <= advantage.high)
    let size = scores.joined().reduce(0) { $0 + abs($1) } / Double(scores.count * rows.count)
    let own = try #require(matrix.cells.first { $0.training == $0.testing && $0.training.code == "lv" })
    let block = zip(queries, scores).filter { $0.0.language == "lv" }.flatMap { $0.1[8..<16] }
    #expect(abs(own.mean - block.reduce(0, +) / Double(block.count) / size) < 1e-9)
    #expect(own.pairs == 8 && own.questions == 5)
    #expect(matrix.section(method: "tracin").lead.contains("refuted"))
  }

  @Test("where languages do not matter, the control says so")
  func noise() throws {
    let (rows, queries) = (Self.rows(["en", "lv"], each: 10), Self.queries(["en", "lv"], each: 6))
    var generator = SeededGenerator(seed: 3)
    let scores = queries.map { _ in rows.map { _ in generator.normal() } }
    let matrix = try InfluenceMatrix(scores, queries: queries, rows: rows, resamples: 200, shuffles: 99)
    #expect(try #require(matrix.advantage).pValue > 0.05)
  }

  @Test("a group's languages are exchanged within it: which requests a language has says nothing about it")
  func groupsStay() throws {
    // Four requests in both languages, and others in English alone, which are what moves English.
    let shared = Self.rows(["en", "lv"], each: 4)
    let alone = (4..<16).map { number in
      IndexManifest.Row(
        id: "en-\(number)", group: number % 4 == 0 ? nil : "g\(number)", language: Language("en"),
        intent: number % 2 == 0 ? .harmful : .benign)
    }
    let (rows, queries) = (shared + alone, Self.queries(["en"], each: 4))
    let scores = queries.map { _ in rows.indices.map { $0 < shared.count ? 0.5 : 2 } }
    let matrix = try InfluenceMatrix(scores, queries: queries, rows: rows, resamples: 50, shuffles: 99)
    let advantage = try #require(matrix.advantage)
    #expect(advantage.grouped == 8 && advantage.ungrouped == 12)
    // The parallel pairs are all alike and the others are of one language: no exchange changes anything.
    #expect(advantage.pValue == 1 && advantage.shuffledMax == advantage.value)
    func notes(_ matrix: InfluenceMatrix) -> String {
      matrix.section(method: "tracin").blocks.compactMap { if case .note(let text) = $0 { text } else { nil } }.joined()
    }
    #expect(notes(matrix).contains("exchanged within a group, and among all pairs of an intent for the 12 "))
    // Without groups the control deals the languages out among all, as large scores as small ones.
    let loose = rows.map { row in
      IndexManifest.Row(id: row.id, group: nil, language: row.language, intent: row.intent)
    }
    let other = try InfluenceMatrix(scores, queries: queries, rows: loose, resamples: 50, shuffles: 99)
    let freely = try #require(other.advantage)
    #expect(freely.pValue < 0.05 && freely.grouped == 0 && freely.ungrouped == 20)
    #expect(notes(other).contains("since no group is in several"))
  }

  @Test("scores that are missing or not finite make no matrix; one language has no advantage")
  func badMatrix() throws {
    let (rows, queries) = (Self.rows(["en"], each: 2), Self.queries(["en"], each: 1))
    #expect(throws: InfluenceError.self) { try InfluenceMatrix([], queries: [], rows: rows) }
    #expect(throws: InfluenceError.self) { try InfluenceMatrix([[1]], queries: queries, rows: rows) }
    #expect(throws: InfluenceError.self) { try InfluenceMatrix([[1, .nan]], queries: queries, rows: rows) }
    let alone = try InfluenceMatrix([[1, 2]], queries: queries, rows: rows)
    #expect(alone.advantage == nil && alone.headline.hasPrefix("the pairs are in one language"))
    let two = Self.rows(["en", "lv"], each: 1)
    let oneGroup = try InfluenceMatrix([[1, 2]], queries: queries, rows: two)
    #expect(oneGroup.advantage == nil && oneGroup.headline.hasPrefix("the questions are of one group"))
    let apart = try InfluenceMatrix([[1, 2]], queries: Self.queries(["de"], each: 1), rows: two)
    #expect(apart.advantage == nil && apart.headline == "no language is on both sides")
    #expect(try InfluenceMatrix([[0, 0]], queries: queries, rows: rows).cells.allSatisfy { $0.mean == 0 })
  }

  @Test("the datamodelling score is 1 for sums that foretell, near 0 for noise, and needs subsets")
  func datamodels() throws {
    var generator = SeededGenerator(seed: 4)
    let truth = (0..<2).map { _ in (0..<10).map { _ in generator.normal() } }
    let members = (0..<30).map { _ -> [Int] in
      var order = Array(0..<10)
      generator.shuffle(&order)
      return order.prefix(5).sorted()
    }
    let margins = members.map { own in truth.map { table in 3 + own.reduce(0) { $0 + table[$1] } } }
    let noise = (0..<2).map { _ in (0..<10).map { _ in generator.normal() } }
    let score = try DatamodelScore(
      StudyScores(methods: ["tracin": truth, "bm25": noise]), members: members, margins: margins, pairs: 10)
    #expect(score.rows.map(\.method) == ["tracin", "bm25"])
    #expect(abs(score.rows[0].value - 1) < 1e-12)
    #expect(abs(score.rows[1].value) < 0.6 && score.rows[1].low < score.rows[1].high)
    #expect(score.half == 5 && score.subsets == 30)
    // The first line has the best estimate with its interval, and beside it what it has to beat.
    let first = "LDS over 30 subsets: the best of 2 estimates is tracin 1.000 [1.000, 1.000]; bm25 "
    #expect(score.headline.hasPrefix(first))
    #expect(throws: InfluenceError.self) {
      try DatamodelScore(StudyScores(methods: [:]), members: [[1]], margins: [[1]], pairs: 2)
    }
  }

  @Test("DataInf is the exact inverse for one pair, and the mean of exact inverses for several")
  func averagedInverse() throws {
    let layout = FeatureLayout([AdapterGradients.Layer(name: "l", inputs: 3, outputs: 4)], rank: 2, .none)
    func vector(_ a: [Float]) -> [Float] { a + [Float](repeating: 0, count: layout.count - a.count) }
    // By A [2, 3] alone: nothing is known of B, and its part stays.
    let (u, weight) = (vector([3, 0, -1, 2, 0, 1]), 0.02)
    var v = vector([1, 2, 3, 4, 5, 6])
    v[7] = 9
    let damping = weight * 15 / 6 / 10
    let x = AveragedInverse(layout, [u], weights: [weight]).solved(v)
    let along = zip(u, x).reduce(0) { $0 + Double($1.0) * Double($1.1) }
    for place in 0..<6 {
      // (w u uᵀ + λ) x = v.
      let back = weight * along * Double(u[place]) + damping * Double(x[place])
      #expect(abs(back - Double(v[place])) < 1e-4)
    }
    #expect(x[7] == 9)
    // Two orthogonal pairs, asked along the first: one inverse damps it by λ + w₁|u₁|², the other by λ.
    let (one, two) = (vector([2, 0, 0, 0, 0, 0]), vector([0, 0, 0, 0, 3, 0]))
    let both = AveragedInverse(layout, [one, two], weights: [0.01, 0.03]).solved(one)
    let shared = (0.01 * 4 + 0.03 * 9) / 12 / 10
    let wanted = 2 * (1 / (shared + 0.04) + 1 / shared) / 2
    #expect(abs(Double(both[0]) - wanted) < 1e-5 * wanted)
    #expect(both[1...].allSatisfy { $0 == 0 })
  }

  @Test("EK-FAC of one rank-1 gradient is its closed form; what it never saw is damped alone")
  func curvature() throws {
    let layers = [AdapterGradients.Layer(name: "l", inputs: 3, outputs: 4)]
    let layout = FeatureLayout(layers, rank: 2, .none)
    // U = a bᵀ by A [2, 3], nothing by B.
    let (a, b): ([Float], [Float]) = ([0.6, 0.8], [2, 3, 6])
    var u = [Float](repeating: 0, count: layout.count)
    for i in 0..<2 { for j in 0..<3 { u[i * 3 + j] = a[i] * b[j] } }
    let weight = 0.01
    let moments = FactorMoments(layout, weights: [weight])
    moments.add(vector: u, place: 0)
    var curvature = try Curvature(layout, moments)
    try curvature.add(u, weight: weight)
    let solved = try curvature.solved(u)
    // |a| = 1, |b| = 7: σ² = 49; λ is a tenth of the mean of Λ over 2 x 3.
    let (square, damping) = (49.0, 0.01 * 49 / 60)
    for (value, original) in zip(solved.prefix(6), u) {
      #expect(abs(Double(value) - Double(original) / (weight * square + damping)) < 1e-4 * abs(Double(value)) + 1e-6)
    }
    var other = [Float](repeating: 0, count: layout.count)
    for (j, value) in [Float(3), -2, 0].enumerated() { (other[j], other[3 + j]) = (0.8 * value, -0.6 * value) }
    for (value, original) in zip(try curvature.solved(other).prefix(6), other) {
      #expect(abs(Double(value) - Double(original) / damping) < 1e-3 * abs(Double(value)) + 1e-4)
    }
  }
}
