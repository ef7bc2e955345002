internal import IsoglossModels
internal import IsoglossTorch

/// The adapters of a model: A and B of every adapted layer, as parts of one `ParameterSet`.
final class LowRankSet {
  /// The adapted layers, in the order of a checkpoint.
  let names: [String]
  /// Every A and B: "NAME.lora_A" [rank, inputs], "NAME.lora_B" [outputs, rank].
  let parameters: ParameterSet
  /// Factor of B A.
  let scale: Double

  /// New adapters: A uniform in ±1/√inputs, B zero.
  init(_ configuration: ModelConfiguration, _ options: LowRankOptions, seed: UInt64) throws {
    let shapes = configuration.linearShapes
    names = Self.order(configuration).filter(options.adapts)
    scale = options.scale
    parameters = try ParameterSet(
      decaying: names.flatMap { name -> [(name: String, shape: [Int])] in
        guard let shape = shapes[name] else { return [] }
        return [
          ("\(name).lora_A", [options.rank, shape.inputs]), ("\(name).lora_B", [shape.outputs, options.rank]),
        ]
      })
    let random = try RandomStream(seed: seed)
    for part in parameters.parts where part.name.hasSuffix("lora_A") {
      let bound = 1 / Double(part.value.shape[1]).squareRoot()
      try part.value.copy((random.uniform(part.value.shape) - 0.5) * (2 * bound))
    }
  }

  /// The adapters of a model as they are.
  /// - Throws: `AlignmentError.badState` where layers differ in rank or scale; `ModelError.badAdapter` for another model.
  init(_ configuration: ModelConfiguration, of weights: AdapterWeights) throws {
    try weights.check(configuration)
    guard let first = weights.layers.first,
      weights.layers.allSatisfy({ $0.rank == first.rank && $0.scale == first.scale })
    else { throw AlignmentError(.badState, "The layers of the adapter differ in rank or scale.") }
    let covered = Set(weights.layers.map(\.name))
    names = Self.order(configuration).filter(covered.contains)
    scale = first.scale
    let shapes = configuration.linearShapes
    parameters = try ParameterSet(
      decaying: names.flatMap { name -> [(name: String, shape: [Int])] in
        guard let shape = shapes[name] else { return [] }
        return [("\(name).lora_A", [first.rank, shape.inputs]), ("\(name).lora_B", [shape.outputs, first.rank])]
      })
    try set(weights)
  }

  /// A and B of a layer.
  subscript(name: String) -> (a: ParameterSet.Part, b: ParameterSet.Part)? {
    guard let a = parameters["\(name).lora_A"], let b = parameters["\(name).lora_B"] else { return nil }
    return (a, b)
  }

  /// The adapters as plain numbers.
  func weights() throws -> AdapterWeights {
    AdapterWeights(
      layers: try names.compactMap { name in
        guard let (a, b) = self[name] else { return nil }
        let (shapeA, shapeB) = (a.value.shape, b.value.shape)
        return AdapterWeights.Layer(
          name: name, rank: shapeA[0], inputs: shapeA[1], outputs: shapeB[0], a: try a.value.floats(),
          b: try b.value.floats(), scale: scale)
      })
  }

  /// Takes the numbers of an adapter that covers the same layers at the same rank and scale.
  /// - Throws: `AlignmentError.badState` otherwise.
  func set(_ weights: AdapterWeights) throws {
    guard Set(weights.layers.map(\.name)) == Set(names), weights.layers.count == names.count else {
      throw AlignmentError(.badState, "The adapter to start from does not cover the layers that are to be trained.")
    }
    for layer in weights.layers {
      guard let (a, b) = self[layer.name], a.value.shape == [layer.rank, layer.inputs],
        b.value.shape == [layer.outputs, layer.rank], layer.scale == scale
      else {
        throw AlignmentError(
          .badState, "\(layer.name) of the adapter to start from has another shape or scale than asked for.")
      }
      try a.value.copy(Tensor(layer.a, shape: a.value.shape))
      try b.value.copy(Tensor(layer.b, shape: b.value.shape))
    }
  }

  private static func order(_ configuration: ModelConfiguration) -> [String] {
    let kinds = [
      "self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj", "self_attn.o_proj", "mlp.gate_proj", "mlp.up_proj",
      "mlp.down_proj",
    ]
    return (0..<configuration.layers).flatMap { block in kinds.map { "model.layers.\(block).\($0)" } }
  }
}
