internal import IsoglossModels
internal import IsoglossTorch

/// A policy with low-rank adapters out of this package's own kernels: bfloat16 on the processor's matrix units or vectors.
///
/// The residual stream, norms, softmax and all sums are float32; weights, adapters as they multiply, and activations are
/// bfloat16. Nothing is padded, attention computes only what is seen, and scores over the vocabulary are never written out.
final class FusedPolicy: Policy {
  let parameters: ParameterSet
  private let adapters: LowRankSet
  private let configuration: ModelConfiguration
  private let embedding: Tensor
  private let embeddingScale: Double
  private let blocks: [FusedBlock]
  private let finalNorm: Tensor
  private let head: TrainingHead
  private let rotary: RotaryTable
  private let slidingRotary: RotaryTable
  private let checkpointing: Bool

  /// Whether a decoder can be trained this way here: bfloat16 in host memory, no biases, widths in whole
  /// tiles, a processor for the kernels.
  static func supports(_ decoder: Decoder, rank: Int) -> Bool {
    let c = decoder.configuration
    let widths = [c.width, c.hiddenWidth, c.headWidth]
    return Processor.hasTrainingKernels && decoder.device == .cpu && decoder.dtype == .bfloat16 && rank <= 128
      && c.headWidth <= 1024
      && widths.allSatisfy { $0 % 32 == 0 } && !c.hasQKVBias && !c.hasOutputBias && !c.hasMLPBias
  }

  /// Packs a decoder's weights.
  init(_ decoder: Decoder, adapters: LowRankSet, rank: Int, checkpointing: Bool) throws {
    let c = decoder.configuration
    configuration = c
    self.adapters = adapters
    parameters = adapters.parameters
    self.checkpointing = checkpointing
    embedding = try decoder.embedding.detached()
    embeddingScale = try Tensor.full([], c.embeddingScale, dtype: .bfloat16).item()
    blocks = try decoder.blocks.map { try FusedBlock($0, c, adapters, rank: rank) }
    finalNorm = try decoder.finalNorm.factor().detached()
    head = try TrainingHead((decoder.head ?? decoder.embedding).detached())
    rotary = try RotaryTable(c.rope, width: c.headWidth)
    slidingRotary = try RotaryTable(c.slidingRope, width: c.headWidth)
    try parametersDidChange()
  }

  func parametersDidChange() throws { for block in blocks { try block.update() } }

  func scores(_ row: PackedPairs) throws -> AnswerScores {
    try noGrad {
      let place = try place(row)
      var x = try embedded(row)
      for block in blocks { x = try block.forward(x, place).result }
      let (scores, _) = try score(row, x.trainingRows(row.sources), gradients: false)
      return scores
    }
  }

  func gradients(_ row: PackedPairs, slopes: (AnswerScores) throws -> [Double]) throws -> AnswerScores {
    try gradients(row, slopes: slopes, tap: nil)
  }

  /// The same; a tap gets the factors of the gradients, layer by layer from the last, and the parameters get none.
  func gradients(
    _ row: PackedPairs, slopes: (AnswerScores) throws -> [Double], tap: GradientTap?
  ) throws -> AnswerScores {
    try noGrad {
      let place = try place(row)
      var x = try embedded(row)
      var inputs: [Tensor] = []
      var kept: [FusedBlock.Kept] = []
      for block in blocks {
        inputs.append(x)
        let (result, keeps) = try block.forward(x, place)
        if !checkpointing { kept.append(keeps) }
        x = result
      }
      let picked = try x.trainingRows(row.sources)
      let (scores, norms) = try score(row, picked, gradients: true)
      guard let gradients = norms.gradients else { throw AlignmentError(.notFinite, "The head formed no gradients.") }
      let byAnswer = try slopes(scores)
      try gradients.scaleRows(row.owners.map { Float(byAnswer[$0]) })
      let sum = try Tensor.zeros(picked.shape)
      try gradients.addTrainingNormBackward(picked, finalNorm, scales: norms.scales, to: sum)
      let gradient = try sum.trainingRowsBackward(row.sources, count: row.count)
      for index in blocks.indices.reversed() {
        let keeps = try kept.popLast() ?? blocks[index].forward(inputs[index], place).kept
        try blocks[index].backward(
          gradient, input: inputs[index], keeps, place, isFirst: index == 0, tap: tap)
        inputs.removeLast()
      }
      return scores
    }
  }

  /// Norms the picked rows and scores them.
  private func score(
    _ row: PackedPairs, _ picked: Tensor, gradients: Bool
  ) throws -> (AnswerScores, (gradients: Tensor?, scales: Tensor)) {
    let (normed, scales) = try picked.trainingNorm(finalNorm, epsilon: configuration.epsilon)
    let found = try head.score(normed, targets: row.targets, gradients: gradients)
    let scores = AnswerScores(
      row, logProbabilities: try found.logProbabilities.doubles(), entropies: try found.entropies.doubles(),
      correct: try found.correct.ints())
    return (scores, (found.gradients, scales))
  }

  private func embedded(_ row: PackedPairs) throws -> Tensor {
    try Tensor.fusedEmbedding(embedding, row.ids, scale: embeddingScale)
  }

  private func place(_ row: PackedPairs) throws -> FusedBlock.Place {
    let longest = (row.positions.max() ?? 0) + 1
    try rotary.reserve(longest)
    try slidingRotary.reserve(longest)
    let sight = try Sight(
      segments: row.segments.map { ($0.start, $0.count, $0.contextStart, $0.contextCount) },
      positions: row.positions, window: configuration.window)
    return FusedBlock.Place(sight: sight, rotary: rotary, slidingRotary: slidingRotary)
  }
}
