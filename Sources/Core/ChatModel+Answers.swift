extension ChatModel {
  /// Answers requests in the order of the requests, at most ``concurrency`` batches at once.
  ///
  /// Batches are planned from all requests, also from those whose answers are `known`, and a batch that lacks an answer is
  /// asked as a whole: so an interrupted job ends with the answers of an uninterrupted one, even where arithmetic depends
  /// on the company that a request keeps.
  /// - Parameters:
  ///   - known: answers of an earlier sitting, by id.
  ///   - record: told the new answers of a batch, which it may keep.
  /// - Precondition: no id occurs twice.
  public func answers(
    to requests: [ChatRequest], decoding: Decoding, known: [String: Completion] = [:],
    record: (_ batch: [(id: String, completion: Completion)]) async throws -> Void = { _ in }
  ) async throws -> [Completion] {
    guard !requests.isEmpty else { return [] }
    var answers = requests.map { known[$0.id] }
    let plan = try await plan(requests, decoding: decoding)
    precondition(plan.flatMap { $0 }.sorted() == Array(requests.indices), "a plan must hold every request once")
    let pending = plan.filter { batch in batch.contains { answers[$0] == nil } }
    try await withThrowingTaskGroup(of: (batch: [Int], completions: [Completion]).self) { group in
      var next = 0
      func start(in group: inout ThrowingTaskGroup<(batch: [Int], completions: [Completion]), any Error>) {
        guard next < pending.count else { return }
        let batch = pending[next]
        next += 1
        group.addTask { (batch, try await complete(batch.map { requests[$0] }, decoding: decoding)) }
      }
      for _ in 0..<max(1, concurrency) { start(in: &group) }
      while let (batch, completions) = try await group.next() {
        precondition(completions.count == batch.count, "a model must answer every request of a batch")
        var new: [(id: String, completion: Completion)] = []
        for (position, completion) in zip(batch, completions) where answers[position] == nil {
          answers[position] = completion
          new.append((requests[position].id, completion))
        }
        try await record(new)
        try Task.checkCancellation()
        start(in: &group)
      }
    }
    return answers.compactMap { $0 }
  }
}
