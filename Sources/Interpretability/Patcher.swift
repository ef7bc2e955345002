internal import IsoglossModels
internal import IsoglossTorch

/// What stands at hook points on the last `tail` tokens of a prompt: `[tail · width of the point]`, row by row.
typealias Recording = [HookPoint: [Float]]

/// Runs a prompt many times at once, each time with one site replaced. What stands before the template's last tokens is
/// read once and shared: a patch behind it cannot change it.
struct Patcher {
  let model: PackedDecoder
  /// Template tokens after the instruction.
  let tail: Int
  /// Refusal tokens of the metric.
  let tokens: [Int]
  var rowsAtOnce = 1024

  /// A pass of a prompt, with what stands at the points of `PatchSite`s, and its score.
  func record(_ ids: [Int32]) throws -> (values: Recording, score: Double) {
    var values: Recording = [:]
    var score = 0.0
    let runner = PassRunner(model: model, tail: tail)
    try runner.run(
      [ids],
      read: { batch, point, x in
        switch point {
        case .blockOutput, .heads, .attentionUpdate, .mlpUpdate:
          values[point] = try x.rows(Tensor(batch.tail(tail))).floats()
        default: break
        }
      },
      body: { batch, states in
        score = try RefusalScore.of(
          model.logits(states.rows(Tensor(batch.ends)).contiguous()), tokens: tokens)[0]
      })
    return (values, score)
  }

  /// The score of a prompt with each of the sites replaced by what a recording has there, in order.
  /// - Throws: `InterpretabilityError.badSetting` for a prompt that is shorter than the tail; `TorchError`.
  func scores(_ ids: [Int32], _ patches: [(site: PatchSite, source: Recording)]) throws -> [Double] {
    guard ids.count >= tail else {
      throw InterpretabilityError(.badSetting, "A prompt has \(ids.count) tokens, and the template \(tail).")
    }
    let cache = try model.makeCache()
    let shared = (ids.count - tail) / KeyValueCache.pageLength * KeyValueCache.pageLength
    if shared > 0 {
      _ = try model.states(
        ids: ids.prefix(shared).map { Int($0) }, slots: [Int64](repeating: 0, count: shared),
        positions: (0..<shared).map { Int64($0) }, cache: cache)
    }
    let own = ids.count - shared
    let atOnce = max(1, rowsAtOnce / own)
    var scores: [Double] = []
    for start in stride(from: 0, to: patches.count, by: atOnce) {
      if Task.isCancelled { throw CancellationError() }
      let batch = Array(patches[start..<min(start + atOnce, patches.count)])
      var rows: [(id: Int, slot: Int64, position: Int64)] = []
      for slot in 1...batch.count {
        if shared > 0 { try cache.share(from: 0, to: slot, length: shared) }
        rows += (shared..<ids.count).map { (Int(ids[$0]), Int64(slot), Int64($0)) }
      }
      let states = try model.states(
        ids: rows.map(\.id), slots: rows.map(\.slot), positions: rows.map(\.position), cache: cache,
        hook: hook(batch, own: own))
      let ends = batch.indices.map { ($0 + 1) * own - 1 }
      scores += try RefusalScore.of(model.logits(states.rows(Tensor(ends)).contiguous()), tokens: tokens)
      for slot in 1...batch.count { try cache.release(slot: slot) }
    }
    return scores
  }

  /// Replaces each slot's site; slot i has rows i · own ..< (i + 1) · own.
  private func hook(_ batch: [(site: PatchSite, source: Recording)], own: Int) -> Hook {
    let byPoint = Dictionary(grouping: batch.indices) { batch[$0].site.point }
    let (tail, configuration) = (tail, model.configuration)
    return { point, x in
      guard let slots = byPoint[point] else { return x }
      let width = x.shape[1]
      let changed = try x.to(.float32).clone()
      try changed.withElements(of: Float.self) { values in
        for slot in slots {
          let (site, source) = batch[slot]
          guard let source = source[point] else { continue }
          for row in site.rows(tail: tail) {
            let start = (slot * own + own - tail + row) * width
            for column in site.columns(configuration) { values[start + column] = source[row * width + column] }
          }
        }
      }
      return try changed.to(x.dtype)
    }
  }
}
