internal import Foundation

/// What a million tokens cost, in whatever currency the user counts in.
public struct TokenPrices: Hashable, Sendable, Codable {
  /// Price of a million tokens of prompt.
  public var prompt: Double
  /// Price of a million tokens of answer.
  public var completion: Double

  /// Prices a million tokens.
  public init(prompt: Double, completion: Double) {
    self.prompt = prompt
    self.completion = completion
  }
}

/// What a server was asked, and what it cost: since a model was opened, or in one sitting of a run.
public struct ServedUsage: Hashable, Sendable, Codable {
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
  /// Answers that came without a count of tokens: the counts below, and the cost, lack them.
  public var withoutCount = 0
  /// Tokens of prompts, as the server counts them; from the server only.
  public var promptTokens = 0
  /// Tokens of answers, as the server counts them; from the server only.
  public var completionTokens = 0
  /// What the tokens cost; null where nobody said.
  public var prices: TokenPrices?

  /// No use.
  public init(prices: TokenPrices? = nil) {
    self.prices = prices
  }

  /// Cost of the tokens counted; null without prices.
  public var cost: Double? {
    prices.map { (Double(promptTokens) * $0.prompt + Double(completionTokens) * $0.completion) / 1e6 }
  }

  /// One line for the end of a run: `1200 answered by the server, 45000 prompt + 9600 answer tokens, cost 1.25 (5 and 15
  /// a million)`.
  public var summary: String {
    var parts = ["\(answered) answered by the server"]
    if fromCache > 0 { parts.append("\(fromCache) from the cache") }
    if failed > 0 { parts.append("\(failed) failed") }
    if retries > 0 { parts.append("\(retries) sent again") }
    parts.append("\(promptTokens) prompt + \(completionTokens) answer tokens")
    if withoutCount > 0 { parts.append("\(withoutCount) answers without a count") }
    if let cost, let prices {
      parts.append(
        "cost \(Self.money(cost)) (\(Self.money(prices.prompt)) and \(Self.money(prices.completion)) a million)")
    }
    return parts.joined(separator: ", ")
  }

  /// Four places behind the point, without zeros at the end.
  private static func money(_ value: Double) -> String {
    let rounded = (value * 10_000).rounded() / 10_000
    return rounded == rounded.rounded() && abs(rounded) < 1e15 ? "\(Int(rounded))" : "\(rounded)"
  }
}
