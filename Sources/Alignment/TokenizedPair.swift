public import IsoglossCore

/// A preference pair as tokens: what a step of training sees.
public struct TokenizedPair: Hashable, Sendable, Codable {
  /// Id of the pair.
  public var id: String
  /// Language of the pair.
  public var language: Language
  /// The prompt, up to where the two answers begin.
  public var prompt: [Int32]
  /// The answer to prefer, with its end token.
  public var chosen: [Int32]
  /// The answer to avoid, with its end token.
  public var rejected: [Int32]

  /// A pair; the completions include their end tokens.
  public init(id: String, language: Language, prompt: [Int32], chosen: [Int32], rejected: [Int32]) {
    self.id = id
    self.language = language
    self.prompt = prompt
    self.chosen = chosen
    self.rejected = rejected
  }
}
