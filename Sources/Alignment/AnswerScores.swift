/// What a policy says about the answers of a row, one entry an answer: 2 i for the chosen one of pair i, 2 i + 1 for the
/// rejected. Answers that are not in the row have zeros.
public struct AnswerScores: Hashable, Sendable {
  /// Natural-log probability of the whole answer, given the prompt.
  public var logProbability: [Double]
  /// Entropy of the prediction, summed over the answer's tokens, in nats.
  public var entropy: [Double]
  /// Tokens that were the most likely ones.
  public var correct: [Int]
  /// Tokens of the answer.
  public var tokens: [Int]

  /// Zeros for a number of answers.
  init(answers: Int) {
    logProbability = [Double](repeating: 0, count: answers)
    entropy = logProbability
    correct = [Int](repeating: 0, count: answers)
    tokens = correct
  }

  /// Adds up what was found for each token of a row.
  init(
    _ row: PackedPairs, logProbabilities: [Double], entropies: [Double], correct isCorrect: [Int]
  ) {
    self.init(answers: 2 * row.pairs.count)
    for (place, owner) in row.owners.enumerated() {
      logProbability[owner] += logProbabilities[place]
      entropy[owner] += entropies[place]
      correct[owner] += isCorrect[place]
      tokens[owner] += 1
    }
  }
}
