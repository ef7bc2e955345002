internal import IsoglossModels
internal import IsoglossTorch

/// A policy out of libtorch's own operations: any weights, any number type, and the measure that `FusedPolicy` is checked
/// against.
final class PlainPolicy: Policy {
  let parameters: ParameterSet
  private let decoder: Decoder
  private let trained: [Tensor]

  /// Puts adapters on a decoder.
  init(_ decoder: Decoder, adapters: LowRankSet) throws {
    self.decoder = decoder
    parameters = adapters.parameters
    var leaves: [Tensor] = []
    for index in decoder.blocks.indices {
      try decoder.blocks[index].updateLinears { linear in
        guard let pair = adapters[linear.name] else { return }
        // Views of the set: a step of the optimiser changes them.
        let (a, b) = (try pair.a.value.detached().requiringGrad(), try pair.b.value.detached().requiringGrad())
        linear.adapter = LowRank(a: a, b: b, scale: adapters.scale)
        leaves += [a, b]
      }
    }
    trained = leaves
  }

  /// Trains every weight of a decoder. Where its type is narrow, the parameters are a float32 copy.
  init(allOf decoder: Decoder) throws {
    self.decoder = decoder
    let all = decoder.parameters
    func isLeftOut(_ name: String) -> Bool { name.hasSuffix(".bias") || name.contains("norm.") }
    let order = all.filter { !isLeftOut($0.name) } + all.filter { isLeftOut($0.name) }
    let decaying = order.count { !isLeftOut($0.name) }
    let shapes = order.map { (name: $0.name, shape: $0.tensor.shape) }
    parameters = try ParameterSet(decaying: Array(shapes.prefix(decaying)), others: Array(shapes.dropFirst(decaying)))
    for (part, weight) in zip(parameters.parts, order) {
      try part.value.copy(weight.tensor)
      try weight.tensor.requiringGrad()
    }
    trained = order.map(\.tensor)
  }

  func scores(_ row: PackedPairs) throws -> AnswerScores {
    try noGrad { try summary(row, logits(row)).scores }
  }

  func gradients(_ row: PackedPairs, slopes: (AnswerScores) throws -> [Double]) throws -> AnswerScores {
    let (scores, logProbabilities) = try summary(row, logits(row))
    let bySequence = try slopes(scores)
    let seed = try Tensor(row.owners.map { Float(bySequence[$0]) })
    try logProbabilities.backward(seed: seed)
    for (part, leaf) in zip(parameters.parts, trained) {
      if let gradient = try leaf.grad() { try noGrad { try part.gradient.add(gradient) } }
      try leaf.setGrad(nil)
    }
    return scores
  }

  func parametersDidChange() throws {
    guard !decoder.blocks.contains(where: { $0.linears.contains { $0.adapter != nil } }) else { return }
    try noGrad { for (part, weight) in zip(parameters.parts, trained) { try weight.copy(part.value) } }
  }

  /// Scores of every token at the places that predict an answer: `[answer tokens, vocabulary]`.
  private func logits(_ row: PackedPairs) throws -> Tensor {
    let positions = try Tensor(row.positions, shape: [1, row.count])
    let states = try decoder.states(
      Tensor(row.ids, shape: [1, row.count]), positions: positions, mask: mask(row, positions))
    return try decoder.logits(states.squeezed(0).rows(Tensor(row.sources)))
  }

  /// What each token sees: its context, and its own segment up to itself.
  private func mask(_ row: PackedPairs, _ positions: Tensor) throws -> AttentionMask {
    var (own, context) = ([Int](repeating: 0, count: row.count), [Int](repeating: -1, count: row.count))
    for segment in row.segments {
      for place in segment.start..<segment.start + segment.count {
        own[place] = segment.start
        context[place] = segment.contextCount > 0 ? segment.contextStart : -1
      }
    }
    // Segments are known by where they start.
    let key = try Tensor(own).unsqueezed(0)
    let sees = try key.equal(Tensor(own).unsqueezed(1)).or(key.equal(Tensor(context).unsqueezed(1)))
    let causal = try AttentionMask.causal(positions: positions, window: decoder.configuration.window)
    return AttentionMask(full: try causal.full.and(sees), sliding: try causal.sliding.and(sees))
  }

  private func summary(_ row: PackedPairs, _ logits: Tensor) throws -> (scores: AnswerScores, logProbabilities: Tensor)
  {
    let targets = try Tensor(row.targets)
    let logProbabilities = try logits.targetLogProbabilities(targets)
    let scores = try noGrad {
      let all = try logits.to(.float32).logSoftmax(-1)
      return AnswerScores(
        row, logProbabilities: try logProbabilities.doubles(),
        entropies: try (all.exp() * all).sum(-1).doubles().map { -$0 },
        correct: try all.argmax(-1).equal(targets).ints())
    }
    return (scores, logProbabilities)
  }
}
