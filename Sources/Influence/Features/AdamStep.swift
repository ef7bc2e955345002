internal import IsoglossAlignment
internal import IsoglossTorch

/// The step that Adam would take on the loss of one pair alone (LESS, Xia et al. 2024, Definition 3.1).
///
/// Γ = m / √(v + ε) with m = β₁ m₀ + (1 − β₁) g and v = β₂ v₀ + (1 − β₂) g², ε inside of the root and no correction of
/// bias, as the authors' code has it. g is the gradient of the loss; −Γ is given, so that what points along u raises the
/// margin.
struct AdamStep {
  private let first: Tensor
  private let second: Tensor

  static let beta1 = 0.9
  static let beta2 = 0.999
  static let epsilon = 1e-8

  /// - Throws: `InfluenceError.badInput` for a snapshot without moments.
  init(_ snapshot: AdapterSnapshot) throws {
    guard let moments = snapshot.moments else {
      throw InfluenceError(
        .badInput,
        "\(snapshot.name) keeps no moments of Adam, which this feature needs: index the checkpoints of a run.")
    }
    first = try Tensor(moments.first)
    second = try Tensor(moments.second)
  }

  /// −Γ for the gradient of the loss `weight · (−u)`.
  func callAsFunction(_ u: Tensor, weight: Double) throws -> Tensor {
    try noGrad {
      let g = try u * -weight
      let m = try first * Self.beta1 + g * (1 - Self.beta1)
      let v = try second * Self.beta2 + g.square() * (1 - Self.beta2)
      return try -(m * (v + Self.epsilon).rsqrt())
    }
  }
}
