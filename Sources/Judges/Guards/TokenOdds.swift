internal import Foundation
internal import IsoglossCore

/// A guard's probability, out of the log-probabilities of its answer.
enum TokenOdds {
  /// How far above zero a log-probability may be and still be one.
  private static let roundingError = 1e-3

  /// Probability that the first token that is not white space is `word`; where only `other` is among the token's
  /// alternatives, what that leaves: an upper bound. Null where there are no log-probabilities, or neither is listed.
  static func ofFirstWord(_ word: String, against other: String, in tokens: [ScoredToken]) -> Double? {
    tokens.first { !$0.text.allSatisfy(\.isWhitespace) }.flatMap { probability(of: word, against: other, at: $0) }
  }

  /// The same for the first such token after the text that ends with `lead`.
  static func afterText(
    _ lead: String, _ word: String, against other: String, in tokens: [ScoredToken]
  ) -> Double? {
    var text = ""
    for (index, token) in tokens.enumerated() {
      text += token.text
      if text.hasSuffix(lead) { return ofFirstWord(word, against: other, in: Array(tokens[(index + 1)...])) }
    }
    return nil
  }

  /// The exponentials of the log-probabilities, with nothing made to sum to one: the mass on neither word stays out.
  private static func probability(of word: String, against other: String, at token: ScoredToken) -> Double? {
    func mass(_ wanted: String) -> Double? {
      let hits = token.alternatives.filter { $0.logProbability <= roundingError && start(of: wanted, $0.text) }
      return hits.isEmpty ? nil : hits.reduce(0) { $0 + exp(min(0, $1.logProbability)) }
    }
    let probability = mass(word) ?? mass(other).map { 1 - $0 }
    return probability.map { min(1, max(0, $0)) }
  }

  /// Whether a token is a word or the beginning of one that is split over tokens, white space before it left aside.
  private static func start(of word: String, _ token: String) -> Bool {
    let text = token.drop(while: \.isWhitespace)
    return !text.isEmpty && word.hasPrefix(text)
  }
}
