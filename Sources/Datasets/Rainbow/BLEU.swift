internal import Foundation

/// Sentence BLEU (Papineni et al. 2002) as sacrebleu computes it for one sentence: n-grams of 1 to 4, exponential
/// smoothing, and the highest order that the sentence is long enough for.
public enum BLEU {
  /// How a text is cut into tokens.
  public enum Tokens: String, Sendable, Codable, CaseIterable {
    /// The rules of mteval-v13a: for scripts that put spaces between words.
    case words = "13a"
    /// One character a token: for scripts that do not.
    case characters = "char"

    /// The cut that fits a script (ISO 15924).
    public static func fitting(script: String) -> Tokens {
      ["Hans", "Hant", "Hani", "Jpan", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"].contains(script) ? .characters : .words
    }
  }

  private static let order = 4

  /// Similarity of a text to a reference, in 0...1; 0 where they share no token.
  public static func similarity(_ text: String, to reference: String, tokens: Tokens = .words) -> Double {
    let (a, b) = (tokens.cut(text), tokens.cut(reference))
    return similarity(a, to: b)
  }

  /// Similarity of one list of tokens to another.
  static func similarity(_ tokens: [String], to reference: [String]) -> Double {
    var logs = 0.0
    var effective = 0
    var smoothing = 1.0
    var hasAny = false
    for n in 1...order {
      let total = tokens.count - n + 1
      guard total > 0 else { break }
      effective = n
      let shared = shared(tokens, reference, n)
      hasAny = hasAny || shared > 0
      if shared == 0 { smoothing *= 2 }
      logs += log(shared > 0 ? Double(shared) / Double(total) : 1 / (smoothing * Double(total)))
    }
    guard hasAny else { return 0 }
    let brevity =
      tokens.count < reference.count ? exp(1 - Double(reference.count) / Double(tokens.count)) : 1
    return brevity * exp(logs / Double(effective))
  }

  /// N-grams of `tokens` that occur in `reference`, each as often as it does there at most.
  private static func shared(_ tokens: [String], _ reference: [String], _ n: Int) -> Int {
    guard reference.count >= n else { return 0 }
    var open: [ArraySlice<String>: Int] = [:]
    for start in 0...(reference.count - n) { open[reference[start..<start + n], default: 0] += 1 }
    var count = 0
    for start in 0...(tokens.count - n) {
      let gram = tokens[start..<start + n]
      guard let left = open[gram], left > 0 else { continue }
      open[gram] = left - 1
      count += 1
    }
    return count
  }
}
