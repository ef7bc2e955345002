internal import IsoglossModelFiles
public import IsoglossTorch

extension Block {
  /// Changes each linear layer, in the order of `linears`.
  public mutating func updateLinears(_ body: (inout Linear) throws -> Void) rethrows {
    try body(&attention.query)
    try body(&attention.key)
    try body(&attention.value)
    try body(&attention.output)
    try body(&mlp.gate)
    try body(&mlp.up)
    try body(&mlp.down)
  }

  /// Calls a body with every norm, to change it.
  mutating func updateNorms(_ body: (inout RMSNorm) throws -> Void) rethrows {
    func update(_ norm: inout RMSNorm?) throws {
      guard var changed = norm else { return }
      try body(&changed)
      norm = changed
    }
    try body(&inputNorm)
    try update(&attention.queryNorm)
    try update(&attention.keyNorm)
    try update(&attentionPostNorm)
    try body(&mlpNorm)
    try update(&mlpPostNorm)
  }

  /// With an adapter's additions in the weights themselves, formed in float32. The adapter has been checked.
  func merging(_ layers: [String: AdapterWeights.Layer]) throws -> Block {
    var block = self
    try block.updateLinears { linear in
      guard let layer = layers[linear.name] else { return }
      linear.adapter = try LowRank(layer)
      linear.weight = try linear.merged()
      linear.adapter = nil
    }
    return block
  }
}

extension LowRank {
  /// An adapter's addition as float32 tensors.
  public init(_ layer: AdapterWeights.Layer) throws {
    self.init(
      a: try Tensor(layer.a, shape: [layer.rank, layer.inputs]),
      b: try Tensor(layer.b, shape: [layer.outputs, layer.rank]), scale: layer.scale)
  }
}

extension Decoder {
  /// A model of the catalog with its weights as `dtype`.
  /// - Throws: `ModelError`, `ModelFileError`, `TorchError`.
  public static func load(_ entry: ModelCatalog.Entry, dtype: DType) throws -> Decoder {
    switch entry.format {
    case .gguf:
      let file = try GGUFFile(contentsOf: entry.url)
      let configuration = try ModelConfiguration(gguf: file)
      return try Decoder(
        configuration, weights: WeightReader(gguf: file, configuration: configuration), dtype: dtype)
    case .folder:
      let configuration = try ModelConfiguration(folder: entry.url)
      return try Decoder(
        configuration, weights: WeightReader(folder: entry.url, configuration: configuration), dtype: dtype)
    }
  }

  /// Adds an adapter to the weights, for good: what a second stage of training starts from.
  /// - Throws: `ModelError.badAdapter` where any part of it does not belong to this model.
  public func merge(_ adapter: AdapterWeights) throws {
    try adapter.check(configuration)
    let layers = adapter.layersByName
    try noGrad { blocks = try blocks.map { try $0.merging(layers) } }
  }
}

extension AdapterWeights {
  /// The layers by their names.
  var layersByName: [String: Layer] {
    Dictionary(layers.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }
}
