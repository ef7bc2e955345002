public import IsoglossTorch

/// What the gradients of a row by the adapters of some layers are made of; the layers share their input.
///
/// With x a token's input, g the slope of the objective by what the layers give, and s B A an addition, the gradient by A
/// is Σ (s Bᵀ g) xᵀ over tokens, and by B it is Σ g (s A x)ᵀ. Texts in a row do not see each other, so the sum over the
/// tokens of one pair is that pair's own gradient.
public struct GradientFactors {
  /// The layers, by their names in a checkpoint.
  public let layers: [String]
  /// `[T, in]`, bfloat16: T the row's tokens.
  public let input: Tensor
  /// `[T, Σ out]`, bfloat16: the layers' outputs side by side.
  public let gradient: Tensor
}

/// Gets the factors of each group of layers, in the order of the backward pass.
public typealias GradientTap = (GradientFactors) throws -> Void

extension PackedPairs {
  /// Where each pair stands in the row.
  public var ranges: [Range<Int>] {
    var start = 0
    return pairs.map { pair in
      defer { start += Self.tokens(of: pair, parts: parts) }
      return start..<start + Self.tokens(of: pair, parts: parts)
    }
  }
}
