public import IsoglossCore
internal import IsoglossTokenizers
internal import IsoglossTorch

extension LocalModel: WindowedScoringModel {
  /// Tokens that go through the model at once.
  private static let tokensAtOnce = 512
  /// Tokens of the texts that share a cache.
  private static let tokensInGroup = 2048

  /// For each item the natural-log probability of the continuation after the prompt, summed over its tokens.
  ///
  /// Prompt and continuation are tokenised together and split by the length of the prompt alone, as lm-evaluation-harness
  /// does; white space at the prompt's end belongs to the continuation. No chat template is applied; the model's start
  /// token is. An empty prompt is the start (or end) token alone. What items begin with alike is computed once.
  /// - Throws: `ModelError` for an item without a continuation or longer than the context, `CancellationError`.
  public func logLikelihoods(_ items: [(prompt: String, continuation: String)]) async throws -> [Double] {
    let pairs = try tokens(items)
    for pair in pairs { _ = try checked(pair.ids) }
    return try perform { model in try inference { try ContinuationScorer.sums(pairs, model) } }
  }

  /// As `logLikelihoods`, but an item that is longer than the context loses tokens at its start.
  /// - Throws: `ModelError` for an item without a continuation, or whose continuation alone is longer than the context;
  ///   `CancellationError`.
  public func windowedLogLikelihoods(
    _ items: [(prompt: String, continuation: String)]
  ) async throws -> (values: [Double], cut: Set<Int>) {
    var pairs = try tokens(items)
    var cut: Set<Int> = []
    for index in pairs.indices {
      // The last token is only predicted, and needs no place of its own.
      let excess = pairs[index].ids.count - (configuration.context + 1)
      guard excess > 0 else { continue }
      guard pairs[index].first > excess else {
        throw ModelError(
          .badRequest, "A continuation alone is longer than the model's context of \(configuration.context) tokens.")
      }
      pairs[index] = (Array(pairs[index].ids.dropFirst(excess)), pairs[index].first - excess)
      cut.insert(index)
    }
    let windowed = pairs
    return (try perform { model in try inference { try ContinuationScorer.sums(windowed, model) } }, cut)
  }

  nonisolated func checked(_ ids: [Int32]) throws -> [Int32] {
    guard !ids.isEmpty else { throw ModelError(.badRequest, "A text has no tokens; leave empty texts out.") }
    guard ids.count <= configuration.context else {
      throw ModelError(
        .badRequest, "A text has \(ids.count) tokens; the model's context is \(configuration.context). Shorten it.")
    }
    return ids
  }

  /// Tokens of each prompt with its continuation, and where the continuation starts. Neighbours that share a prompt have
  /// it tokenised once.
  private nonisolated func tokens(
    _ items: [(prompt: String, continuation: String)]
  ) throws -> [(ids: [Int32], first: Int)] {
    var last: (text: String, count: Int)?
    return try items.map { item in
      let trimmed = item.prompt.trimmingEnd()
      let moved = String(item.prompt.dropFirst(trimmed.count)) + item.continuation
      var ids: [Int32]
      let first: Int
      if trimmed.isEmpty {
        ids = tokenizer.encode(moved, addSpecialTokens: false)
        guard let start = tokenizer.bos ?? tokenizer.eos else {
          throw ModelError(.badRequest, "The model has no start token; give every item a prompt.")
        }
        ids.insert(start, at: 0)
        first = 1
      } else {
        if last?.text != trimmed { last = (trimmed, tokenizer.encode(trimmed).count) }
        ids = tokenizer.encode(trimmed + moved)
        first = last?.count ?? 0
      }
      guard first >= 1, first < ids.count else {
        throw ModelError(.badRequest, "A continuation has no tokens of its own; give each item one.")
      }
      return (ids, first)
    }
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
