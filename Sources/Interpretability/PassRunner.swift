internal import IsoglossModels
internal import IsoglossTorch

/// Passes of many prompts through the packed model. What all prompts begin with runs once; nothing is padded.
struct PassRunner {
  /// Whole prompts that run beside each other.
  struct Batch {
    /// Their places among all prompts.
    let prompts: Range<Int>
    /// The row of each one's last token.
    let ends: [Int]

    /// The rows of the tokens that stand `count - 1` ... 0 before each prompt's end: prompt after prompt, the last token last.
    func tail(_ count: Int) -> [Int] { ends.flatMap { end in (end - count + 1)...end } }
  }

  let model: PackedDecoder
  /// Tokens at each prompt's end that stand in its own rows, whatever prompts have in common.
  var tail = 1
  /// Tokens that run at once, one prompt more or less.
  var tokensAtOnce = 1024

  /// Runs prompts in order.
  /// - Parameters:
  ///   - hook: changes values in every row, those of the common beginning too.
  ///   - read: sees each value of the prompts' own rows, `[rows, width]`, before the hook does.
  ///   - body: takes the states of all rows, `[rows, width]`, before the final norm.
  /// - Throws: `InterpretabilityError` for a prompt that is shorter than the tail, `CancellationError`, `TorchError`.
  func run(
    _ prompts: [[Int32]], hook: Hook? = nil, read: ((Batch, HookPoint, Tensor) throws -> Void)? = nil,
    body: (Batch, Tensor) throws -> Void = { _, _ in }
  ) throws {
    guard let shortest = prompts.map(\.count).min() else { return }
    guard shortest >= tail, tail > 0 else {
      throw InterpretabilityError(
        .badSetting, "A prompt has \(shortest) tokens, and \(tail) at its end are to be read.")
    }
    let cache = try model.makeCache()
    var common = prompts.reduce(shortest - tail) { common, prompt in
      zip(prompts[0], prompt).prefix(common).prefix { $0 == $1 }.count
    }
    common -= common % KeyValueCache.pageLength
    if prompts.count == 1 { common = 0 }
    if common > 0 {
      _ = try model.states(
        ids: prompts[0].prefix(common).map { Int($0) }, slots: [Int64](repeating: 0, count: common),
        positions: (0..<common).map { Int64($0) }, cache: cache, hook: hook)
    }
    var start = 0
    while start < prompts.count {
      if Task.isCancelled { throw CancellationError() }
      var end = start
      var ids: [Int] = []
      var slots: [Int64] = []
      var positions: [Int64] = []
      var ends: [Int] = []
      while end < prompts.count, end == start || ids.count + prompts[end].count - common <= tokensAtOnce {
        let slot = end - start + 1
        if common > 0 { try cache.share(from: 0, to: slot, length: common) }
        for position in common..<prompts[end].count {
          ids.append(Int(prompts[end][position]))
          slots.append(Int64(slot))
          positions.append(Int64(position))
        }
        ends.append(ids.count - 1)
        end += 1
      }
      let batch = Batch(prompts: start..<end, ends: ends)
      let states = try model.states(ids: ids, slots: slots, positions: positions, cache: cache) { point, x in
        try read?(batch, point, x)
        return try hook.map { try $0(point, x) } ?? x
      }
      try body(batch, states)
      for slot in 1...ends.count { try cache.release(slot: slot) }
      start = end
    }
  }

  /// The scores of every token after each prompt, float32, batch after batch: `[prompts of the batch, vocabulary]`.
  func scores(_ prompts: [[Int32]], hook: Hook? = nil, _ body: (Batch, Tensor) throws -> Void) throws {
    try run(
      prompts, hook: hook,
      body: { batch, states in
        try body(batch, model.logits(states.rows(Tensor(batch.ends)).contiguous()))
      })
  }

  /// States of each prompt at block inputs (and, for the layer after the last, before the final norm), of the token
  /// `offset` before its end: `[layers][prompts][width]`.
  func states(_ prompts: [[Int32]], offset: Int, layers: [Int]) throws -> [[[Double]]] {
    precondition((0..<tail).contains(offset), "an offset within the tail")
    let places = Dictionary(layers.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    var states = layers.map { _ in [[Double]]() }
    let count = model.configuration.layers
    let width = model.configuration.width
    try run(
      prompts,
      read: { batch, point, x in
        let layer: Int
        switch point {
        case .blockInput(let index): layer = index
        case .final: layer = count
        default: return
        }
        guard let place = places[layer] else { return }
        let values = try x.rows(Tensor(batch.ends.map { $0 - offset })).doubles()
        states[place] += batch.ends.indices.map { Array(values[$0 * width..<($0 + 1) * width]) }
      })
    return states
  }
}
