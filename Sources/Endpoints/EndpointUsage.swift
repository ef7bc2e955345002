internal import Synchronization

/// What a server was asked and what it cost, since the model was opened.
public struct EndpointUsage: Hashable, Sendable {
  /// Requests answered by the server.
  public var answered = 0
  /// Requests answered from the cache.
  public var fromCache = 0
  /// Requests that failed for good.
  public var failed = 0
  /// Times that a request was sent again.
  public var retries = 0
  /// Times that the server refused for load (429 or 503).
  public var refusals = 0
  /// Answers that came without a count of tokens: the counts below lack them.
  public var withoutCount = 0
  /// Tokens of prompts, as the server counts them; from the server only.
  public var promptTokens = 0
  /// Tokens of answers, as the server counts them; from the server only.
  public var completionTokens = 0
  /// Cost of those tokens; null without prices.
  public var cost: Double?

  /// One line for the end of a run: `1200 answered (3 again, 0 failed), 45 000 + 9 600 tokens, cost 1.25`.
  public var summary: String {
    var parts = ["\(answered) answered by the server"]
    if fromCache > 0 { parts.append("\(fromCache) from the cache") }
    if failed > 0 { parts.append("\(failed) failed") }
    if retries > 0 { parts.append("\(retries) sent again") }
    parts.append("\(promptTokens) prompt + \(completionTokens) answer tokens")
    if withoutCount > 0 { parts.append("\(withoutCount) answers without a count") }
    if let cost { parts.append("cost \((cost * 10_000).rounded() / 10_000)") }
    return parts.joined(separator: ", ")
  }
}

/// Counts, from any task.
final class UsageLedger: Sendable {
  private let usage = Mutex(EndpointUsage())
  private let prices: TokenPrices?

  init(prices: TokenPrices?) {
    self.prices = prices
  }

  /// The counts so far.
  var current: EndpointUsage {
    var usage = usage.withLock { $0 }
    if let prices {
      usage.cost =
        (Double(usage.promptTokens) * prices.prompt + Double(usage.completionTokens) * prices.completion) / 1e6
    }
    return usage
  }

  func count(_ change: (inout EndpointUsage) -> Void) {
    usage.withLock { change(&$0) }
  }

  /// Counts an answer of the server with its tokens, which cost even where the answer is of no use.
  func answered(_ tokens: ReplyBody.Usage?, isOfUse: Bool = true) {
    usage.withLock {
      if isOfUse { $0.answered += 1 }
      $0.promptTokens += ReplyBody.Usage.plausible(tokens?.prompt_tokens)
      $0.completionTokens += ReplyBody.Usage.plausible(tokens?.completion_tokens)
      if tokens?.prompt_tokens == nil || tokens?.completion_tokens == nil { $0.withoutCount += 1 }
    }
  }
}
