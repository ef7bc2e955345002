internal import IsoglossAlignment
internal import IsoglossModels
internal import IsoglossTorch

/// Projects the factors of a group of layers that share their input, for all tokens of a row in one product a side.
///
/// By A: left L (s Bᵀ g), right Rᵀ x. By B: left L g, right Rᵀ (s A x). So x is multiplied by [R of A | R of B · s A] and
/// g by [L of B | L of A · s Bᵀ] of each layer, and the whole gradients are never formed.
final class FactorProjector {
  /// A block's factors among the columns of the two products.
  private struct Place {
    let block: FeatureLayout.Block
    /// Where the left factor starts among the columns by g, the right one among those by x.
    let left: Int
    let right: Int
  }

  private let places: [Place]
  private let byInput: TrainingLayer
  private let byGradient: TrainingLayer
  private let widths: (input: Int, gradient: Int)

  /// - Parameter names: all layers of the group, adapted or not, in the order of their outputs.
  /// - Returns: null where none of them is adapted.
  init?(_ names: [String], _ gradients: AdapterGradients, _ layout: FeatureLayout) throws {
    let index = Dictionary(uniqueKeysWithValues: gradients.layers.enumerated().map { ($1.name, $0) })
    let shapes = gradients.configuration.linearShapes
    let outputs = names.map { shapes[$0]?.outputs ?? 0 }
    let total = outputs.reduce(0, +)
    var places: [Place] = []
    var (input, gradient): ([Tensor], [Tensor]) = ([], [])
    var (right, left) = (0, 0)
    var first = 0
    for (name, width) in zip(names, outputs) {
      defer { first += width }
      guard let layer = index[name], let adapter = gradients.factors(of: name) else { continue }
      let (a, b) = (layout.blocks[2 * layer], layout.blocks[2 * layer + 1])
      let (sa, sb) = (try adapter.a * gradients.scale, try adapter.b * gradients.scale)
      func times(_ matrix: [Float]?, _ n: Int, _ other: Tensor?) throws -> Tensor {
        guard let matrix else { return try other ?? Self.identity(n) }
        let projection = try Tensor(matrix, shape: [matrix.count / n, n])
        return try other.map { try projection.matmul($0) } ?? projection
      }
      /// Rows over this layer's outputs, as rows over all of the group's.
      func placed(_ rows: Tensor) throws -> Tensor {
        let count = rows.shape[0]
        return try Tensor.concatenated(
          [.zeros([count, first]), rows, .zeros([count, total - first - width])], 1)
      }
      input += [try times(a.right, a.full.columns, nil), try times(b.right, b.full.columns, sa)]
      gradient += [
        try placed(times(b.left, b.full.rows, nil)), try placed(times(a.left, a.full.rows, sb.transposed(0, 1))),
      ]
      places.append(Place(block: a, left: left + b.rows, right: right))
      places.append(Place(block: b, left: left, right: right + a.columns))
      right += a.columns + b.columns
      left += a.rows + b.rows
    }
    guard !places.isEmpty else { return nil }
    self.places = places
    func packed(_ rows: [Tensor]) throws -> (layer: TrainingLayer, width: Int) {
      let all = try Tensor.concatenated(rows, 0)
      let width = (all.shape[0] + 31) / 32 * 32
      let padded = try Tensor.concatenated([all, .zeros([width - all.shape[0], all.shape[1]])], 0)
      return (try TrainingLayer([padded.to(.bfloat16).contiguous()], rank: 0), width)
    }
    let (inputs, gradientsSide) = (try packed(input), try packed(gradient))
    byInput = inputs.layer
    byGradient = gradientsSide.layer
    widths = (inputs.width, gradientsSide.width)
  }

  /// Writes the blocks of each pair of a row.
  /// - Parameters:
  ///   - ranges: the tokens of each pair.
  ///   - count: numbers of a vector before the fold.
  ///   - vectors: a vector a pair, one after the other.
  ///   - moments: take in all tokens' factors.
  ///   - first: place of the first pair among those that the moments know.
  func add(
    _ factors: GradientFactors, ranges: [Range<Int>], count: Int, to vectors: UnsafeMutableBufferPointer<Float>,
    _ moments: FactorMoments?, first: Int
  ) throws {
    guard let start = vectors.baseAddress else { return }
    let tokens = factors.input.shape[0]
    let (x, g) = (try Tensor.zeros([tokens, widths.input]), try Tensor.zeros([tokens, widths.gradient]))
    _ = try byInput.forward(factors.input, addingTo: x)
    _ = try byGradient.forward(factors.gradient, addingTo: g)
    try x.withElements(of: Float.self) { x in
      try g.withElements(of: Float.self) { g in
        guard let x = x.baseAddress, let g = g.baseAddress else { return }
        for place in places {
          let block = place.block
          let left = TokenProducts.Side(values: UnsafePointer(g + place.left), stride: widths.gradient)
          let right = TokenProducts.Side(values: UnsafePointer(x + place.right), stride: widths.input)
          for (pair, range) in ranges.enumerated() {
            TokenProducts.sum(
              left, block.rows, right, block.columns, tokens: range, into: start + pair * count + block.start)
          }
          moments?.add(
            2 * block.layer + (block.isA ? 0 : 1), left: left, right: right, ranges: ranges, first: first)
        }
      }
    }
  }

  private static func identity(_ n: Int) throws -> Tensor {
    try Tensor((0..<n * n).map { $0 % (n + 1) == 0 ? Float(1) : 0 }, shape: [n, n])
  }
}
