/// A low-rank adapter as plain numbers: what is loaded, saved, merged, and handed between actors.
public struct AdapterWeights: Hashable, Sendable {
  /// The addition to one linear layer: scale · B A.
  public struct Layer: Hashable, Sendable {
    /// The layer: `model.layers.0.self_attn.q_proj`.
    public var name: String
    /// Rank of the addition.
    public var rank: Int
    /// Width that the layer takes.
    public var inputs: Int
    /// Width that the layer gives.
    public var outputs: Int
    /// A, `[rank, inputs]` in row-major order.
    public var a: [Float]
    /// B, `[outputs, rank]` in row-major order.
    public var b: [Float]
    /// α / rank, or α / √rank.
    public var scale: Double

    /// An addition. The counts of `a` and `b` are checked where it is applied.
    public init(name: String, rank: Int, inputs: Int, outputs: Int, a: [Float], b: [Float], scale: Double) {
      self.name = name
      self.rank = rank
      self.inputs = inputs
      self.outputs = outputs
      self.a = a
      self.b = b
      self.scale = scale
    }
  }

  /// The layers that are added to.
  public var layers: [Layer]

  /// An adapter.
  public init(layers: [Layer]) { self.layers = layers }

  /// Refuses an adapter that does not belong to a model: nothing of it may be dropped silently.
  ///
  /// Every layer must be one of the model's linear layers, with its widths; and a kind of layer that is adapted in one
  /// block is adapted in all of them.
  /// - Throws: `ModelError.badAdapter`.
  public func check(_ configuration: ModelConfiguration) throws {
    guard !layers.isEmpty else { throw ModelError(.badAdapter, "The adapter adds to no layer.") }
    let shapes = configuration.linearShapes
    var seen: Set<String> = []
    for layer in layers {
      guard let shape = shapes[layer.name] else {
        throw ModelError(
          .badAdapter, "The adapter adds to \(layer.name), which this model does not have: is it for another base?")
      }
      guard seen.insert(layer.name).inserted else {
        throw ModelError(.badAdapter, "The adapter adds to \(layer.name) twice.")
      }
      try layer.check(shape)
    }
    let kinds = Set(layers.map { Self.kind($0.name) })
    if let missing = shapes.keys.filter({ kinds.contains(Self.kind($0)) && !seen.contains($0) }).min() {
      throw ModelError(.badAdapter, "The adapter adds to \(Self.kind(missing)) in some blocks, but not to \(missing).")
    }
  }

  /// The layer of a name.
  public subscript(name: String) -> Layer? { layers.first { $0.name == name } }

  /// `self_attn.q_proj` of `model.layers.0.self_attn.q_proj`.
  private static func kind(_ name: String) -> String {
    name.split(separator: ".").drop { $0 == "model" || $0 == "layers" || $0.allSatisfy(\.isNumber) }
      .joined(separator: ".")
  }
}

extension AdapterWeights.Layer {
  fileprivate func check(_ shape: (outputs: Int, inputs: Int)) throws {
    guard rank > 0, inputs == shape.inputs, outputs == shape.outputs else {
      let turned = inputs == shape.outputs && outputs == shape.inputs ? " (the two are exchanged)" : ""
      throw ModelError(
        .badAdapter,
        "\(name) of the adapter goes from \(inputs) to \(outputs), the model's from \(shape.inputs) to "
          + "\(shape.outputs)\(turned): it belongs to another base.")
    }
    guard a.count == rank * inputs, b.count == outputs * rank else {
      throw ModelError(
        .badAdapter, "\(name) of the adapter has \(a.count) and \(b.count) numbers for rank \(rank).")
    }
    guard scale.isFinite, a.allSatisfy(\.isFinite), b.allSatisfy(\.isFinite) else {
      throw ModelError(.badAdapter, "\(name) of the adapter has numbers that are not finite.")
    }
  }
}

extension ModelConfiguration {
  /// Every linear layer inside of the blocks, by its name in a checkpoint, with its widths.
  public var linearShapes: [String: (outputs: Int, inputs: Int)] {
    let (queries, shared) = (heads * headWidth, sharedHeads * headWidth)
    let kinds = [
      ("self_attn.q_proj", (queries, width)), ("self_attn.k_proj", (shared, width)),
      ("self_attn.v_proj", (shared, width)), ("self_attn.o_proj", (width, queries)),
      ("mlp.gate_proj", (hiddenWidth, width)), ("mlp.up_proj", (hiddenWidth, width)),
      ("mlp.down_proj", (width, hiddenWidth)),
    ]
    var shapes: [String: (outputs: Int, inputs: Int)] = [:]
    for block in 0..<layers {
      for (kind, shape) in kinds { shapes["model.layers.\(block).\(kind)"] = (shape.0, shape.1) }
    }
    return shapes
  }
}
