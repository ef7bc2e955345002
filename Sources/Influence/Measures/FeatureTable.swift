/// Gradients of a few pairs at several checkpoints in memory, without a fold: for studies of hundreds of pairs.
struct FeatureTable {
  /// `[checkpoints][pairs][numbers]`.
  var vectors: [[[Float]]]
  /// log π(chosen) − log π(rejected), `[checkpoints][pairs]`.
  var margins: [[Double]]

  /// How strongly each pair pulls at each checkpoint, given the reference's margins.
  func lossWeights(reference: [Double], beta: Double) -> [[Double]] {
    margins.map { zip($0, reference).map { LossWeight.of($0 - $1, beta: beta) } }
  }

  /// The influence of every pair of this table on every query: `[queries][pairs]`.
  /// - Parameters:
  ///   - rates: of the checkpoints.
  ///   - weights: of the losses, where the method takes them.
  func scores(_ queries: FeatureTable, rates: [Double], weights: [[Double]]?, isCosine: Bool = false) -> [[Double]] {
    var sums = queries.vectors.first.map { $0.map { _ in [Double](repeating: 0, count: vectors[0].count) } } ?? []
    for (checkpoint, rate) in rates.enumerated() {
      let lengths = isCosine ? vectors[checkpoint].map { Self.dot($0, $0).squareRoot() } : []
      for (query, vector) in queries.vectors[checkpoint].enumerated() {
        let own = isCosine ? Self.dot(vector, vector).squareRoot() : 1
        for pair in vectors[checkpoint].indices {
          let length = isCosine ? own * lengths[pair] : 1
          guard length > 0 else { continue }
          sums[query][pair] +=
            rate * (weights?[checkpoint][pair] ?? 1) * Self.dot(vectors[checkpoint][pair], vector) / length
        }
      }
    }
    return sums
  }

  private static func dot(_ a: [Float], _ b: [Float]) -> Double {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        guard let x = a.baseAddress, let y = b.baseAddress else { return 0 }
        return Double(DotProducts.dot(x, y, min(a.count, b.count)))
      }
    }
  }
}
