/// One turn of a conversation.
public struct ChatMessage: Hashable, Sendable, Codable {
  /// Who speaks.
  public enum Role: String, Sendable, Codable {
    case system, user, assistant
  }
  /// Who speaks.
  public var role: Role
  /// What is said.
  public var content: String

  /// A turn.
  public init(_ role: Role, _ content: String) {
    self.role = role
    self.content = content
  }
}

/// How text is drawn from a model. Two runs with equal decoding and equal seeds are meant to be equal.
public struct Decoding: Hashable, Sendable, Codable {
  /// Upper bound on new tokens.
  public var maxNewTokens: Int
  /// 0 is greedy.
  public var temperature: Double
  /// Nucleus mass in 0...1; 1 keeps all.
  public var topP: Double
  /// Number of candidates kept; 0 keeps all.
  public var topK: Int
  /// Seed of the draw; unused when greedy.
  public var seed: UInt64
  /// Texts that end an answer, besides the model's own end tokens.
  public var stop: [String]

  /// A decoding; the default is greedy.
  public init(
    maxNewTokens: Int = 64, temperature: Double = 0, topP: Double = 1, topK: Int = 0, seed: UInt64 = 0,
    stop: [String] = []
  ) {
    self.maxNewTokens = maxNewTokens
    self.temperature = temperature
    self.topP = topP
    self.topK = topK
    self.seed = seed
    self.stop = stop
  }
}

/// One request to a chat model.
public struct ChatRequest: Hashable, Sendable {
  /// Identifies the request in the run; seeds its own random stream, so that a draw does not depend on its neighbours.
  public var id: String
  /// The conversation so far, the last turn the user's; for a guard, the turn to judge.
  public var messages: [ChatMessage]

  /// A request.
  public init(id: String, messages: [ChatMessage]) {
    self.id = id
    self.messages = messages
  }
}

/// What a model answered.
public struct Completion: Hashable, Sendable, Codable {
  /// Why the text ended.
  public enum FinishReason: String, Sendable, Codable {
    /// An end token or stop text.
    case stop
    /// The bound on new tokens.
    case length
    /// The request failed for good; `failure` says why.
    case failed
  }

  /// The answer, without special tokens.
  public var text: String
  /// Why it ended.
  public var finish: FinishReason
  /// Tokens of the templated prompt.
  public var promptTokens: Int
  /// Tokens made.
  public var completionTokens: Int
  /// Wall time in seconds spent on it; in a batch, the batch's time divided by its size.
  public var seconds: Double
  /// Reason of a failed request; null otherwise.
  public var failure: String?
  /// The tokens made, where they were asked for and the model gives them; null otherwise. Run files do not keep them.
  public var tokens: [ScoredToken]?

  /// A completion of the given parts.
  public init(
    text: String, finish: FinishReason, promptTokens: Int, completionTokens: Int, seconds: Double,
    failure: String? = nil, tokens: [ScoredToken]? = nil
  ) {
    self.text = text
    self.finish = finish
    self.promptTokens = promptTokens
    self.completionTokens = completionTokens
    self.seconds = seconds
    self.failure = failure
    self.tokens = tokens
  }
}
