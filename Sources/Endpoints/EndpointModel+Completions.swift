public import IsoglossCore

extension EndpointModel: CompletionModel {
  /// Continues conversations through `/chat/completions` and texts through `/completions`, whatever ``EndpointOptions/api``
  /// says; a request that fails for good is a `failed` completion.
  ///
  /// Log-probabilities are asked for until the server once rejects a request for them; from then on there are no tokens.
  /// - Throws: `EndpointError` where no request can succeed, `CancellationError`, the cache's errors.
  public func complete(
    _ batch: [CompletionRequest], decoding: Decoding, alternatives: Int
  ) async throws -> [Completion] {
    precondition((0...20).contains(alternatives), "servers give at most 20 alternatives a token")
    return try await inOrder(batch) { request in
      guard alternatives > 0, !withoutLogProbabilities.isSet else {
        return try await answer(request, decoding: decoding, top: 0).completion
      }
      let full = try await answer(request, decoding: decoding, top: alternatives)
      guard full.isRejected else { return full.completion }
      // Perhaps it was rejected for the log-probabilities: then it is answered without.
      let plain = try await answer(request, decoding: decoding, top: 0)
      if plain.completion.finish != .failed { withoutLogProbabilities.set() }
      return plain.completion
    }
  }
}
