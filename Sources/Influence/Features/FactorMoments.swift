internal import IsoglossAlignment

/// Second moments of the two factors of each matrix's gradient, summed over what was seen: what EK-FAC's directions are
/// made of.
///
/// The slope of a pair's loss by its margin has the second moment w = β² σ(βΔ) σ(−βΔ) over the two labels that the pair
/// could have. Over tokens where factors are there: Σ w l lᵀ, l being the slope of the margin, and Σ r rᵀ over what goes
/// in. Where only whole gradients U are, over pairs: Σ w U Uᵀ and Σ w Uᵀ U, which stand in for them.
final class FactorMoments {
  /// `[rows, rows]` and `[columns, columns]` of each block.
  private(set) var left: [[Double]]
  private(set) var right: [[Double]]
  private let blocks: [FeatureLayout.Block]
  private let weights: [Double]

  /// Moments of zero.
  /// - Parameter weights: w of each pair that will be seen, by its place.
  init(_ layout: FeatureLayout, weights: [Double]) {
    blocks = layout.blocks
    self.weights = weights
    left = layout.blocks.map { [Double](repeating: 0, count: $0.rows * $0.rows) }
    right = layout.blocks.map { [Double](repeating: 0, count: $0.columns * $0.columns) }
  }

  /// Adds the factors of the tokens of neighbouring pairs.
  /// - Parameters:
  ///   - ranges: the tokens of each pair.
  ///   - first: place of the first pair.
  func add(
    _ block: Int, left l: TokenProducts.Side, right r: TokenProducts.Side, ranges: [Range<Int>], first: Int
  ) {
    for (pair, range) in ranges.enumerated() {
      Self.add(l, blocks[block].rows, range, weights[first + pair], to: &left[block])
      Self.add(r, blocks[block].columns, range, 1, to: &right[block])
    }
  }

  private static func add(
    _ side: TokenProducts.Side, _ n: Int, _ tokens: Range<Int>, _ weight: Double, to sum: inout [Double]
  ) {
    var part = [Float](repeating: 0, count: n * n)
    part.withUnsafeMutableBufferPointer { part in
      guard let start = part.baseAddress else { return }
      TokenProducts.sum(side, n, side, n, tokens: tokens, into: start)
    }
    for place in sum.indices { sum[place] += weight * Double(part[place]) }
  }

  /// Adds the whole gradient of the margin of the pair at a place.
  func add(vector: [Float], place: Int) {
    let weight = weights[place]
    for (index, block) in blocks.enumerated() {
      let (m, n) = (block.rows, block.columns)
      for i in 0..<m {
        for j in 0..<n {
          let value = Double(vector[block.start + i * n + j])
          guard value != 0 else { continue }
          for k in 0..<m { left[index][i * m + k] += weight * value * Double(vector[block.start + k * n + j]) }
          for k in 0..<n { right[index][j * n + k] += weight * value * Double(vector[block.start + i * n + k]) }
        }
      }
    }
  }
}
