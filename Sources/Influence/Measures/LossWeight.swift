internal import Foundation

/// How strongly a pair pulls in DPO: the gradient of its loss is −weight · u.
enum LossWeight {
  /// β σ(−βΔ), for Δ the margin above the reference's.
  static func of(_ delta: Double, beta: Double) -> Double { beta / (1 + exp(beta * delta)) }

  /// β² σ(βΔ) σ(−βΔ), the curvature of the loss by the margin, for a pair that pulls with β σ(−βΔ).
  static func curvature(_ weight: Double, beta: Double) -> Double { weight * (beta - weight) }
}
