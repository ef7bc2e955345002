public import IsoglossCore
public import IsoglossTokenizers
internal import IsoglossTorch

/// Continues many texts at once: some rows run, finished ones make room for waiting ones, and prompts enter in pieces
/// beside the running rows. Nothing is padded, and a text does not depend on what it runs beside.
public struct GenerationLoop {
  let model: PackedDecoder
  let tokenizer: Tokenizer
  /// Texts that run at once.
  public var rows = 32
  /// Tokens that one step takes in at most: one of each text that is being continued, the rest pieces of prompts.
  public var tokensPerStep = 256
  /// Whether tokens that all prompts begin with go through the model once.
  public var sharesPrefix = true
  /// Ignores end tokens and stop texts, for measurements of speed.
  public var ignoresEnd = false
  /// Records the margins of greedy choices, at some cost.
  public var recordsMargins = false
  /// Most probable tokens that are recorded at each place, at some cost.
  public var alternatives = 0
  /// Called at every hook point of every step.
  public var hook: Hook?
  /// Asked between steps; true ends the loop with `CancellationError`.
  public var isCancelled: () -> Bool = { Task.isCancelled }

  /// A loop over a model.
  public init(_ model: PackedDecoder, _ tokenizer: Tokenizer) {
    self.model = model
    self.tokenizer = tokenizer
  }

  /// One text on its way.
  private struct Running {
    let index: Int
    let slot: Int
    let limit: Int
    var tokens: [Int32]
    /// How many of `tokens` have been through the model.
    var done = 0
    var result = GeneratedText()
    var sampler: Sampler?
    var decoder: IncrementalDecoder?
  }

  /// Continues every request, in the order of the requests. They start in that order too.
  /// - Throws: `ModelError` for an empty prompt or one that does not fit, `CancellationError`, `TorchError`.
  public func run(_ requests: [GenerationRequest], decoding: Decoding) throws -> [GeneratedText] {
    for request in requests where request.prompt.isEmpty {
      throw ModelError(.badRequest, "Request \(request.id) has no tokens; give it a prompt.")
    }
    for request in requests where (request.maxNewTokens ?? 1) < 1 {
      throw ModelError(.badRequest, "Request \(request.id) asks for no new tokens.")
    }
    guard decoding.temperature >= 0, decoding.topP > 0, decoding.topP <= 1, decoding.topK >= 0 else {
      throw ModelError(
        .badRequest, "Temperature and top-k must be at least 0, and top-p above 0 and at most 1.")
    }
    var results = [GeneratedText](repeating: GeneratedText(), count: requests.count)
    guard decoding.maxNewTokens > 0 else { return results }
    return try inference {
      let cache = try model.makeCache()
      let prefix = try readPrefix(requests, cache)
      var running: [Running] = []
      var slots = Array((0..<max(1, rows)).reversed())
      var next = 0
      while next < requests.count || !running.isEmpty {
        if isCancelled() { throw CancellationError() }
        while next < requests.count, let slot = slots.popLast() {
          var text = start(requests[next], next, slot, decoding)
          if prefix > 0 {
            try cache.share(from: max(1, rows), to: slot, length: prefix)
            text.done = prefix
          }
          running.append(text)
          next += 1
        }
        try step(&running, cache, decoding)
        for text in running where isFinished(text) {
          results[text.index] = finished(text)
          try cache.release(slot: text.slot)
          slots.append(text.slot)
        }
        running.removeAll(where: isFinished)
      }
      return results
    }
  }

  /// Runs what all prompts begin with, in whole pages and short of each prompt's last token, in a slot of its own.
  private func readPrefix(_ requests: [GenerationRequest], _ cache: KeyValueCache) throws -> Int {
    guard sharesPrefix, requests.count > 1, let first = requests.first?.prompt else { return 0 }
    var common = first.count
    for request in requests {
      common = min(common, request.prompt.count - 1)
      common = zip(first, request.prompt).prefix(common).prefix { $0 == $1 }.count
    }
    common -= common % KeyValueCache.pageLength
    for start in stride(from: 0, to: common, by: max(1, tokensPerStep)) {
      if isCancelled() { throw CancellationError() }
      let range = start..<min(start + max(1, tokensPerStep), common)
      _ = try model.states(
        ids: first[range].map { Int($0) }, slots: range.map { _ in Int64(max(1, rows)) },
        positions: range.map { Int64($0) }, cache: cache, hook: hook)
    }
    return common
  }

