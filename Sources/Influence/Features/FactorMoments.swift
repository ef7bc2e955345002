internal import IsoglossAlignment

/// Second moments of the two factors of each matrix's gradient, summed over what was seen: what EK-FAC's directions are
/// made of.
///
/// Over tokens where factors are there: Σ l lᵀ and Σ r rᵀ. Where only whole gradients U are, over pairs: Σ U Uᵀ and Σ Uᵀ U.
final class FactorMoments {
  /// `[rows, rows]` and `[columns, columns]` of each block.
  private(set) var left: [[Double]]
  private(set) var right: [[Double]]
  private let blocks: [FeatureLayout.Block]

  init(_ layout: FeatureLayout) {
    blocks = layout.blocks
    left = layout.blocks.map { [Double](repeating: 0, count: $0.rows * $0.rows) }
    right = layout.blocks.map { [Double](repeating: 0, count: $0.columns * $0.columns) }
  }

  /// Adds the factors of all tokens of a row.
  func add(_ block: Int, left l: TokenProducts.Side, right r: TokenProducts.Side, tokens: Int) {
    Self.add(l, blocks[block].rows, tokens, to: &left[block])
    Self.add(r, blocks[block].columns, tokens, to: &right[block])
  }

  private static func add(_ side: TokenProducts.Side, _ n: Int, _ tokens: Int, to sum: inout [Double]) {
    var part = [Float](repeating: 0, count: n * n)
    part.withUnsafeMutableBufferPointer { part in
      guard let start = part.baseAddress else { return }
      TokenProducts.sum(side, n, side, n, tokens: 0..<tokens, into: start)
    }
    for place in sum.indices { sum[place] += Double(part[place]) }
  }

  /// Adds the gradients of one pair.
  func add(vector: [Float]) {
    for (index, block) in blocks.enumerated() {
      let (m, n) = (block.rows, block.columns)
      for i in 0..<m {
        for j in 0..<n {
          let value = Double(vector[block.start + i * n + j])
          guard value != 0 else { continue }
          for k in 0..<m { left[index][i * m + k] += value * Double(vector[block.start + k * n + j]) }
          for k in 0..<n { right[index][j * n + k] += value * Double(vector[block.start + i * n + k]) }
        }
      }
    }
  }
}
