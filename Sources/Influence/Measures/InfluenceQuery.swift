internal import IsoglossCore

/// What is asked of an index: the gradient of something that a model says, at each checkpoint.
public struct InfluenceQuery: Sendable {
  /// Id of what is asked about.
  public var id: String
  /// Its language.
  public var language: String
  /// Its group across languages; null where it has none.
  public var group: String?
  /// The projected gradient at each checkpoint, folded: `[checkpoints][width]`.
  public var vectors: [[Float]]
  /// The gradient at the last checkpoint multiplied by the inverse curvature, folded: what EK-FAC asks with; null where no
  /// curvature was at hand.
  public var solved: [Float]?
  /// The margin, or the answer's log-probability, at the last checkpoint.
  public var value: Double

  /// A query.
  public init(
    id: String, language: String, group: String?, vectors: [[Float]], solved: [Float]? = nil, value: Double
  ) {
    self.id = id
    self.language = language
    self.group = group
    self.vectors = vectors
    self.solved = solved
    self.value = value
  }
}

/// How influence is estimated from gradients.
public enum InfluenceMethod: String, Sendable, Codable, CaseIterable {
  /// The inner product of the gradients, summed over checkpoints.
  case gradient
  /// Their cosine, the mean over checkpoints.
  case cosine
  /// Σ rate · β σ(−βΔ) · inner product: what the steps on a pair added to the value, to first order (TracIn, Pruthi et al.
  /// 2020).
  case tracin
  /// Σ rate / Σ rates · cosine, for an index of Adam's steps (LESS, Xia et al. 2024).
  case less
  /// β σ(−βΔ) · inner product over the inverse curvature, at the last checkpoint alone (EK-FAC, George et al. 2018): what a
  /// little more weight on a pair adds to the value once training has settled. The index needs its curvature beside it.
  case ekfac
}

extension InfluenceIndex {
  /// The influence of every pair on every query: `[queries][rows]`. Positive: training on the pair raised the value.
  /// - Throws: `InfluenceError` for queries of another width or number of checkpoints, or a method that needs another index.
  public func scores(_ queries: [InfluenceQuery], by method: InfluenceMethod) throws -> [[Double]] {
    guard (method == .less) == (manifest.feature == .adam) else {
      throw InfluenceError(
        .badOptions,
        "The method \(method.rawValue) needs an index of \(method == .less ? "Adam's steps" : "gradients"), and this one "
          + "holds \(manifest.feature == .adam ? "Adam's steps" : "gradients").")
    }
    if method == .ekfac { return try curvedScores(queries) }
    guard queries.allSatisfy({ $0.vectors.count == manifest.checkpoints.count }) else {
      throw InfluenceError(
        .badInput, "A query needs a vector at each of the \(manifest.checkpoints.count) checkpoints.")
    }
    var sums = queries.map { _ in [Double](repeating: 0, count: count) }
    let rates = manifest.checkpoints.map(\.rate)
    let total = rates.reduce(0, +)
    for checkpoint in manifest.checkpoints.indices {
      let isCosine = method == .cosine || method == .less
      let products = try products(
        with: queries.map { $0.vectors[checkpoint] }, checkpoint: checkpoint, isCosine: isCosine)
      for (query, row) in products.enumerated() {
        let length = isCosine ? Self.length(queries[query].vectors[checkpoint]) : 1
        let factor: Double =
          switch method {
          case .gradient: 1
          case .cosine: length > 0 ? 1 / length / Double(rates.count) : 0
          case .tracin: rates[checkpoint]
          case .less: length > 0 && total > 0 ? rates[checkpoint] / total / length : 0
          case .ekfac: 0  // is not summed over checkpoints: see above
          }
        let weights = method == .tracin ? lossWeights[checkpoint] : nil
        for place in row.indices { sums[query][place] += Double(row[place]) * factor * (weights?[place] ?? 1) }
      }
    }
    return sums
  }

  private func curvedScores(_ queries: [InfluenceQuery]) throws -> [[Double]] {
    guard let weights = lossWeights.last else { return [] }
    let vectors = try queries.map { query in
      guard let solved = query.solved else {
        throw InfluenceError(
          .badInput, "The question \(query.id) was not multiplied by the inverse curvature, which ekfac needs.")
      }
      return solved
    }
    return try products(with: vectors, checkpoint: manifest.checkpoints.count - 1).map { row in
      zip(row, weights).map { Double($0) * $1 }
    }
  }

  private static func length(_ vector: [Float]) -> Double {
    vector.reduce(0) { $0 + Double($1) * Double($1) }.squareRoot()
  }
}
