/// A token of an answer or of a prompt, with how probable the model held it.
public struct ScoredToken: Hashable, Sendable, Codable {
  /// One token that could have stood there.
  public struct Alternative: Hashable, Sendable, Codable {
    /// Its text, as the model spells it.
    public var text: String
    /// Natural-log probability.
    public var logProbability: Double

    /// An alternative.
    public init(text: String, logProbability: Double) {
      self.text = text
      self.logProbability = logProbability
    }
  }
  /// Its text, as the model spells it.
  public var text: String
  /// Natural-log probability; null for the first token of a prompt.
  public var logProbability: Double?
  /// The most probable tokens of this place, best first, where they were asked for.
  public var alternatives: [Alternative]

  /// A token of the given parts.
  public init(text: String, logProbability: Double?, alternatives: [Alternative] = []) {
    self.text = text
    self.logProbability = logProbability
    self.alternatives = alternatives
  }
}

/// What a model is to continue.
public struct CompletionRequest: Hashable, Sendable {
  /// What stands before the model's words.
  public enum Input: Hashable, Sendable {
    /// A conversation, in the model's own template.
    case chat([ChatMessage])
    /// A text as it is, special tokens included, with no template around it.
    case text(String)
  }
  /// Identifies the request; seeds its own random stream.
  public var id: String
  /// What stands before the model's words.
  public var input: Input

  /// A request.
  public init(id: String, input: Input) {
    self.id = id
    self.input = input
  }
}

/// A model that also continues bare text, and tells how probable its tokens were: what guards are asked through.
public protocol CompletionModel: ChatModel {
  /// Continues every input, in order, as `complete(_:decoding:)` does, with the `alternatives` (0...20) most probable
  /// tokens of each place in `Completion.tokens`. With 0, or where a server does not give them, there are no tokens.
  func complete(
    _ batch: [CompletionRequest], decoding: Decoding, alternatives: Int
  ) async throws -> [Completion]
}
