import Foundation
import IsoglossAlignment
import IsoglossTorch
import Testing

@testable import IsoglossInfluence

/// EK-FAC beside kronfluence; scripts/goldens/influence_ekfac.py.
struct CurvatureTests {
  private struct Golden: Decodable {
    /// What goes into a matrix and the slope of the margin by what comes out: `[pairs][tokens][numbers]`.
    struct Factors: Decodable {
      var inputs: [[[Double]]]
      var gradients: [[[Double]]]
    }

    struct Module: Decodable {
      var left: [[Double]]
      var right: [[Double]]
      var leftValues: [Double]
      var rightValues: [Double]
      var values: [[Double]]
      var solved: [[Double]]
    }

    var rank: Int
    var shapes: [[Int]]
    var weights: [Double]
    var curvatures: [Double]
    var pairs: [String: Factors]
    var queries: [String: Factors]
    var modules: [String: Module]
    var scores: [[Double]]

    static func read() throws -> Golden {
      let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Goldens/ekfac.json")
      return try JSONDecoder().decode(Golden.self, from: Data(contentsOf: url))
    }

    /// In the order of a layout's blocks.
    var names: [String] { shapes.indices.flatMap { ["a\($0)", "b\($0)"] } }

    var layout: FeatureLayout {
      FeatureLayout(
        shapes.enumerated().map { AdapterGradients.Layer(name: "\($0)", inputs: $1[0], outputs: $1[1]) }, rank: rank,
        .none)
    }
  }

  /// Calls a body with both factors of a block: all tokens of all pairs, one after the other, and whose they are.
  private static func withFactors(
    _ factors: Golden.Factors, _ body: (TokenProducts.Side, TokenProducts.Side, [Range<Int>]) -> Void
  ) {
    let tokens = factors.inputs[0].count
    let left = factors.gradients.joined().joined().map { Float($0) }
    let right = factors.inputs.joined().joined().map { Float($0) }
    let widths = (left: factors.gradients[0][0].count, right: factors.inputs[0][0].count)
    let ranges = factors.inputs.indices.map { $0 * tokens..<($0 + 1) * tokens }
    left.withUnsafeBufferPointer { left in
      right.withUnsafeBufferPointer { right in
        guard let x = left.baseAddress, let y = right.baseAddress else { return }
        body(.init(values: x, stride: widths.left), .init(values: y, stride: widths.right), ranges)
      }
    }
  }

  /// The gradients of the margins of pairs: Σ l ⊗ r over their tokens.
  private static func vectors(_ golden: Golden, _ factors: [String: Golden.Factors], count: Int) throws -> [[Float]] {
    let layout = golden.layout
    var vectors = [[Float]](repeating: [Float](repeating: 0, count: layout.count), count: count)
    for (block, name) in zip(layout.blocks, golden.names) {
      withFactors(try #require(factors[name])) { left, right, ranges in
        for (pair, range) in ranges.enumerated() {
          vectors[pair].withUnsafeMutableBufferPointer {
            guard let start = $0.baseAddress else { return }
            TokenProducts.sum(left, block.rows, right, block.columns, tokens: range, into: start + block.start)
          }
        }
      }
    }
    return vectors
  }

  private static func curvature(_ golden: Golden) throws -> (Curvature, FactorMoments) {
    let layout = golden.layout
    let moments = FactorMoments(layout, weights: golden.curvatures)
    for (index, name) in golden.names.enumerated() {
      withFactors(try #require(golden.pairs[name])) { left, right, ranges in
        moments.add(index, left: left, right: right, ranges: ranges, first: 0)
      }
    }
    var curvature = try Curvature(layout, moments)
    for (vector, weight) in zip(try vectors(golden, golden.pairs, count: golden.weights.count), golden.curvatures) {
      try curvature.add(vector, weight: weight)
    }
    return (curvature, moments)
  }

