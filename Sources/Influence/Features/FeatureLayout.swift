internal import IsoglossAlignment

/// Where the projected gradients of an adapter's matrices stand in a vector: A then B of each layer, before the fold.
struct FeatureLayout {
  /// The gradient of one matrix.
  struct Block {
    /// Place of the layer.
    let layer: Int
    /// Whether it is by A `[rank, in]`, not by B `[out, rank]`.
    let isA: Bool
    /// Rows and columns of the whole gradient.
    let full: (rows: Int, columns: Int)
    /// Rows and columns after the projection.
    let rows: Int
    let columns: Int
    /// Where it starts in a vector, and in the flat gradient.
    let start: Int
    let fullStart: Int
    /// Projection of its rows `[rows, full.rows]` and of its columns `[columns, full.columns]`; null for none.
    let left: [Float]?
    let right: [Float]?

    var count: Int { rows * columns }
  }

  let blocks: [Block]
  /// Numbers of a vector before the fold.
  let count: Int
  /// Numbers after the fold.
  let width: Int
  /// Signs of the fold; null where nothing is folded.
  private let signs: [Float]?

  init(_ layers: [AdapterGradients.Layer], rank: Int, _ projection: Projection) {
    var (start, fullStart) = (0, 0)
    var blocks: [Block] = []
    for (index, layer) in layers.enumerated() {
      for (isA, full) in [(true, (rank, layer.inputs)), (false, (layer.outputs, rank))] {
        let name = "\(layer.name).lora_\(isA ? "A" : "B")"
        let block = Block(
          layer: index, isA: isA, full: full, rows: projection.length(full.0), columns: projection.length(full.1),
          start: start, fullStart: fullStart, left: projection.matrix(full.0, "\(name) rows"),
          right: projection.matrix(full.1, "\(name) columns"))
        blocks.append(block)
        start += block.count
        fullStart += full.0 * full.1
      }
    }
    self.blocks = blocks
    count = start
    width = min(count, projection.width)
    signs = projection.foldSigns(count)
  }

  /// Folds a vector of `count` numbers to one of `width`.
  func fold(_ vector: UnsafeBufferPointer<Float>, into result: UnsafeMutableBufferPointer<Float>) {
    precondition(vector.count == count && result.count == width, "a vector has another length than its layout")
    guard let signs else {
      _ = result.update(fromContentsOf: vector)
      return
    }
    result.update(repeating: 0)
    signs.withUnsafeBufferPointer { signs in
      var start = 0
      while start < count {
        let length = min(width, count - start)
        for place in 0..<length { result[place] += signs[start + place] * vector[start + place] }
        start += length
      }
    }
  }

  /// The same for a list.
  func folded(_ vector: [Float]) -> [Float] {
    var result = [Float](repeating: 0, count: width)
    vector.withUnsafeBufferPointer { from in result.withUnsafeMutableBufferPointer { fold(from, into: $0) } }
    return result
  }
}
