internal import Foundation
public import IsoglossCore

/// Log-likelihoods through `/completions` with `echo` and `logprobs`, for the servers that have them (vLLM, llama.cpp's
/// OpenAI-compatible front ends); chat has no such thing.
extension EndpointModel: ScoringModel {
  /// For each (prompt, continuation) the natural-log probability of the continuation, summed over its tokens.
  ///
  /// The continuation's tokens are those that end after the prompt's text where the tokens' texts spell the whole text;
  /// where they do not (a character split over tokens), those after as many tokens as the prompt has by itself.
  /// - Throws: `EndpointError.unsupported` where the server gives no log-probabilities of the prompt, `.requestFailed`
  ///   where a request failed for good; `CancellationError`.
  public func logLikelihoods(_ items: [(prompt: String, continuation: String)]) async throws -> [Double] {
    try await inOrder(items.map { Item(prompt: $0.prompt, continuation: $0.continuation) }) { item in
      try await logLikelihood(item)
    }
  }

  private struct Item: Sendable {
    var prompt: String
    var continuation: String
  }

  private struct Echo: Sendable {
    var tokens: [ScoredToken]
    var promptTokens: Int?
  }

  private func logLikelihood(_ item: Item) async throws -> Double {
    guard !item.continuation.isEmpty else { return 0 }
    let echo = try await echo(item.prompt + item.continuation, logProbabilities: true)
    let range: Range<Int>
    if let exact = EchoedTokens.continuation(of: item.prompt, item.continuation, in: echo.tokens.map(\.text)) {
      range = exact
    } else {
      let alone = try await self.echo(item.prompt, logProbabilities: false)
      guard let all = echo.promptTokens, let before = alone.promptTokens, before < all, all <= echo.tokens.count else {
        throw unsupported("its tokens do not spell the text, and it does not count them")
      }
      range = before..<all
    }
    var sum = 0.0
    for token in echo.tokens[range] {
      guard let value = token.logProbability else {
        throw unsupported("it gives no log-probability for a token of the continuation; the prompt must not be empty")
      }
      sum += value
    }
    return sum
  }

  private func echo(_ text: String, logProbabilities: Bool) async throws -> Echo {
    let exchange = Exchange(
      path: "/completions",
      body: RequestBody.echo(model: client.address.model, prompt: text, logProbabilities: logProbabilities))
    do {
      let echo = try await client.ask(exchange) { reply throws(ReplyProblem) in
        let body = try ReplyBody(reply.body)
        let choice = try body.choice()
        client.ledger.answered(body.usage)
        return Echo(tokens: choice.logprobs?.served ?? [], promptTokens: body.usage?.prompt_tokens)
      }.value
      if logProbabilities, echo.tokens.count < 2 { throw unsupported("it sent none") }
      return echo
    } catch let failure as RequestFailure {
      client.ledger.count { $0.failed += 1 }
      throw EndpointError(
        .requestFailed, "\(client.address.host) did not score a continuation: \(failure.reason). Try again later.")
    }
  }

  private func unsupported(_ what: String) -> EndpointError {
    EndpointError(
      .unsupported,
      "\(client.address.host) does not give log-probabilities of a prompt (`echo` with `logprobs`): \(what). "
        + "Use another server, or local weights.")
  }
}

/// Where a continuation is among echoed tokens.
enum EchoedTokens {
  /// Positions of the tokens that hold the continuation's text. A first token that is no part of the text (a
  /// beginning-of-text mark) is passed over, and so is what comes after the text. Null where the tokens' texts do not
  /// spell the text.
  static func continuation(of prompt: String, _ continuation: String, in tokens: [String]) -> Range<Int>? {
    let text = Array((prompt + continuation).utf8)
    let boundary = prompt.utf8.count
    for skipped in 0...min(1, tokens.count) {
      var offset = 0
      var first: Int?
      for position in tokens.indices.dropFirst(skipped) {
        let bytes = Array(tokens[position].utf8)
        let end = offset + bytes.count
        guard end <= text.count, text[offset..<end].elementsEqual(bytes) else { break }
        offset = end
        if offset > boundary, first == nil { first = position }
        if offset == text.count, let first { return first..<position + 1 }
      }
    }
    return nil
  }
}
