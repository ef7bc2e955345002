internal import IsoglossTorch

/// The curvature of the pairs' losses by an adapter, block by block: EK-FAC (George et al. 2018) for pairwise losses.
///
/// A pair's loss depends on the weights through its margin alone, so its generalised Gauss-Newton matrix is
/// β² σ(βΔ) σ(−βΔ) u uᵀ: no label has to be drawn. With Q_S and Q_A the eigenvectors of the factors' moments and U_i the
/// gradient of pair i, Λ = mean of weight_i (Q_Sᵀ U_i Q_A)², and H⁻¹ V = Q_S [(Q_Sᵀ V Q_A) / (Λ + λ)] Q_Aᵀ. Damping λ is a
/// tenth of the mean of Λ of the block. All in the projected space, without the fold.
struct Curvature {
  struct Block {
    let start: Int
    let rows: Int
    let columns: Int
    /// Eigenvectors as columns, float64 `[rows, rows]` and `[columns, columns]`.
    let left: Tensor
    let right: Tensor
    /// Sum over pairs, float64 `[rows, columns]`.
    let sums: Tensor
  }

  let blocks: [Block]
  /// Number of pairs that were taken in.
  private(set) var pairs: Int

  init(blocks: [Block], pairs: Int) {
    self.blocks = blocks
    self.pairs = pairs
  }

  /// The directions; `add` gives them their curvature.
  /// - Throws: `TorchError`.
  init(_ layout: FeatureLayout, _ moments: FactorMoments) throws {
    func directions(_ values: [Double], _ n: Int) throws -> Tensor {
      try Tensor(values).reshaped([n, n]).symmetricEigen().vectors
    }
    let blocks = try layout.blocks.enumerated().map { index, block in
      Block(
        start: block.start, rows: block.rows, columns: block.columns,
        left: try directions(moments.left[index], block.rows),
        right: try directions(moments.right[index], block.columns),
        sums: try Tensor.zeros([block.rows, block.columns], dtype: .float64))
    }
    self.init(blocks: blocks, pairs: 0)
  }

  /// Takes in a pair's gradient, before the fold.
  /// - Parameter weight: β² σ(βΔ) σ(−βΔ).
  mutating func add(_ vector: [Float], weight: Double) throws {
    pairs += 1
    for block in blocks { try block.sums.add(turned(vector, block).square(), scale: weight) }
  }

  /// Λ of a block: float64 `[rows, columns]`, in the directions that the eigenvectors have.
  func values(_ block: Block) throws -> Tensor { try block.sums / Double(max(1, pairs)) }

  /// H⁻¹ times a vector, before the fold. A block without curvature leaves it as it is.
  func solved(_ vector: [Float]) throws -> [Float] {
    var result = vector
    for block in blocks {
      let values = try values(block)
      let damping = try values.mean(0, 1).item() / 10
      guard damping > 0 else { continue }
      let inside = try turned(vector, block) / (values + damping)
      let back = try block.left.matmul(inside).matmul(block.right.transposed(0, 1)).floats()
      result.replaceSubrange(block.start..<block.start + back.count, with: back)
    }
    return result
  }

  /// Q_Sᵀ V Q_A.
  private func turned(_ vector: [Float], _ block: Block) throws -> Tensor {
    let part = Array(vector[block.start..<block.start + block.rows * block.columns]).map(Double.init)
    return try block.left.transposed(0, 1).matmul(Tensor(part).reshaped([block.rows, block.columns])).matmul(
      block.right)
  }
}
