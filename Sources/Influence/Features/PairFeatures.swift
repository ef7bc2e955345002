internal import IsoglossAlignment
internal import IsoglossModels
internal import IsoglossTorch

/// The projected gradients of preference pairs, pair by pair.
///
/// Where the model runs on the training kernels, a packed row of many pairs takes one backward pass, whose factors are
/// projected token by token. Elsewhere, and where the whole gradient is wanted, every pair takes its own.
final class PairFeatures {
  /// One pair's vector and its log-probabilities.
  struct Pair {
    /// The projected gradient before the fold; valid during the call alone.
    let vector: UnsafeBufferPointer<Float>
    /// log π(chosen) and log π(rejected).
    let chosen: Double
    let rejected: Double
  }

  let gradients: AdapterGradients
  let layout: FeatureLayout
  /// Changes a pair's whole gradient before it is projected (LESS), given its margin; null takes it as it is.
  var transform: ((Int, Double, Tensor) throws -> Tensor)?
  /// Takes in the factors of all that is seen; null for none.
  var moments: FactorMoments?
  private var projectors: [String: FactorProjector?] = [:]

  init(_ gradients: AdapterGradients, _ projection: Projection) throws {
    try projection.validate()
    self.gradients = gradients
    layout = FeatureLayout(gradients.layers, rank: gradients.rank, projection)
  }

  /// Takes the numbers of another checkpoint.
  func set(_ adapter: AdapterWeights) throws {
    try gradients.set(adapter)
    projectors = [:]
  }

  /// Calls a body with each pair, in order.
  /// - Parameter usesFactors: null decides by what is there; false forms every pair's whole gradient.
  func forEach(
    _ pairs: [TokenizedPair], slopes: AdapterGradients.Slopes = .margin, usesFactors: Bool? = nil,
    _ body: (Int, Pair) throws -> Void
  ) throws {
    if usesFactors ?? (gradients.hasFactors && transform == nil) {
      try byFactors(pairs, slopes, body)
    } else {
      try byGradients(pairs, slopes, body)
    }
  }

  private func byFactors(
    _ pairs: [TokenizedPair], _ slopes: AdapterGradients.Slopes, _ body: (Int, Pair) throws -> Void
  ) throws {
    var index = 0
    var vectors: [Float] = []
    for row in try gradients.rows(pairs) {
      let (ranges, first) = (row.ranges, index)
      vectors = [Float](repeating: 0, count: ranges.count * layout.count)
      let scores = try vectors.withUnsafeMutableBufferPointer { vectors in
        try gradients.factors(row, slopes: slopes) { factors in
          let name = factors.layers.joined(separator: " ")
          if projectors[name] == nil { projectors[name] = try FactorProjector(factors.layers, gradients, layout) }
          try projectors[name]??.add(
            factors, ranges: ranges, count: layout.count, to: vectors, moments, first: first)
        }
      }
      try vectors.withUnsafeBufferPointer { vectors in
        for pair in ranges.indices {
          let range = pair * layout.count..<(pair + 1) * layout.count
          try body(
            index,
            Pair(
              vector: UnsafeBufferPointer(rebasing: vectors[range]), chosen: scores.logProbability[2 * pair],
              rejected: scores.logProbability[2 * pair + 1]))
          index += 1
        }
      }
    }
  }

  private func byGradients(
    _ pairs: [TokenizedPair], _ slopes: AdapterGradients.Slopes, _ body: (Int, Pair) throws -> Void
  ) throws {
    for (index, pair) in pairs.enumerated() {
      let (scores, vector) = try gradients.gradient(pair, slopes: slopes) { scores, gradient in
        let margin = scores.logProbability[0] - scores.logProbability[1]
        return (scores, try projected(transform.map { try $0(index, margin, gradient) } ?? gradient))
      }
      moments?.add(vector: vector, place: index)
      try vector.withUnsafeBufferPointer {
        try body(
          index, Pair(vector: $0, chosen: scores.logProbability[0], rejected: scores.logProbability[1]))
      }
    }
  }

  /// The gradients of some pairs at every snapshot.
  func table(_ pairs: [TokenizedPair], _ snapshots: [AdapterSnapshot]) throws -> FeatureTable {
    var table = FeatureTable(vectors: [], margins: [])
    for snapshot in snapshots {
      try set(snapshot.weights)
      try append(pairs, to: &table)
    }
    return table
  }

  /// Adam's steps on the losses of some pairs at every snapshot, as LESS compares them.
  /// - Parameter weights: of the losses, `[snapshots][pairs]`.
  func steps(
    _ pairs: [TokenizedPair], _ snapshots: [AdapterSnapshot], weights: [[Double]]
  ) throws -> FeatureTable {
    var table = FeatureTable(vectors: [], margins: [])
    defer { transform = nil }
    for (snapshot, weights) in zip(snapshots, weights) {
      try set(snapshot.weights)
      let step = try AdamStep(snapshot)
      transform = { index, _, gradient in try step(gradient, weight: weights[index]) }
      try append(pairs, to: &table)
    }
    return table
  }

  /// The curvature of some pairs' losses at the adapter's numbers as they are.
  /// - Parameters:
  ///   - weights: β² σ(βΔ) σ(−βΔ) of each pair.
  ///   - vectors: the pairs' gradients where they are known, which saves a pass over the pairs.
  ///   - onPair: called after each pair of a pass.
  func curvature(
    _ pairs: [TokenizedPair], weights: [Double], vectors: [[Float]]? = nil, onPair: () throws -> Void = {}
  ) throws -> Curvature {
    let moments = FactorMoments(layout, weights: weights)
    self.moments = moments
    defer { self.moments = nil }
    try forEach(pairs) { _, _ in try onPair() }
    self.moments = nil
    var curvature = try Curvature(layout, moments)
    if let vectors {
      for (vector, weight) in zip(vectors, weights) { try curvature.add(vector, weight: weight) }
    } else {
      try forEach(pairs) { index, pair in
        try curvature.add(Array(pair.vector), weight: weights[index])
        try onPair()
      }
    }
    return curvature
  }

  private func append(_ pairs: [TokenizedPair], to table: inout FeatureTable) throws {
    var (vectors, margins): ([[Float]], [Double]) = ([], [])
    try forEach(pairs) { _, pair in
      if Task.isCancelled { throw CancellationError() }
      vectors.append(Array(pair.vector))
      margins.append(pair.chosen - pair.rejected)
    }
    table.vectors.append(vectors)
    table.margins.append(margins)
  }

  /// A whole flat gradient, projected on both sides of every matrix.
  private func projected(_ gradient: Tensor) throws -> [Float] {
    try noGrad {
      var vector: [Float] = []
      vector.reserveCapacity(layout.count)
      for block in layout.blocks {
        let count = block.full.rows * block.full.columns
        var part = try gradient.sliced(0, block.fullStart..<block.fullStart + count).reshaped([
          block.full.rows, block.full.columns,
        ])
        if let left = block.left { part = try Tensor(left, shape: [block.rows, block.full.rows]).matmul(part) }
        if let right = block.right {
          part = try part.matmul(Tensor(right, shape: [block.columns, block.full.columns]).transposed(0, 1))
        }
        vector += try part.floats()
      }
      return vector
    }
  }
}
