internal import IsoglossCore

/// Asks a model many things, as many batches at once as the model allows, and gives its answers in the order of asking.
struct ModelAsker: Sendable {
  let model: any ChatModel
  let decoding: Decoding
  /// Alternatives a token that are asked for, where the model gives any.
  var alternatives = 0

  /// One completion a request. A request that fails for good is a `failed` completion.
  /// - Throws: the model's error where nothing can go on, `CancellationError`.
  func ask(_ requests: [CompletionRequest]) async throws -> [Completion] {
    guard !requests.isEmpty else { return [] }
    let plan = try await model.plan(requests.map(\.chat), decoding: decoding)
    return try await withThrowingTaskGroup(of: ([Int], [Completion]).self) { group in
      var results = [Completion?](repeating: nil, count: requests.count)
      var batches = plan.makeIterator()
      func addBatch(to group: inout ThrowingTaskGroup<([Int], [Completion]), any Error>) {
        guard let batch = batches.next() else { return }
        let asked = batch.map { requests[$0] }
        group.addTask { (batch, try await complete(asked)) }
      }
      for _ in 0..<max(1, model.concurrency) { addBatch(to: &group) }
      while let (batch, completions) = try await group.next() {
        precondition(batch.count == completions.count, "a model must answer every request of a batch")
        for (position, completion) in zip(batch, completions) { results[position] = completion }
        try Task.checkCancellation()
        addBatch(to: &group)
      }
      let answered = results.compactMap { $0 }
      precondition(answered.count == requests.count, "a plan must hold every request exactly once")
      return answered
    }
  }

  private func complete(_ batch: [CompletionRequest]) async throws -> [Completion] {
    if let model = model as? any CompletionModel {
      return try await model.complete(batch, decoding: decoding, alternatives: alternatives)
    }
    return try await model.complete(batch.map(\.chat), decoding: decoding)
  }
}

extension CompletionRequest {
  /// As a conversation: a text is a single turn.
  fileprivate var chat: ChatRequest {
    switch input {
    case .chat(let messages): ChatRequest(id: id, messages: messages)
    case .text(let text): ChatRequest(id: id, messages: [ChatMessage(.user, text)])
    }
  }
}
