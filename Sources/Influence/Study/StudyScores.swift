internal import Foundation
internal import IsoglossAlignment
internal import IsoglossTorch

/// Influence by every estimate that a study compares, `[queries][pairs]` each.
public struct StudyScores: Sendable, Codable {
  /// The estimates, by name; BM25 and embeddings know nothing of the training.
  public var methods: [String: [[Double]]]

  /// Names in the order of a table: those that look at gradients first.
  public static let names = ["tracin", "ekfac", "datainf", "less", "cosine", "gradient", "embedding", "bm25"]

  /// Similarity of token sets: the prompt with the preferred answer.
  static func bm25(_ pairs: [TokenizedPair], _ queries: [TokenizedPair]) -> [[Double]] {
    let index = BM25(pairs.map { $0.prompt + $0.chosen })
    return queries.map { index.scores($0.prompt + $0.chosen) }
  }

  /// Cosine of the mean state of all tokens behind the last block, of the prompt with the preferred answer.
  static func embedding(
    _ pairs: [TokenizedPair], _ queries: [TokenizedPair], states: (TokenizedPair) throws -> [Float]
  ) rethrows -> [[Double]] {
    func unit(_ vector: [Float]) -> [Double] {
      let length = vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
      return vector.map { length > 0 ? Double($0) / length : 0 }
    }
    let known = try pairs.map { unit(try states($0)) }
    return try queries.map { query in
      let own = unit(try states(query))
      return known.map { zip($0, own).reduce(0) { $0 + $1.0 * $1.1 } }
    }
  }

  /// The estimates from gradients.
  /// - Parameters:
  ///   - steps: Adam's steps on the pairs' losses, for LESS.
  ///   - curved: by estimate, the questions' gradients at the last checkpoint multiplied by its inverse curvature there.
  ///   - weights: of the losses, `[checkpoints][pairs]`.
  static func gradients(
    _ pairs: FeatureTable, _ queries: FeatureTable, steps: FeatureTable, curved: [String: [[Float]]],
    rates: [Double], weights: [[Double]]
  ) -> [String: [[Double]]] {
    let even = rates.map { _ in 1.0 }
    let shares = rates.map { $0 / rates.reduce(0, +) }
    // At the last checkpoint alone: the curvature is that of the trained model.
    let last = FeatureTable(vectors: Array(pairs.vectors.suffix(1)), margins: Array(pairs.margins.suffix(1)))
    let solved = curved.mapValues { vectors in
      last.scores(FeatureTable(vectors: [vectors], margins: []), rates: [1], weights: Array(weights.suffix(1)))
    }
    let others = [
      "tracin": pairs.scores(queries, rates: rates, weights: weights),
      "less": steps.scores(queries, rates: shares, weights: nil, isCosine: true),
      "gradient": pairs.scores(queries, rates: even, weights: nil),
      "cosine": pairs.scores(queries, rates: even, weights: nil, isCosine: true),
    ]
    return others.merging(solved) { $1 }
  }
}
