/// A token of an answer or of a prompt, with how probable the model held it.
public struct ServedToken: Hashable, Sendable {
  /// One token that could have stood there.
  public struct Alternative: Hashable, Sendable {
    /// Its text, as the server spells it.
    public var text: String
    /// Natural-log probability.
    public var logProbability: Double
  }
  /// Its text, as the server spells it.
  public var text: String
  /// Natural-log probability; null for the first token of a prompt.
  public var logProbability: Double?
  /// The most probable tokens of this place, where they were asked for.
  public var alternatives: [Alternative]
}

/// Log-probabilities in both shapes: chat (`content`) and plain (`tokens`, `token_logprobs`, `top_logprobs`).
struct LogProbabilities: Decodable {
  struct Entry: Decodable {
    struct Top: Decodable {
      var token: String
      var logprob: Double
    }
    var token: String
    var logprob: Double
    var top_logprobs: [Top]?
  }
  var content: [Entry]?
  var tokens: [String]?
  var token_logprobs: [Double?]?
  var top_logprobs: [[String: Double]?]?

  /// The tokens in order; empty where the server gave none, or lists that do not fit each other.
  var served: [ServedToken] {
    if let content {
      return content.map { entry in
        ServedToken(
          text: entry.token, logProbability: entry.logprob,
          alternatives: (entry.top_logprobs ?? []).map { .init(text: $0.token, logProbability: $0.logprob) })
      }
    }
    guard let tokens, let token_logprobs, tokens.count == token_logprobs.count else { return [] }
    return tokens.indices.map { position in
      let top = top_logprobs.flatMap { $0.indices.contains(position) ? $0[position] : nil } ?? [:]
      return ServedToken(
        text: tokens[position], logProbability: token_logprobs[position],
        alternatives: top.map { .init(text: $0.key, logProbability: $0.value) }
          .sorted { ($0.logProbability, $1.text) > ($1.logProbability, $0.text) })
    }
  }
}
