internal import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

extension LocalModel {
  /// Rows whose scores over the whole vocabulary are held at once.
  private static let scoredRows = 64
  /// Tokens that go through the model at once.
  private static let tokensAtOnce = 512
  /// Tokens of the texts that share a cache.
  private static let tokensInGroup = 2048

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
        var sums = [Double](repeating: 0, count: pairs.count)
        for group in Self.groups(pairs.map { $0.ids.count }) {
          if Task.isCancelled { throw CancellationError() }
          let states = try Self.states(pairs[group].map { Array($0.ids.dropLast()) }, model)
          var wanted: [(item: Int, row: Int, target: Int)] = []
          var start = 0
          for item in group {
            let (ids, first) = pairs[item]
            wanted += (first..<ids.count).map { (item, start + $0 - 1, Int(ids[$0])) }
            start += ids.count - 1
          }
          for place in stride(from: 0, to: wanted.count, by: Self.scoredRows) {
            let part = wanted[place..<min(place + Self.scoredRows, wanted.count)]
            let logits = try model.logits(states.rows(Tensor(part.map(\.row))))
            let scores = try logits.fusedLogProbabilities(part.map(\.target)).doubles()
            for (want, score) in zip(part, scores) { sums[want.item] += score }
          }
        }
        return sums
      }
    }
  }

  nonisolated func checked(_ ids: [Int32]) throws -> [Int32] {
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

  /// Runs of neighbouring texts with a bounded number of tokens, at least one text each.
  static func groups(_ lengths: [Int]) -> [Range<Int>] {
    var groups: [Range<Int>] = []
    var start = 0
    var tokens = 0
    for (index, length) in lengths.enumerated() {
      if index > start, tokens + length > tokensInGroup {
        groups.append(start..<index)
        (start, tokens) = (index, 0)
      }
      tokens += length
    }
    return start < lengths.count ? groups + [start..<lengths.count] : groups
  }

  /// States of all tokens of some texts, text after text: `[tokens, width]`.
  static func states(
    _ texts: [[Int32]], _ model: PackedDecoder, layers: Int? = nil, hook: Hook? = nil
  ) throws -> Tensor {
    let cache = try model.makeCache()
    let ids = texts.flatMap { $0.map { Int($0) } }
    let slots = texts.enumerated().flatMap { index, text in text.map { _ in Int64(index) } }
    let positions = texts.flatMap { $0.indices.map { Int64($0) } }
    let parts = try stride(from: 0, to: ids.count, by: tokensAtOnce).map { start in
      let range = start..<min(start + tokensAtOnce, ids.count)
      return try model.states(
        ids: Array(ids[range]), slots: Array(slots[range]), positions: Array(positions[range]), cache: cache,
        layers: layers, hook: hook)
    }
    return try Tensor.concatenated(parts, 0)
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
