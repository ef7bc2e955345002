public import IsoglossCore

/// The difference between what a model holds of harmful and of harmless requests, at the place where taking it out unmakes
/// refusals best. A direction may be saved: it is a measurement. Weights without it may not, and nothing here makes them.
public struct RefusalDirection: Hashable, Sendable, Codable {
  /// How much of the selection rule a place met.
  public enum Rule: String, Sendable, Codable {
    /// All of it.
    case strict
    /// All but that adding it makes harmless requests be refused, as Wang et al. 2025 select for other languages.
    case withoutInduction
    /// No place met the limits: the one that unmakes refusals best, whatever else it does.
    case unrestricted
  }

  /// Language of the prompts that it comes from.
  public var language: Language
  /// Position in the template after the instruction: -1 is the last token.
  public var position: Int
  /// The block before which it is read.
  public var layer: Int
  /// The difference of means, `[width]`, as long as it is.
  public var vector: [Double]
  /// How it was chosen.
  public var rule: Rule
  /// Mean score of harmful validation prompts without it.
  public var bypass: Double
  /// Mean score of harmless validation prompts with it added.
  public var induction: Double
  /// What taking it out does to the next token after harmless prompts, in nats.
  public var divergence: Double
}

/// A place of the residual stream and what a direction from there does.
struct DirectionCandidate: Hashable, Sendable, Codable {
  var position: Int
  var layer: Int
  var bypass: Double
  var induction: Double
  var divergence: Double
}

/// Which of the candidates is the direction (Arditi et al. 2024, appendix C).
public struct SelectionRule: Hashable, Sendable, Codable {
  /// Largest divergence from the untouched model on harmless prompts, in nats.
  public var divergence = 0.1
  /// Least score of harmless prompts with the direction added.
  public var induction = 0.0
  /// Layers from this share of them on do not count.
  public var depth = 0.8
  /// Every how many layers are tried; 1 tries all, as published.
  public var step = 1
  /// Template positions from the end that are tried; null tries all, as published.
  public var positions: Int?

  /// The published limits.
  public init() {}

  /// Layers that count.
  func layers(of count: Int) -> [Int] {
    Array(stride(from: 0, to: max(1, Int(depth * Double(count))), by: max(1, step)))
  }

  /// The candidate with the lowest score of harmful prompts among those that meet the limits; the first of equals.
  func choose(_ candidates: [DirectionCandidate]) -> (candidate: DirectionCandidate, rule: RefusalDirection.Rule)? {
    let finite = candidates.filter { $0.bypass.isFinite && $0.induction.isFinite && $0.divergence.isFinite }
    func best(_ some: [DirectionCandidate]) -> DirectionCandidate? { some.min { $0.bypass < $1.bypass } }
    let gentle = finite.filter { $0.divergence <= divergence }
    if let found = best(gentle.filter { $0.induction >= induction }) { return (found, .strict) }
    if let found = best(gentle) { return (found, .withoutInduction) }
    return best(finite).map { ($0, .unrestricted) }
  }
}
