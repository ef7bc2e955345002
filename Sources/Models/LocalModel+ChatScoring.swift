public import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

extension LocalModel: ChatScoringModel {
  /// For each answer the natural-log probability of its tokens and of what ends the turn. An answer begins where its
  /// tokens depart from those of the conversation alone.
  /// - Throws: `ModelError` for an empty answer, or one that does not fit the context; errors of the template;
  ///   `CancellationError`.
  public func logLikelihoods(answers: [(messages: [ChatMessage], answer: String)]) async throws -> [Double] {
    let items = try answers.map { messages, answer in
      let prompt = try format.encode(messages)
      let whole = try checked(format.encode(messages, answer: answer))
      let seam = zip(prompt, whole).prefix { $0 == $1 }.count
      guard !answer.isEmpty, seam > 0, seam < whole.count else {
        throw ModelError(.badRequest, "An answer has no tokens of its own; leave empty answers out.")
      }
      return (ids: whole, first: seam)
    }
    return try perform { model in try inference { try ContinuationScorer.sums(items, model) } }
  }
}
