/// The inverse curvature of the pairs' losses as the mean of the inverses that each pair alone would have: DataInf (Kwon et
/// al. 2024), which needs no eigenvectors.
///
/// For each matrix of the adapter, with u_i the gradient of pair i and w_i = β² σ(βΔ) σ(−βΔ):
/// H⁻¹ v ≈ (1 / nλ) Σ_i [v − w_i (v · u_i) / (λ + w_i |u_i|²) u_i], λ a tenth of the mean of w_i u_i² over pairs and
/// numbers. Exact for one pair. All in the projected space, without the fold; costs one pass over the gradients a vector.
struct AveragedInverse {
  private let blocks: [(range: Range<Int>, damping: Double, sizes: [Double])]
  private let gradients: [[Float]]
  private let weights: [Double]

  /// - Parameters:
  ///   - gradients: of the pairs' margins, before the fold.
  ///   - weights: w of each pair.
  init(_ layout: FeatureLayout, _ gradients: [[Float]], weights: [Double]) {
    precondition(gradients.count == weights.count, "every gradient needs its weight")
    self.gradients = gradients
    self.weights = weights
    blocks = layout.blocks.map { block in
      let range = block.start..<block.start + block.count
      let sizes = gradients.map { gradient in gradient[range].reduce(0) { $0 + Double($1) * Double($1) } }
      let sum = zip(sizes, weights).reduce(0) { $0 + $1.0 * $1.1 }
      return (range, sum / Double(max(1, gradients.count * block.count)) / 10, sizes)
    }
  }

  /// H⁻¹ times a vector, before the fold. A block without curvature leaves it as it is.
  func solved(_ vector: [Float]) -> [Float] {
    var result = vector
    for (range, damping, sizes) in blocks where damping > 0 {
      var sums = vector[range].map { Double($0) * Double(gradients.count) }
      for (pair, gradient) in gradients.enumerated() {
        let own = gradient[range]
        let product = zip(vector[range], own).reduce(0) { $0 + Double($1.0) * Double($1.1) }
        let factor = weights[pair] * product / (damping + weights[pair] * sizes[pair])
        for (place, value) in own.enumerated() { sums[place] -= factor * Double(value) }
      }
      let scale = 1 / (damping * Double(gradients.count))
      for (place, sum) in sums.enumerated() { result[range.lowerBound + place] = Float(sum * scale) }
    }
    return result
  }
}
