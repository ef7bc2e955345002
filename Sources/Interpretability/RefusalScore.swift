import Foundation
internal import IsoglossModels
internal import IsoglossTorch

/// How far a model leans to a refusal before it writes a word (Arditi et al. 2024, "Refusal in Language Models Is Mediated
/// by a Single Direction", appendix B).
///
/// score = log(p_R + ε) - log(1 - p_R + ε), where p_R is the summed probability of the refusal tokens after the prompt and
/// ε = 1e-8: the log-odds of a refusal's first token.
public enum RefusalScore {
  static let epsilon = 1e-8

  /// The score of a probability. A sum of rounded probabilities may lie a little above 1 and counts as 1.
  public static func of(probability: Double) -> Double {
    let p = probability > 1 ? 1 : probability
    return log(p + epsilon) - log(1 - p + epsilon)
  }

  /// Scores of rows of logits `[rows, vocabulary]`, in float64: near 1, float32 has no room for 1 - p_R.
  static func of(_ logits: Tensor, tokens: [Int]) throws -> [Double] {
    try logits.to(.float64).softmax(-1).rows(Tensor(tokens), axis: 1).sum(1).doubles().map { of(probability: $0) }
  }

  /// Scores after each prompt, in order.
  static func of(_ prompts: [[Int32]], tokens: [Int], _ runner: PassRunner, hook: Hook? = nil) throws -> [Double] {
    var scores: [Double] = []
    try runner.scores(prompts, hook: hook) { scores += try of($1, tokens: tokens) }
    return scores
  }
}
