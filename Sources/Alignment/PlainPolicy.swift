internal import IsoglossModels
internal import IsoglossTorch

/// A policy out of libtorch's own operations: any weights, any number type, and the measure that `FusedPolicy` is checked
/// against.
///
/// The model may be on another device. The trained numbers stay in host memory, where the optimiser is; they are copied to
/// the device after a step, and gradients back.
final class PlainPolicy: Policy {
  let parameters: ParameterSet
  private let decoder: Decoder
  private let trained: [Tensor]
  private let checkpointing: Bool
  /// Whether the model's tensors are views of the parameters, which needs no copying.
  private let areViews: Bool

  /// Puts adapters on a decoder.
  /// - Parameter checkpointing: whether blocks are computed a second time for the gradient instead of being kept.
  init(_ decoder: Decoder, adapters: LowRankSet, checkpointing: Bool = false) throws {
    self.decoder = decoder
    self.checkpointing = checkpointing
    parameters = adapters.parameters
    areViews = decoder.device == .cpu
    func leaf(_ value: Tensor) throws -> Tensor { try value.detached().to(decoder.device).requiringGrad() }
    var leaves: [Tensor] = []
    for index in decoder.blocks.indices {
      try decoder.blocks[index].updateLinears { linear in
        guard let pair = adapters[linear.name] else { return }
        let (a, b) = (try leaf(pair.a.value), try leaf(pair.b.value))
        linear.adapter = LowRank(a: a, b: b, scale: adapters.scale)
        leaves += [a, b]
      }
    }
    trained = leaves
  }

  /// Trains every weight of a decoder. Where its type is narrow, the parameters are a float32 copy.
  init(allOf decoder: Decoder, checkpointing: Bool = false) throws {
    self.decoder = decoder
    self.checkpointing = checkpointing
    areViews = false
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
    try noGrad { try summary(row, logits(row, stream(row))).scores }
  }

  func gradients(_ row: PackedPairs, slopes: (AnswerScores) throws -> [Double]) throws -> AnswerScores {
    let scores = try checkpointing ? checkpointed(row, slopes) : backward(row, stream(row), slopes)
    for (part, leaf) in zip(parameters.parts, trained) {
      if let gradient = try leaf.grad() { try noGrad { try part.gradient.add(gradient.to(.cpu)) } }
      try leaf.setGrad(nil)
    }
    return scores
  }

  func parametersDidChange() throws {
    guard !areViews else { return }
    try noGrad { for (part, weight) in zip(parameters.parts, trained) { try weight.copy(part.value) } }
  }

  /// Scores a row from its residual stream, and leaves gradients at the leaves that the stream comes from.
  private func backward(
    _ row: PackedPairs, _ stream: Tensor, _ slopes: (AnswerScores) throws -> [Double]
  ) throws -> AnswerScores {
    let (scores, logProbabilities) = try summary(row, logits(row, stream))
    let bySequence = try slopes(scores)
    try logProbabilities.backward(seed: Tensor(row.owners.map { Float(bySequence[$0]) }).to(decoder.device))
    return scores
  }

  /// The same, block by block from behind: only the stream between blocks is kept from the first pass.
  private func checkpointed(
    _ row: PackedPairs, _ slopes: (AnswerScores) throws -> [Double]
  ) throws -> AnswerScores {
    let ids = try Tensor(row.ids, shape: [1, row.count])
    let place = try place(row)
    var inputs: [Tensor] = []
    let result = try noGrad {
      var x = try decoder.embedded(ids)
      for index in decoder.blocks.indices {
        inputs.append(x)
        x = try decoder.block(index, x, place)
      }
      return x
    }
    var leaf = try result.detached().requiringGrad()
    let scores = try backward(row, leaf, slopes)
    for index in decoder.blocks.indices.reversed() {
      let gradient = try leaf.grad()
      leaf = try inputs.removeLast().detached().requiringGrad()
      try decoder.block(index, leaf, place).backward(seed: gradient)
    }
    if decoder.embedding.requiresGrad { try decoder.embedded(ids).backward(seed: leaf.grad()) }
    return scores
  }

  /// The residual stream after the last block: `[1, row, width]`.
  private func stream(_ row: PackedPairs) throws -> Tensor {
    let place = try place(row)
    var x = try decoder.embedded(Tensor(row.ids, shape: [1, row.count]))
    for index in decoder.blocks.indices { x = try decoder.block(index, x, place) }
    return x
  }

  /// Scores of every token at the places that predict an answer: `[answer tokens, vocabulary]`.
  private func logits(_ row: PackedPairs, _ stream: Tensor) throws -> Tensor {
    try decoder.logits(decoder.finalNorm(stream).squeezed(0).rows(Tensor(row.sources).to(decoder.device)))
  }

  private func place(_ row: PackedPairs) throws -> Decoder.Place {
    let positions = try Tensor(row.positions, shape: [1, row.count])
    return try decoder.place(positions, mask(row, positions))
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
    let targets = try Tensor(row.targets).to(decoder.device)
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
