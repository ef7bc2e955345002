import Foundation

/// The standard normal distribution.
public enum Normal {
  /// Density at x.
  public static func density(_ x: Double) -> Double { exp(-x * x / 2) * 0.398_942_280_401_432_677_94 }

  /// Probability of a value up to x.
  public static func cumulative(_ x: Double) -> Double { 0.5 * erfc(-x * 0.707_106_781_186_547_524_4) }

  /// Probability of a value above x.
  public static func upperTail(_ x: Double) -> Double { 0.5 * erfc(x * 0.707_106_781_186_547_524_4) }

  /// The x with cumulative probability p; infinite at 0 and 1, and not a number outside 0...1.
  public static func quantile(_ p: Double) -> Double {
    guard p >= 0, p <= 1 else { return .nan }
    if p == 0 { return -.infinity }
    if p == 1 { return .infinity }
    if p == 0.5 { return 0 }
    return p < 0.5 ? lowerQuantile(p) : -lowerQuantile(1 - p)
  }

  /// The two-sided critical value: 1.96 for 0.95.
  public static func critical(confidence: Double) -> Double { -quantile((1 - confidence) / 2) }

  /// For p < ½: a rational start (Abramowitz and Stegun 26.2.23, error 4.5e-4), then Halley steps on ln Φ.
  private static func lowerQuantile(_ p: Double) -> Double {
    let t = (-2 * log(p)).squareRoot()
    let numerator = 2.515517 + t * (0.802853 + t * 0.010328)
    let denominator = 1 + t * (1.432788 + t * (0.189269 + t * 0.001308))
    var x = -(t - numerator / denominator)
    for _ in 0..<4 {
      let probability = cumulative(x)
      guard probability > 0 else { return x }
      let ratio = density(x) / probability
      let error = log(probability / p)
      // (ln Φ)' = ratio and (ln Φ)'' = -ratio (x + ratio).
      let step = error / ratio
      let correction = 1 + step * (x + ratio) / 2
      let next = x - step / (correction > 0.5 ? correction : 1)
      if abs(next - x) <= 1e-16 * abs(x) { return next }
      x = next
    }
    return x
  }
}
