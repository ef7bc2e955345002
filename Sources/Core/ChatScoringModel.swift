/// Scores answers in a conversation, in the model's own template.
public protocol ChatScoringModel: ScoringModel {
  /// For each answer the natural-log probability of its tokens and of what ends the turn, after the templated
  /// conversation.
  func logLikelihoods(answers: [(messages: [ChatMessage], answer: String)]) async throws -> [Double]
}