  private func start(_ request: GenerationRequest, _ index: Int, _ slot: Int, _ decoding: Decoding) -> Running {
    let limit = min(decoding.maxNewTokens, request.maxNewTokens ?? .max)
    var text = Running(index: index, slot: slot, limit: limit, tokens: request.prompt)
    if decoding.temperature > 0 { text.sampler = Sampler(decoding, requestID: request.id) }
    if !decoding.stop.isEmpty { text.decoder = tokenizer.incrementalDecoder(stop: decoding.stop) }
    return text
  }

  private func isFinished(_ text: Running) -> Bool {
    text.result.stopped || text.result.tokens.count >= text.limit
  }

  private func finished(_ text: Running) -> GeneratedText {
    var result = text.result
    if var decoder = text.decoder {
      _ = decoder.finish()
      result.text = decoder.text
    } else {
      result.text = tokenizer.decode(result.tokens)
    }
    return result
  }

  /// One pass of the model: a token of every running text, and a piece of the prompts that are not through yet.
  private func step(_ running: inout [Running], _ cache: KeyValueCache, _ decoding: Decoding) throws {
    var ids: [Int] = []
    var slots: [Int64] = []
    var positions: [Int64] = []
    var ends: [(text: Int, row: Int)] = []
    let continued = running.count { !$0.result.tokens.isEmpty }
    var promptLeft = max(1, tokensPerStep - continued)
    for index in running.indices {
      let text = running[index]
      let left = text.tokens.count - text.done
      let count = text.result.tokens.isEmpty ? min(left, promptLeft) : left
      if text.result.tokens.isEmpty { promptLeft -= count }
      guard count > 0 else { continue }
      for position in text.done..<text.done + count {
        ids.append(Int(text.tokens[position]))
        slots.append(Int64(text.slot))
        positions.append(Int64(position))
      }
      running[index].done += count
      if running[index].done == text.tokens.count { ends.append((index, ids.count - 1)) }
    }
    let states = try model.states(ids: ids, slots: slots, positions: positions, cache: cache, hook: hook)
    guard !ends.isEmpty else { return }
    let last = ends.count == ids.count ? states : try states.rows(Tensor(ends.map(\.row)))
    for (place, token) in try choose(last, ends.map(\.text), &running, decoding).enumerated() {
      accept(Int32(token), &running[ends[place].text])
    }
  }

  /// The next token of each of the given texts, from their states.
  private func choose(
    _ states: Tensor, _ texts: [Int], _ running: inout [Running], _ decoding: Decoding
  ) throws -> [Int] {
    if decoding.temperature == 0 && !recordsMargins && alternatives == 0 { return try model.argmax(states) }
    let logits = try model.logits(states)
    if alternatives > 0 {
      let count = min(alternatives, model.configuration.vocabulary)
      let (values, positions) = try logits.top(count)
      let (scores, tokens, totals) = try (values.floats(), positions.ints(), logits.logSumExp(1).floats())
      for (place, text) in texts.enumerated() {
        running[text].result.alternatives.append(
          (place * count..<(place + 1) * count).map { (Int32(tokens[$0]), scores[$0] - totals[place]) })
      }
    }
    if decoding.temperature == 0 && !recordsMargins { return try model.argmax(states) }
    if decoding.temperature == 0 {
      let top = try logits.top(2).values.floats()
      for (place, text) in texts.enumerated() {
        running[text].result.margins.append(top[2 * place] - top[2 * place + 1])
      }
      return try model.argmax(states)
    }
    let size = model.configuration.vocabulary
    return try logits.withElements(of: Float.self) { values in
      texts.enumerated().map { place, text in
        let row = UnsafeBufferPointer(rebasing: values[place * size..<(place + 1) * size])
        return running[text].sampler?.draw(row) ?? 0
      }
    }
  }

  private func accept(_ token: Int32, _ text: inout Running) {
    text.result.tokens.append(token)
    text.tokens.append(token)
    guard !ignoresEnd else { return }
    if tokenizer.endTokens.contains(token) {
      text.result.stopped = true
    } else if text.decoder != nil {
      _ = text.decoder?.append(token)
      if text.decoder?.stopped != nil { text.result.stopped = true }
    }
  }
}
