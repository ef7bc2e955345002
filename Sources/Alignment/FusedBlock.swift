internal import IsoglossModels
internal import IsoglossTorch

/// One block of a `FusedPolicy`: forward with what the gradient needs, and backward.
///
/// T rows of width W; the residual stream is float32, everything between is bfloat16.
final class FusedBlock {
  /// Where the rows of a step belong.
  struct Place {
    let sight: Sight
    let rotary: RotaryTable
    let slidingRotary: RotaryTable
  }

  /// What a branch (attention, gated layer) keeps for its gradient.
  struct Branch {
    /// The branch's input behind its norm, and the norm's scales.
    let normed: Tensor
    let scales: Tensor
    /// What the first layer gave, and what it keeps.
    let first: Tensor
    let firstKept: Tensor
    /// What the last layer took, and what it keeps.
    let middle: Tensor
    let lastKept: Tensor
    /// What the last layer gave and its post-norm's scales, where the model has one.
    let post: (output: Tensor, scales: Tensor)?
  }

  /// What a block keeps.
  struct Kept {
    let attention: Branch
    let heads: TrainingAttention.Kept
    /// The stream between the two branches.
    let between: Tensor
    let gate: Branch
  }

  private let configuration: ModelConfiguration
  private let attention: TrainingAttention
  private let norms: (attention: Tensor, gate: Tensor)
  private let postNorms: (attention: Tensor, gate: Tensor)?
  private let qkv: AdaptedLayer
  private let output: AdaptedLayer
  private let gateUp: AdaptedLayer
  private let down: AdaptedLayer

  init(_ block: Block, _ c: ModelConfiguration, _ adapters: LowRankSet, rank: Int) throws {
    configuration = c
    let parts = block.attention
    var headNorms: (query: Tensor, key: Tensor)?
    if let query = parts.queryNorm, let key = parts.keyNorm {
      headNorms = (try query.factor().detached(), try key.factor().detached())
    }
    attention = TrainingAttention(
      heads: c.heads, shared: c.sharedHeads, width: c.headWidth, scale: c.attentionScale, slides: parts.slides,
      norms: headNorms, epsilon: c.epsilon)
    norms = (try block.inputNorm.factor().detached(), try block.mlpNorm.factor().detached())
    if let first = block.attentionPostNorm, let second = block.mlpPostNorm {
      postNorms = (try first.factor().detached(), try second.factor().detached())
    } else {
      postNorms = nil
    }
    func layer(_ linears: [Linear]) throws -> AdaptedLayer { try AdaptedLayer(linears, adapters, rank: rank) }
    qkv = try layer([parts.query, parts.key, parts.value])
    output = try layer([parts.output])
    gateUp = try layer([block.mlp.gate, block.mlp.up])
    down = try layer([block.mlp.down])
  }

  /// Takes the adapters as they are now.
  func update() throws { for layer in [qkv, output, gateUp, down] { try layer.update() } }

  /// `[T, W]` -> `[T, W]`.
  func forward(_ x: Tensor, _ place: Place) throws -> (result: Tensor, kept: Kept) {
    let table = attention.slides ? place.slidingRotary : place.rotary
    let (normed, scales) = try x.trainingNorm(norms.attention, epsilon: configuration.epsilon)
    let (projected, qkvKept) = try qkv.forward(normed)
    let (mixed, heads) = try attention.forward(
      projected, place.sight, cosines: table.cosines, sines: table.sines)
    let (between, outputKept, outputPost) = try add(output, mixed, postNorms?.attention, to: x)
    let (normed2, scales2) = try between.trainingNorm(norms.gate, epsilon: configuration.epsilon)
    let (gates, gateKept) = try gateUp.forward(normed2)
    let hidden = try gates.trainingGate(configuration.activation)
    let (result, downKept, downPost) = try add(down, hidden, postNorms?.gate, to: between)
    let kept = Kept(
      attention: Branch(
        normed: normed, scales: scales, first: projected, firstKept: qkvKept, middle: mixed, lastKept: outputKept,
        post: outputPost),
      heads: heads, between: between,
      gate: Branch(
        normed: normed2, scales: scales2, first: gates, firstKept: gateKept, middle: hidden, lastKept: downKept,
        post: downPost))
    return (result, kept)
  }

  /// Changes the gradient by the block's result `[T, W]` into that by its input, and adds those by the adapters. The first
  /// block's input needs none. A tap gets the factors of the adapters' gradients in their place.
  func backward(
    _ gradient: Tensor, input: Tensor, _ kept: Kept, _ place: Place, isFirst: Bool, tap: GradientTap? = nil
  ) throws {
    let table = attention.slides ? place.slidingRotary : place.rotary
    let gate = kept.gate
    let byHidden = try branch(gradient, gate, postNorms?.gate, down, tap)
    let byGates = try byHidden.trainingGateBackward(gate.first, configuration.activation)
    let byNormed = try gateUp.backward(byGates, gate.normed, kept: gate.firstKept, input: .float32, tap: tap)
    try byNormed?.addTrainingNormBackward(kept.between, norms.gate, scales: gate.scales, to: gradient)

    let parts = kept.attention
    let byMixed = try branch(gradient, parts, postNorms?.attention, output, tap)
    let byProjected = try attention.backward(
      byMixed, result: parts.middle, kept.heads, parts.first, place.sight, cosines: table.cosines, sines: table.sines)
    let byInput = try qkv.backward(
      byProjected, parts.normed, kept: parts.firstKept, input: isFirst ? .none : .float32, tap: tap)
    try byInput?.addTrainingNormBackward(input, norms.attention, scales: parts.scales, to: gradient)
  }

  /// stream + postNorm(layer(x)).
  private func add(
    _ layer: AdaptedLayer, _ x: Tensor, _ postNorm: Tensor?, to stream: Tensor
  ) throws -> (result: Tensor, kept: Tensor, post: (output: Tensor, scales: Tensor)?) {
    guard let postNorm else {
      let sum = try stream.clone()
      return (sum, try layer.forward(x, addingTo: sum), nil)
    }
    let (output, kept) = try layer.forward(x)
    let (result, scales) = try output.trainingNorm(postNorm, epsilon: configuration.epsilon, addedTo: stream)
    return (result, kept, (output, scales))
  }

  /// The gradient by what the last layer of a branch took.
  private func branch(
    _ gradient: Tensor, _ kept: Branch, _ postNorm: Tensor?, _ layer: AdaptedLayer, _ tap: GradientTap?
  ) throws -> Tensor {
    let byOutput: Tensor
    if let postNorm, let post = kept.post {
      byOutput = try gradient.trainingNormBackward(post.output, postNorm, scales: post.scales)
    } else {
      byOutput = try gradient.to(.bfloat16)
    }
    guard
      let byMiddle = try layer.backward(byOutput, kept.middle, kept: kept.lastKept, input: .bfloat16, tap: tap)
    else {
      throw AlignmentError(.notFinite, "A layer formed no gradient.")
    }
    return byMiddle
  }
}
