import Foundation
import IsoglossAlignment
import Testing

@testable import IsoglossInfluence

/// Scores beside torch.autograd in float64; scripts/goldens/influence.py.
struct GoldenTests {
  @Test("gradients of the margin are torch's, number by number", arguments: Golden.models)
  func gradients(model: String) throws {
    let tiny = try TinyIndex(model)
    defer { tiny.remove() }
    for (snapshot, wanted) in zip(tiny.snapshots, tiny.run.checkpoints) {
      try tiny.features.set(snapshot.weights)
      var norms: [Double] = []
      try tiny.features.forEach(tiny.pairs) { index, pair in
        norms.append(pair.vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot())
        #expect(abs(pair.chosen - pair.rejected - wanted.margins[index]) < 2e-4)
        if index == 0 {
          let scale = wanted.norms[0] / Double(pair.vector.count).squareRoot()
          for (value, expected) in zip(pair.vector, wanted.first) {
            #expect(abs(Double(value) - expected) < 1e-3 * scale + 1e-4 * abs(expected))
          }
        }
      }
      #expect(gap([norms], [wanted.norms]) < 1e-5)
    }
  }

  @Test("products, cosines and TracIn of an index are torch's", arguments: Golden.models)
  func methods(model: String) throws {
    let tiny = try TinyIndex(model)
    defer { tiny.remove() }
    let index = try tiny.filled()
    let queries = try tiny.queries()
    for (weights, wanted) in zip(index.lossWeights, tiny.run.checkpoints) {
      #expect(gap([weights], [wanted.weights]) < 1e-5)
    }
    func sum(_ tables: [[[Double]]], _ factor: Double) -> [[Double]] {
      tables[0].indices.map { q in tables[0][q].indices.map { i in tables.reduce(0) { $0 + $1[q][i] * factor } } }
    }
    let checkpoints = tiny.run.checkpoints
    #expect(gap(try index.scores(queries, by: .gradient), sum(checkpoints.map(\.products), 1)) < 1e-4)
    #expect(gap(try index.scores(queries, by: .cosine), sum(checkpoints.map(\.cosines), 0.5)) < 1e-4)
    #expect(gap(try index.scores(queries, by: .tracin), tiny.run.tracin) < 1e-4)
  }

  @Test("LESS is the formula in torch", arguments: Golden.models)
  func less(model: String) throws {
    let tiny = try TinyIndex(model, feature: .adam)
    defer { tiny.remove() }
    let index = try tiny.filled()
    let scores = try index.scores(try tiny.queries(), by: .less)
    #expect(gap(scores, tiny.run.less) < 1e-4)
    #expect(throws: InfluenceError.self) { try index.scores([], by: .tracin) }
  }

  @Test("a pair moves itself most, by the cosine 1")
  func itself() throws {
    let tiny = try TinyIndex("llama-old")
    defer { tiny.remove() }
    let scores = try tiny.filled().scores(try tiny.queries(), by: .cosine)
    #expect(abs(scores[2][4] - 1) < 1e-5)
    #expect(scores[2].max() == scores[2][4])
  }
}