  @Test("factors, eigenvalues and inverse-vector products are kronfluence's")
  func reference() throws {
    let golden = try Golden.read()
    let (curvature, moments) = try Self.curvature(golden)
    let tokens = Double(golden.pairs["a0"]!.inputs.joined().count)
    let query = try Self.vectors(golden, golden.queries, count: 2)[0]
    let solved = try curvature.solved(query).map(Double.init)
    for (index, name) in golden.names.enumerated() {
      let (wanted, block) = (try #require(golden.modules[name]), curvature.blocks[index])
      #expect(gap([moments.left[index]], [wanted.left.flatMap { $0 }]) < 1e-4)
      #expect(gap([moments.right[index]], [wanted.right.flatMap { $0 }]) < 1e-4)
      for (side, size, values) in [
        (moments.left[index], block.rows, wanted.leftValues), (moments.right[index], block.columns, wanted.rightValues),
      ] {
        let found = try Self.eigenvalues(side, size).map { $0 / tokens }
        #expect(gap([found], [values]) < 1e-4)
      }
      #expect(gap([try curvature.values(block).doubles()], [wanted.values.flatMap { $0 }]) < 1e-4)
      let own = Array(solved[block.start..<block.start + block.rows * block.columns])
      #expect(gap([own], [wanted.solved.flatMap { $0 }]) < 1e-4, "\(name)")
    }
  }

  @Test("pairwise scores are kronfluence's")
  func scores() throws {
    let golden = try Golden.read()
    let (curvature, _) = try Self.curvature(golden)
    let pairs = try Self.vectors(golden, golden.pairs, count: golden.weights.count)
    let found = try Self.vectors(golden, golden.queries, count: 2).map { query in
      let solved = try curvature.solved(query)
      return zip(pairs, golden.weights).map { pair, weight in
        weight * zip(pair, solved).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
    }
    #expect(gap(found, golden.scores) < 1e-4)
  }

  @Test("a curvature is read as it was written, and refused where it is torn, of another index or of other layers")
  func files() throws {
    let golden = try Golden.read()
    let (curvature, _) = try Self.curvature(golden)
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let url = folder.appending(path: Curvature.fileName)
    try curvature.write(to: url, identity: "one")
    #expect(Curvature.pairs(at: url, identity: "one") == golden.weights.count)
    #expect(Curvature.pairs(at: url, identity: "two") == nil)
    let query = try Self.vectors(golden, golden.queries, count: 2)[1]
    let again = try Curvature(contentsOf: url, identity: "one", golden.layout)
    #expect(gap([try again.solved(query).map(Double.init)], [try curvature.solved(query).map(Double.init)]) < 1e-5)
    func code(_ identity: String, _ layout: FeatureLayout) -> InfluenceError.Code? {
      do {
        _ = try Curvature(contentsOf: url, identity: identity, layout)
        return nil
      } catch { return (error as? InfluenceError)?.code }
    }
    #expect(code("two", golden.layout) == .otherIndex)
    let other = FeatureLayout([AdapterGradients.Layer(name: "0", inputs: 5, outputs: 4)], rank: 3, .none)
    #expect(code("one", other) == .damaged)
    let bytes = try Data(contentsOf: url)
    for length in [0, 7, bytes.count / 2, bytes.count - 1] {
      try bytes.prefix(length).write(to: url)
      #expect(code("one", golden.layout) == .damaged, "\(length) bytes")
    }
  }

  @Test("an index with its curvature answers by EK-FAC, and one without says what is missing")
  func index() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    let index = try tiny.filled()
    let layout = tiny.features.layout
    do {
      _ = try index.curvature(layout)
      Issue.record("there is no curvature")
    } catch let error as InfluenceError {
      #expect(error.code == .unfinished && error.message.contains("--curvature"))
    }
    var queries = try tiny.queries()
    #expect(throws: InfluenceError.self) { try index.scores(queries, by: .ekfac) }
    let weights = try #require(index.lossWeights.last).map { LossWeight.curvature($0, beta: tiny.golden.beta) }
    try tiny.features.set(tiny.snapshots[1].weights)
    let made = try tiny.features.curvature(tiny.pairs, weights: weights)
    try made.write(to: index.curvatureFile, identity: tiny.manifest.identity)
    let curvature = try index.curvature(layout)
    for place in queries.indices { queries[place].solved = try curvature.solved(queries[place].vectors[1]) }
    let found = try index.scores(queries, by: .ekfac)
    // From the other side: the inverse is symmetric, so the pairs may be solved as well.
    let wanted = try queries.map { query in
      try tiny.pairs.indices.map { pair in
        let solved = try curvature.solved(index.vector(pair, checkpoint: 1))
        return index.lossWeights[1][pair]
          * zip(solved, query.vectors[1]).reduce(0) { $0 + Double($1.0) * Double($1.1) }
      }
    }
    #expect(gap(found, wanted) < 1e-4)
    #expect(gap(found, try index.scores(queries, by: .gradient)) > 1e-2)
  }

  private static func eigenvalues(_ values: [Double], _ n: Int) throws -> [Double] {
    try Tensor(values).reshaped([n, n]).symmetricEigen().values.doubles()
  }
}
