/// What a step, or an evaluation, found for one pair.
public struct PairScore: Hashable, Sendable, Codable {
  /// Id of the pair.
  public var id: String
  /// Code of its language.
  public var language: String
  /// Its part of the loss: a step's loss is the mean over its pairs.
  public var loss: Double
  /// Log-probability of the chosen answer, summed over its tokens.
  public var chosen: Double
  /// Log-probability of the rejected answer; null where the loss does not compare answers.
  public var rejected: Double?
  /// β · (log π − log ref) of the chosen answer; null where there is no reference.
  public var chosenReward: Double?
  /// The same of the rejected answer.
  public var rejectedReward: Double?
  /// Tokens of the chosen answer.
  public var chosenTokens: Int
  /// Tokens of the rejected answer.
  public var rejectedTokens: Int
  /// Entropy of the predictions, summed over the tokens of the scored answers, in nats.
  public var entropy: Double
  /// Tokens of the chosen answer that were the most likely ones.
  public var correct: Int

  /// Reward of the chosen answer over the rejected one.
  public var margin: Double? {
    guard let chosenReward, let rejectedReward else { return nil }
    return chosenReward - rejectedReward
  }

  /// Log-probability of the chosen answer over the rejected one, without a reference.
  public var logRatio: Double? { rejected.map { chosen - $0 } }

  /// Whether the chosen answer has the higher reward; equal rewards do not count, as in TRL.
  public var isAccurate: Bool? { margin.map { $0 > 0 } }
}

/// What a step of training found.
public struct StepMetrics: Hashable, Sendable, Codable {
  /// The step, counted from 1.
  public var step: Int
  /// Learning rate of the step.
  public var rate: Double
  /// Loss over all pairs.
  public var loss: Double
  /// Norm of all gradients together, before they are clipped.
  public var gradientNorm: Double
  /// The pairs, in their order.
  public var pairs: [PairScore]
  /// Tokens that went through the model.
  public var tokens: Int
  /// Wall time of the step.
  public var seconds: Double
}

/// Means over pairs, as TRL reports them.
public struct PairMeans: Hashable, Sendable, Codable {
  /// Mean loss.
  public var loss: Double
  /// `rewards/chosen`.
  public var chosenReward: Double?
  /// `rewards/rejected`.
  public var rejectedReward: Double?
  /// `rewards/margins`.
  public var margin: Double?
  /// `rewards/accuracies`.
  public var accuracy: Double?
  /// `logps/chosen`.
  public var chosen: Double
  /// `logps/rejected`.
  public var rejected: Double?
  /// `entropy`: over the tokens of all scored answers.
  public var entropy: Double
  /// `mean_token_accuracy`: over the chosen tokens.
  public var tokenAccuracy: Double

  /// Means over some pairs; null where there are none.
  public init?(_ pairs: [PairScore]) {
    guard !pairs.isEmpty else { return nil }
    func mean(_ value: (PairScore) -> Double) -> Double { pairs.reduce(0) { $0 + value($1) } / Double(pairs.count) }
    func mean(_ value: (PairScore) -> Double?) -> Double? {
      let values = pairs.compactMap(value)
      return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
    }
    loss = mean { $0.loss }
    chosenReward = mean(\.chosenReward)
    rejectedReward = mean(\.rejectedReward)
    margin = mean(\.margin)
    accuracy = mean { $0.isAccurate.map { $0 ? 1 : 0 } }
    chosen = mean { $0.chosen }
    rejected = mean(\.rejected)
    let tokens = pairs.reduce(0) { $0 + $1.chosenTokens + ($1.rejected == nil ? 0 : $1.rejectedTokens) }
    entropy = pairs.reduce(0) { $0 + $1.entropy } / Double(max(1, tokens))
    let chosenTokens = pairs.reduce(0) { $0 + $1.chosenTokens }
    tokenAccuracy = Double(pairs.reduce(0) { $0 + $1.correct }) / Double(max(1, chosenTokens))
  }
}
