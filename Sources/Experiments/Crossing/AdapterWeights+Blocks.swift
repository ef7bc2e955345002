internal import IsoglossModels

/// Parts of an adapter by the block that they are in.
extension AdapterWeights {
  /// Frobenius norm of all additions to each block: √Σ‖scale · B A‖², as ‖B A‖² = ⟨BᵀB, A Aᵀ⟩.
  func blockNorms(_ blocks: Int) -> [Double] {
    var squares = [Double](repeating: 0, count: blocks)
    for layer in layers {
      guard let block = layer.block, squares.indices.contains(block) else { continue }
      let r = layer.rank
      var (left, right) = ([Double](repeating: 0, count: r * r), [Double](repeating: 0, count: r * r))
      for i in 0..<r {
        for j in 0...i {
          for row in 0..<layer.outputs { left[i * r + j] += Double(layer.b[row * r + i] * layer.b[row * r + j]) }
          for column in 0..<layer.inputs {
            right[i * r + j] += Double(layer.a[i * layer.inputs + column] * layer.a[j * layer.inputs + column])
          }
          // Off the diagonal every product stands for two.
          squares[block] += (i == j ? 1 : 2) * left[i * r + j] * right[i * r + j] * layer.scale * layer.scale
        }
      }
    }
    return squares.map { max(0, $0).squareRoot() }
  }

  /// The adapter with nothing added outside of some blocks.
  func keeping(_ blocks: Set<Int>) -> AdapterWeights {
    AdapterWeights(
      layers: layers.map { layer in
        var layer = layer
        if !(layer.block.map(blocks.contains) ?? false) { layer.b = [Float](repeating: 0, count: layer.b.count) }
        return layer
      })
  }
}

extension AdapterWeights.Layer {
  /// The block's number: 3 of `model.layers.3.mlp.up_proj`.
  fileprivate var block: Int? { name.split(separator: ".").lazy.compactMap { Int($0) }.first }
}
