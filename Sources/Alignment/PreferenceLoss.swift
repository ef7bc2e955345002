public import IsoglossTorch

/// What training makes small: one loss, or a weighted sum of several.
///
/// All of them are functions of the log-probability of each answer under the policy and under the reference, summed over
/// the answer's tokens. With Δ = (log π(chosen) − log ref(chosen)) − (log π(rejected) − log ref(rejected)), β the strength
/// of the tie to the reference, and ε the share of pairs that may be labelled the wrong way round. Values equal those of
/// TRL 1.16.
public struct PreferenceLoss: Hashable, Sendable, Codable {
  /// The losses.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// −log π(chosen), averaged over all chosen tokens of a step.
    case sft
    /// −log σ(βΔ): DPO (Rafailov et al. 2023, eq. 7).
    case sigmoid
    /// max(0, 1 − βΔ): SLiC (Zhao et al. 2023).
    case hinge
    /// (Δ − 1/(2β))², each log-ratio divided by its answer's tokens: IPO (Azar et al. 2023, eq. 17).
    case ipo
    /// −(1 − ε) log σ(βΔ) − ε log σ(−βΔ): conservative DPO (Mitchell 2023).
    case cdpo
    /// (−(1 − ε) log σ(βΔ) + ε log σ(−βΔ)) / (1 − 2ε): robust DPO (Chowdhury et al. 2024).
    case robust

    /// Whether its value depends on the rejected answer and on the reference.
    var comparesAnswers: Bool { self != .sft }
  }

  /// A loss and its weight in the sum.
  public struct Term: Hashable, Sendable, Codable {
    /// Which loss.
    public var kind: Kind
    /// Factor in the sum.
    public var weight: Double

    /// A loss with its factor.
    public init(_ kind: Kind, weight: Double = 1) {
      self.kind = kind
      self.weight = weight
    }
  }

  /// The losses that are added up.
  public var terms: [Term]
  /// β: how strongly the policy is held to the reference; 0.1 in TRL and in the paper.
  public var beta: Double
  /// ε of `cdpo` and `robust`.
  public var smoothing: Double

  /// A loss.
  public init(terms: [Term], beta: Double = 0.1, smoothing: Double = 0) {
    self.terms = terms
    self.beta = beta
    self.smoothing = smoothing
  }

  /// One loss alone.
  public init(_ kind: Kind, beta: Double = 0.1, smoothing: Double = 0) {
    self.init(terms: [Term(kind)], beta: beta, smoothing: smoothing)
  }

  /// DPO plus `weight` times SFT on the chosen answer.
  public static func dpo(plusSFT weight: Double, beta: Double = 0.1) -> PreferenceLoss {
    PreferenceLoss(terms: [Term(.sigmoid), Term(.sft, weight: weight)], beta: beta)
  }

  /// Whether the rejected answer and a reference are needed at all.
  public var comparesAnswers: Bool { terms.contains { $0.kind.comparesAnswers } }

  /// What the losses are computed from: one number for each pair, `[pairs]`, float64.
  public struct Inputs {
    /// Log-probability of the chosen answer under the policy.
    public var chosen: Tensor
    /// Of the rejected answer.
    public var rejected: Tensor
    /// Log-probability of the chosen answer under the reference.
    public var referenceChosen: Tensor
    /// Of the rejected answer.
    public var referenceRejected: Tensor
    /// Tokens of the chosen answers.
    public var chosenTokens: Tensor
    /// Tokens of the rejected answers.
    public var rejectedTokens: Tensor
    /// Chosen tokens a pair, over all pairs of the step: what SFT divides by.
    public var meanChosenTokens: Double

    /// Inputs of the shapes above.
    public init(
      chosen: Tensor, rejected: Tensor, referenceChosen: Tensor, referenceRejected: Tensor, chosenTokens: Tensor,
      rejectedTokens: Tensor, meanChosenTokens: Double
    ) {
      self.chosen = chosen
      self.rejected = rejected
      self.referenceChosen = referenceChosen
      self.referenceRejected = referenceRejected
      self.chosenTokens = chosenTokens
      self.rejectedTokens = rejectedTokens
      self.meanChosenTokens = meanChosenTokens
    }
  }

  /// The loss of each pair `[pairs]`; a step's loss is their mean, however the pairs are divided among micro-batches.
  public func callAsFunction(_ inputs: Inputs) throws -> Tensor {
    var total = try inputs.chosen * 0
    for term in terms { total = try total + value(term.kind, inputs) * term.weight }
    return total
  }

  private func value(_ kind: Kind, _ x: Inputs) throws -> Tensor {
    if kind == .sft { return try -x.chosen / x.meanChosenTokens }
    let (chosen, rejected) = (try x.chosen - x.referenceChosen, try x.rejected - x.referenceRejected)
    let scaled = try (chosen - rejected) * beta
    switch kind {
    case .sft, .sigmoid: return try -scaled.logSigmoid()
    case .hinge: return try (-scaled + 1).relu()
    case .ipo: return try (chosen / x.chosenTokens - rejected / x.rejectedTokens - 1 / (2 * beta)).square()
    case .cdpo: return try -(scaled.logSigmoid() * (1 - smoothing)) - (-scaled).logSigmoid() * smoothing
    case .robust:
      let flipped = try (-scaled).logSigmoid() * smoothing
      return try (flipped - scaled.logSigmoid() * (1 - smoothing)) / (1 - 2 * smoothing)
    }
  }

  /// Refuses numbers that no loss can be formed with.
  /// - Throws: `AlignmentError.badOptions`.
  func validate() throws {
    guard !terms.isEmpty else { throw AlignmentError(.badOptions, "A loss needs at least one term.") }
    guard terms.allSatisfy({ $0.weight.isFinite }) else {
      throw AlignmentError(.badOptions, "The weights of a loss must be finite numbers.")
    }
    guard beta > 0, beta.isFinite else { throw AlignmentError(.badOptions, "β must be above 0; it is \(beta).") }
    let limit = terms.contains { $0.kind == .robust } ? 0.5 : 1
    guard smoothing >= 0, smoothing < limit else {
      throw AlignmentError(.badOptions, "Label smoothing must be at least 0 and below \(limit); it is \(smoothing).")
    }
  }
}
