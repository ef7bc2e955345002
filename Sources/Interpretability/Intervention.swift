public import IsoglossModels
internal import IsoglossTorch

/// A change of a pass, made in memory while it runs: weights stay as they are, bit for bit, and nothing of it can be
/// written to disk.
public enum Intervention: Sendable {
  /// Takes a direction out of everything that is written to the residual stream: x -= (x · r̂) r̂ at every block's input and
  /// at what attention and the gated layer give, before post-norms (Arditi et al. 2024, equation 4).
  case ablate([Double])
  /// Adds a vector, as long as it is, to the residual stream before a block, at every position (equation 3).
  case add([Double], layer: Int)

  /// The hook that makes the change.
  /// - Throws: `InterpretabilityError.badDirection` for a vector without a direction, `TorchError`.
  public func hook() throws -> Hook {
    switch self {
    case .ablate(let vector):
      let length = vector.length
      guard length > 0, length.isFinite else {
        throw InterpretabilityError(.badDirection, "A direction of length \(length) cannot be taken out.")
      }
      let unit = try Tensor(vector.map { Float($0 / length) })
      return { point, x in
        switch point {
        case .blockInput, .attentionOutput, .mlpOutput:
          let wide = try x.to(.float32)
          return try (wide - (wide * unit).sum(-1, keep: true) * unit).to(x.dtype)
        default: return x
        }
      }
    case .add(let vector, let layer):
      let addition = try Tensor(vector.map { Float($0) })
      return { point, x in
        guard point == .blockInput(layer) else { return x }
        return try (x.to(.float32) + addition).to(x.dtype)
      }
    }
  }
}
