/// One text to be continued.
public struct GenerationRequest: Sendable {
  /// Seeds the random stream.
  public var id: String
  /// Tokens to continue.
  public var prompt: [Int32]
  /// Bound on new tokens below the decoding's; null where there is none.
  public var maxNewTokens: Int?

  /// A request.
  public init(id: String, prompt: [Int32], maxNewTokens: Int? = nil) {
    self.id = id
    self.prompt = prompt
    self.maxNewTokens = maxNewTokens
  }
}

/// What came of a request.
public struct GeneratedText: Sendable {
  /// Tokens made, the end token among them where one came.
  public var tokens: [Int32] = []
  /// Their text, without special tokens and without the stop text.
  public var text = ""
  /// Whether an end token or a stop text ended it; otherwise the bound did.
  public var stopped = false
  /// Greedy only, where asked for: at each token the score of the best minus that of the second.
  public var margins: [Float] = []
  /// Where asked for: at each token the most probable tokens of its place, best first, with natural-log probabilities.
  public var alternatives: [[(token: Int32, logProbability: Float)]] = []
}
