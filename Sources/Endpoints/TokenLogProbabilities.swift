internal import IsoglossCore

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
  var served: [ScoredToken] {
    if let content {
      return content.map { entry in
        ScoredToken(
          text: entry.token, logProbability: entry.logprob,
          alternatives: (entry.top_logprobs ?? []).map { .init(text: $0.token, logProbability: $0.logprob) })
      }
    }
    guard let tokens, let token_logprobs, tokens.count == token_logprobs.count else { return [] }
    return tokens.indices.map { position in
      let top = top_logprobs.flatMap { $0.indices.contains(position) ? $0[position] : nil } ?? [:]
      return ScoredToken(
        text: tokens[position], logProbability: token_logprobs[position],
        alternatives: top.map { .init(text: $0.key, logProbability: $0.value) }
          .sorted { ($0.logProbability, $1.text) > ($1.logProbability, $0.text) })
    }
  }
}
