internal import IsoglossModels
internal import IsoglossTorch

/// Finds one language's direction exactly as Arditi et al. (2024) do: differences of means in float64 at every block's input
/// over the template's tokens after the instruction, each tried by taking it out and by adding it.
///
/// Letters: S template positions, L layers that count, W width.
struct DirectionSearch {
  let runner: PassRunner
  let tokens: [Int]
  var rule = SelectionRule()
  var kept = KeptUnits()
  /// What its units are called.
  var name = "places"

  /// Means of the stream at block inputs over prompts: `[S][layers][W]`, the last position last.
  func means(_ prompts: [[Int32]]) throws -> [[[Double]]] {
    let (positions, width) = (runner.tail, runner.model.configuration.width)
    let layers = runner.model.configuration.layers
    var sums = [Tensor?](repeating: nil, count: layers)
    try runner.run(
      prompts,
      read: { batch, point, x in
        guard case .blockInput(let layer) = point else { return }
        let rows = try x.rows(Tensor(batch.tail(positions))).to(.float64)
        let sum = try rows.reshaped(batch.ends.count, positions, width).sum(0)
        sums[layer] = try sums[layer].map { try $0 + sum } ?? sum
      })
    let values = try sums.map { try $0?.doubles() ?? [] }
    return (0..<positions).map { position in
      values.map { $0[position * width..<(position + 1) * width].map { $0 / Double(prompts.count) } }
    }
  }

  /// Differences of means `[S][layers][W]`.
  func differences(harmful: [[Int32]], benign: [[Int32]]) throws -> [[[Double]]] {
    let (up, down) = (try means(harmful), try means(benign))
    return zip(up, down).map { zip($0, $1).map { $0 - $1 } }
  }

  /// What each candidate does to validation prompts. Takes two passes over harmless and one over harmful prompts each.
  func candidates(
    _ differences: [[[Double]]], harmful: [[Int32]], benign: [[Int32]], progress: (Int, Int) -> Void = { _, _ in }
  ) throws -> [DirectionCandidate] {
    let base = try logProbabilities(benign)
    let layers = rule.layers(of: runner.model.configuration.layers)
    let first = differences.count - min(differences.count, max(1, rule.positions ?? differences.count))
    let total = (differences.count - first) * layers.count
    var candidates: [DirectionCandidate] = []
    for (index, position) in differences.enumerated().dropFirst(first) {
      let (place, known) = (index - differences.count, candidates.count)
      let tried: [DirectionCandidate] = try kept.unit("\(name).\(place)") {
        var found: [DirectionCandidate] = []
        for layer in layers {
          progress(known + found.count, total)
          let vector = position[layer]
          guard vector.length > 0 else { continue }
          found.append(try candidate(vector, place, layer, harmful: harmful, benign: benign, base: base))
        }
        return found
      }
      candidates += tried
    }
    progress(total, total)
    return candidates
  }

  private func candidate(
    _ vector: [Double], _ position: Int, _ layer: Int, harmful: [[Int32]], benign: [[Int32]], base: [Tensor]
  ) throws -> DirectionCandidate {
    let ablation = try Intervention.ablate(vector).hook()
    let addition = try Intervention.add(vector, layer: layer).hook()
    return DirectionCandidate(
      position: position, layer: layer,
      bypass: try RefusalScore.of(harmful, tokens: tokens, runner, hook: ablation).mean,
      induction: try RefusalScore.of(benign, tokens: tokens, runner, hook: addition).mean,
      divergence: try divergence(base, benign, hook: ablation))
  }

  /// Log-probabilities after each prompt, batch by batch.
  func logProbabilities(_ prompts: [[Int32]], hook: Hook? = nil) throws -> [Tensor] {
    var all: [Tensor] = []
    try runner.scores(prompts, hook: hook) { all.append(try $1.logSoftmax(-1)) }
    return all
  }

  /// Mean over prompts of KL(base ‖ changed) at the last position, in nats.
  func divergence(_ base: [Tensor], _ prompts: [[Int32]], hook: @escaping Hook) throws -> Double {
    var sum = 0.0
    var batches = base.makeIterator()
    try runner.scores(prompts, hook: hook) { _, logits in
      guard let before = batches.next() else { return }
      sum += try (before.exp() * (before - logits.logSoftmax(-1))).sum(-1).to(.float64).sum().item()
    }
    return sum / Double(prompts.count)
  }
}
