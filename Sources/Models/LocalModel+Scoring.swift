internal import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

extension LocalModel {
  /// Rows whose scores over the whole vocabulary are held at once.
  private static let scoredRows = 64
  /// Tokens that go through the model at once.
  private static let tokensAtOnce = 512

  /// For each item the natural-log probability of the continuation after the prompt, summed over its tokens.
  ///
  /// Prompt and continuation are tokenised together and split by the length of the prompt alone, as lm-evaluation-harness
  /// does; white space at the prompt's end belongs to the continuation. No chat template is applied; the model's start
  /// token is. An empty prompt is the start (or end) token alone.
  /// - Throws: `ModelError` for an item without a continuation or longer than the context, `CancellationError`.
  public func logLikelihoods(_ items: [(prompt: String, continuation: String)]) async throws -> [Double] {
    let pairs = try items.map { try tokens($0.prompt, $0.continuation) }
    return try perform { model in
      try inference {
        try pairs.map { ids, first in
          if Task.isCancelled { throw CancellationError() }
          return try Self.score(ids, from: first, model)
        }
      }
    }
  }

  /// Hidden state at the last token after `layer` blocks (0: the embeddings), `[texts][width]`, float32.
  /// - Throws: `ModelError` for a layer that is not there or a text that does not fit, `CancellationError`.
  public func features(_ texts: [String], layer: Int) async throws -> [[Float]] {
    guard (0...configuration.layers).contains(layer) else {
      throw ModelError(.badRequest, "There is no layer \(layer); the model has 0 to \(configuration.layers).")
    }
    let ids = try texts.map { try checked(tokenizer.encode($0)) }
    return try perform { model in
      try inference {
        try ids.map { ids in
          if Task.isCancelled { throw CancellationError() }
          let states = try Self.states(ids, model, layers: layer)
          return try states.selected(0, states.shape[0] - 1).floats()
        }
      }
    }
  }

  private nonisolated func checked(_ ids: [Int32]) throws -> [Int32] {
    guard !ids.isEmpty else { throw ModelError(.badRequest, "A text has no tokens; leave empty texts out.") }
    guard ids.count <= configuration.context else {
      throw ModelError(
        .badRequest, "A text has \(ids.count) tokens; the model's context is \(configuration.context). Shorten it.")
    }
    return ids
  }

  /// Tokens of prompt and continuation, and where the continuation starts.
  private nonisolated func tokens(_ prompt: String, _ continuation: String) throws -> (ids: [Int32], first: Int) {
    let trimmed = prompt.trimmingEnd()
    let moved = String(prompt.dropFirst(trimmed.count)) + continuation
    var ids: [Int32]
    var first: Int
    if trimmed.isEmpty {
      ids = tokenizer.encode(moved, addSpecialTokens: false)
      guard let start = tokenizer.bos ?? tokenizer.eos else {
        throw ModelError(.badRequest, "The model has no start token; give every item a prompt.")
      }
      ids.insert(start, at: 0)
      first = 1
    } else {
      ids = tokenizer.encode(trimmed + moved)
      first = tokenizer.encode(trimmed).count
    }
    guard first >= 1, first < ids.count else {
      throw ModelError(.badRequest, "A continuation has no tokens of its own; give each item one.")
    }
    return (try checked(ids), first)
  }

  private static func states(_ ids: [Int32], _ model: PackedDecoder, layers: Int? = nil) throws -> Tensor {
    let cache = try model.makeCache()
    var parts: [Tensor] = []
    for start in stride(from: 0, to: ids.count, by: tokensAtOnce) {
      let range = start..<min(start + tokensAtOnce, ids.count)
      parts.append(
        try model.states(
          ids: ids[range].map { Int($0) }, slots: range.map { _ in 0 }, positions: range.map { Int64($0) },
          cache: cache,
          layers: layers))
    }
    return parts.count == 1 ? parts[0] : try Tensor.concatenated(parts, 0)
  }

  private static func score(_ ids: [Int32], from first: Int, _ model: PackedDecoder) throws -> Double {
    let states = try states(Array(ids.dropLast()), model)
    var sum = 0.0
    for start in stride(from: first, to: ids.count, by: scoredRows) {
      let range = start..<min(start + scoredRows, ids.count)
      let logits = try model.logits(states.sliced(0, range.lowerBound - 1..<range.upperBound - 1).contiguous())
      let targets = try Tensor(ids[range].map { Int($0) })
      sum += try logits.targetLogProbabilities(targets).to(.float64).sum().item()
    }
    return sum
  }
}

extension String {
  /// Without white space at its end.
  fileprivate func trimmingEnd() -> String {
    var end = endIndex
    while end > startIndex, self[index(before: end)].isWhitespace { end = index(before: end) }
    return String(self[..<end])
  }
}
