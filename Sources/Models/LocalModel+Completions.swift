public import IsoglossCore
internal import IsoglossTokenizers

extension LocalModel: CompletionModel {
  /// Continues conversations in the model's own template, and texts as they are: special tokens in a text are the
  /// model's, and its start token is added unless the text begins with it. Inputs that do not fit fail.
  /// - Throws: `ModelError`, `CancellationError`, `TorchError`.
  public func complete(
    _ batch: [CompletionRequest], decoding: Decoding, alternatives: Int
  ) async throws -> [Completion] {
    precondition((0...20).contains(alternatives), "at most 20 alternatives a token")
    var results = [Completion?](repeating: nil, count: batch.count)
    for isText in [false, true] {
      let positions = batch.indices.filter { batch[$0].isText == isText }
      guard !positions.isEmpty else { continue }
      var framed = decoding
      if !isText { framed.stop += format.stop }
      let completions = try complete(
        positions.map { position in
          let request = batch[position]
          return (request.id, { try self.tokens(request, decoding: decoding) })
        }, decoding: framed, alternatives: alternatives)
      for (position, completion) in zip(positions, completions) { results[position] = completion }
    }
    return results.compactMap { $0 }
  }

  private nonisolated func tokens(_ request: CompletionRequest, decoding: Decoding) throws -> [Int32] {
    switch request.input {
    case .chat(let messages):
      return try prompt(ChatRequest(id: request.id, messages: messages), decoding: decoding)
    case .text(let text):
      let opens = tokenizer.namedTokens["bos_token"].map { text.hasPrefix($0) } ?? false
      let ids = tokenizer.encode(text, addSpecialTokens: !opens)
      guard !ids.isEmpty else { throw ModelError(.badRequest, "A text has no tokens; give the model something.") }
      return try fitting(ids, decoding: decoding)
    }
  }

  /// The tokens of a text that was made with alternatives; each carries its own log-probability where it is among them.
  nonisolated func scored(_ text: GeneratedText) -> [ScoredToken] {
    zip(text.tokens, text.alternatives).map { token, alternatives in
      ScoredToken(
        text: tokenizer.decode([token]),
        logProbability: alternatives.first { $0.token == token }.map { Double($0.logProbability) },
        alternatives: alternatives.map {
          .init(text: tokenizer.decode([$0.token]), logProbability: Double($0.logProbability))
        })
    }
  }
}

extension CompletionRequest {
  fileprivate var isText: Bool {
    if case .text = input { true } else { false }
  }
}
