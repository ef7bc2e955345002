public import IsoglossCore

/// What a guard said of a request, or of an answer.
public struct GuardReading: Hashable, Sendable {
  /// Whether what was judged is harmful.
  public var harm: Reading<Bool>
  /// Whether the answer declines; unscored where the guard cannot tell, and for a request alone.
  public var refusal: Reading<Bool>
  /// Categories that it names; empty where it calls nothing harmful.
  public var hazards: [Hazard]
  /// Probability of harm, where the model gives log-probabilities.
  public var probability: Double?
  /// What it said.
  public var raw: String

  init(harm: Reading<Bool>, refusal: Reading<Bool>, hazards: [Hazard], probability: Double?, raw: String) {
    self.harm = harm
    self.refusal = refusal
    self.hazards = hazards
    self.probability = probability
    self.raw = RawText.bounded(raw)
  }

  /// Nothing could be read.
  init(unscored reason: String, raw: String = "") {
    self.init(harm: .unscored(reason), refusal: .unscored(reason), hazards: [], probability: nil, raw: raw)
  }
}
