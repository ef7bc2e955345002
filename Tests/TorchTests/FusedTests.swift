import IsoglossTorch
import Testing

/// The fused kernels against libtorch's own operations.
@Suite struct FusedTests {
  /// Shapes that fill panels and blocks, and shapes that do not.
  static let shapes: [(rows: Int, inputs: Int, outputs: Int)] = [
    (1, 16, 16), (16, 64, 48), (17, 33, 21), (40, 7, 1), (3, 640, 100), (300, 32, 34), (5, 1, 5),
  ]

  private func difference(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a - b).abs().max().item() / max(1e-9, b.abs().max().item())
  }

  @Test("packed layers equal linear", arguments: shapes, [DType.float32, .bfloat16])
  func linear(shape: (rows: Int, inputs: Int, outputs: Int), dtype: DType) throws {
    let random = try RandomStream(seed: 1)
    // Values that bfloat16 holds exactly, so that only sums can differ.
    let x = try random.normal([shape.rows, shape.inputs]).to(dtype).to(.float32)
    let weight = try random.normal([shape.outputs, shape.inputs]).to(dtype)
    let bias = try random.normal([shape.outputs])
    let expected = try x.linear(weight.to(.float32))
    let packed = try PackedLinear([weight], dtype: dtype)
    #expect(try difference(packed(x), expected) < 1e-5)
    let biased = try PackedLinear([weight], bias: bias, dtype: dtype)
    #expect(try difference(biased(x), expected + bias) < 1e-5)
    let sum = try random.normal([shape.rows, shape.outputs])
    let before = try sum.clone()
    try biased.add(x, to: sum)
    #expect(try difference(sum, before + expected + bias) < 1e-5)
    #expect(try biased.argmax(x).ints() == biased(x).argmax(1).ints())
  }

  @Test("several weights in one", arguments: [DType.float32, .bfloat16])
  func several(dtype: DType) throws {
    let random = try RandomStream(seed: 2)
    let x = try random.normal([9, 32]).to(dtype).to(.float32)
    let weights = try [20, 5, 5].map { try random.normal([$0, 32]).to(dtype) }
    let expected = try Tensor.concatenated(weights.map { try x.linear($0.to(.float32)) }, 1)
    #expect(try difference(PackedLinear(weights, dtype: dtype)(x), expected) < 1e-5)
  }

  @Test("gated layers", arguments: Activation.allCases, [DType.float32, .bfloat16])
  func gated(activation: Activation, dtype: DType) throws {
    let random = try RandomStream(seed: 3)
    for outputs in [16, 20, 64] {
      let x = try random.normal([18, 48]).to(dtype).to(.float32)
      let (gate, up) = (try random.normal([outputs, 48]).to(dtype), try random.normal([outputs, 48]).to(dtype))
      let bias = try random.normal([2 * outputs])
      let both = try (x.linear(gate.to(.float32)), x.linear(up.to(.float32)))
      let plain = try PackedLinear([gate, up], dtype: dtype, gated: true).gated(x, activation)
      #expect(try difference(plain, activation(both.0) * both.1) < 1e-5)
      let biased = try PackedLinear([gate, up], bias: bias, dtype: dtype, gated: true).gated(x, activation)
      let expected =
        try activation(both.0 + bias.sliced(0, 0..<outputs)) * (both.1 + bias.sliced(0, outputs..<2 * outputs))
      #expect(try difference(biased, expected) < 1e-5)
    }
  }

  @Test("log-probabilities", arguments: [1, 16, 33, 5000])
  func logProbabilities(width: Int) throws {
    let scores = try RandomStream(seed: 7).normal([5, width]) * 20
    let targets = (0..<5).map { ($0 * 7) % width }
    let expected = try scores.to(.float64).logSoftmax(1).gathered(1, Tensor(targets, shape: [5, 1])).squeezed(1)
    #expect(try (scores.fusedLogProbabilities(targets) - expected).abs().max().item() < 1e-5)
    #expect(throws: TorchError.self) { try scores.fusedLogProbabilities([0, 0, 0, 0, width]) }
    #expect(throws: TorchError.self) { try scores.fusedLogProbabilities([0]) }
  }

  @Test("norms", arguments: [16, 33, 640])
  func norms(width: Int) throws {
    let random = try RandomStream(seed: 4)
    let (x, weight) = (try random.normal([7, width]), try random.normal([width]))
    let expected = try x * (x.square().mean(-1, keep: true) + 1e-5).rsqrt() * weight
    #expect(try difference(x.fusedNorm(weight, epsilon: 1e-5), expected) < 1e-5)
    let sum = try random.normal([7, width])
    let before = try sum.clone()
    try x.addFusedNorm(weight, epsilon: 1e-5, to: sum)
    #expect(try difference(sum, before + expected) < 1e-5)
  }

  @Test("cached attention equals plain attention", arguments: [1, 2, 3, 7], [nil, 1, 5, 16, 20] as [Int?])
  func attention(group: Int, window: Int?) throws {
    let (shared, width, time) = (2, 32, 43)
    let heads = shared * group
    let random = try RandomStream(seed: 5)
    let qkv = try random.normal([time, (heads + 2 * shared) * width])
    // No rotation: cosine 1, sine 0.
    let (cosines, sines) = (try Tensor.full([64, width / 2], 1), try Tensor.zeros([64, width / 2]))
    let cache = try KeyValueCache(layers: 2, heads: shared, width: width, dtype: .float32)
    let slots = [Int64](repeating: 1, count: time)
    let positions = (0..<time).map { Int64($0) }
    try cache.reserve(slot: 1, length: time)
    let queries = try cache.rotateAndStore(
      qkv, heads: heads, norms: nil, epsilon: 0, cosines: cosines, sines: sines, slots: slots, positions: positions,
      layer: 1)
    #expect(try difference(queries, qkv.sliced(1, 0..<heads * width)) == 0)
    let mixed = try cache.attention(
      queries, heads: heads, scale: 0.2, window: window, slots: slots, positions: positions, layer: 1)
    func part(_ start: Int, _ count: Int) throws -> Tensor {
      try qkv.sliced(1, start * width..<(start + count) * width).reshaped(1, time, count, width).transposed(1, 2)
    }
    let place = try Tensor.arange(time)
    var mask = try place.unsqueezed(0).lessOrEqual(place.unsqueezed(1))
    if let window { mask = try mask.and(place.unsqueezed(0).greater(place.unsqueezed(1) - Double(window))) }
    let expected = try Tensor.attention(
      queries: part(0, heads), keys: part(heads, shared), values: part(heads + shared, shared), mask: mask, scale: 0.2)
    #expect(try difference(mixed, expected.transposed(1, 2).reshaped(time, heads * width)) < 1e-5)
  }

  @Test("pages are used again")
  func pages() throws {
    let cache = try KeyValueCache(layers: 1, heads: 1, width: 16, dtype: .bfloat16)
    try cache.reserve(slot: 0, length: 33)
    let bytes = cache.byteCount
    #expect(bytes == 3 * 2 * 16 * 16 * 2)
    try cache.release(slot: 0)
    try cache.reserve(slot: 5, length: 48)
    #expect(cache.byteCount == bytes)
    try cache.release(slot: 77)
  }

  @Test("shared pages belong to both slots until both are released, and nobody writes them meanwhile")
  func sharedPages() throws {
    let cache = try KeyValueCache(layers: 1, heads: 1, width: 16, dtype: .float32)
    let tables = try Tensor.zeros([64, 8])
    func store(_ slot: Int64, _ position: Int64, _ value: Double) throws {
      _ = try cache.rotateAndStore(
        Tensor.full([1, 48], value), heads: 1, norms: nil, epsilon: 0, cosines: tables, sines: tables, slots: [slot],
        positions: [position], layer: 0)
    }
    func read(_ slot: Int64, _ position: Int64) throws -> Float {
      try cache.attention(
        Tensor.zeros([1, 16]), heads: 1, scale: 1, window: 1, slots: [slot], positions: [position], layer: 0
      ).floats()[0]
    }
    try cache.reserve(slot: 0, length: 16)
    for position in 0..<16 { try store(0, Int64(position), Double(position)) }
    try cache.share(from: 0, to: 1, length: 16)
    try cache.reserve(slot: 1, length: 20)
    try store(1, 16, 50)
    #expect(try read(1, 7) == 7 && read(1, 16) == 50)
    #expect(throws: TorchError.self) { try store(1, 3, 99) }
    #expect(throws: TorchError.self) { try cache.share(from: 0, to: 1, length: 16) }
    #expect(throws: TorchError.self) { try cache.share(from: 0, to: 2, length: 8) }
    #expect(throws: TorchError.self) { try cache.share(from: 0, to: 2, length: 32) }
    try cache.release(slot: 0)
    #expect(try read(1, 7) == 7)
    let bytes = cache.byteCount
    try cache.release(slot: 1)
    try cache.reserve(slot: 3, length: 32)
    #expect(cache.byteCount == bytes)
  }

  @Test("embeddings", arguments: [DType.float32, .bfloat16])
  func embedding(dtype: DType) throws {
    let table = try RandomStream(seed: 6).normal([5, 20]).to(dtype)
    let expected = try table.to(.float32).rows(Tensor([4, 0, 4])) * 2.5
    #expect(try Tensor.fusedEmbedding(table, [4, 0, 4], scale: 2.5).floats() == expected.floats())
    #expect(throws: TorchError.self) { try Tensor.fusedEmbedding(table, [5], scale: 1) }
    #expect(throws: TorchError.self) { try Tensor.fusedEmbedding(table, [-1], scale: 1) }
  }

  @Test("what does not fit is refused")
  func refusals() throws {
    let weight = try Tensor.zeros([4, 8])
    let packed = try PackedLinear([weight], dtype: .float32)
    #expect(throws: TorchError.self) { try packed(Tensor.zeros([2, 7])) }
    #expect(throws: TorchError.self) { try packed(Tensor.zeros([2, 8], dtype: .bfloat16)) }
    #expect(throws: TorchError.self) { try packed(Tensor.zeros([8, 2]).transposed()) }
    #expect(throws: TorchError.self) { try packed.add(Tensor.zeros([2, 8]), to: Tensor.zeros([2, 5])) }
    #expect(throws: TorchError.self) { try packed.gated(Tensor.zeros([2, 8]), .silu) }
    #expect(throws: TorchError.self) { try PackedLinear([weight], dtype: .int64) }
    #expect(throws: TorchError.self) { try PackedLinear([weight], dtype: .float32, gated: true) }
    #expect(throws: TorchError.self) { try PackedLinear([weight], bias: Tensor.zeros([3]), dtype: .float32) }
    #expect(throws: TorchError.self) { try KeyValueCache(layers: 1, heads: 1, width: 20, dtype: .float32) }
    let cache = try KeyValueCache(layers: 1, heads: 1, width: 16, dtype: .float32)
    let tables = try Tensor.zeros([4, 8])
    func store(_ position: Int64, rows: Int = 1) throws -> Tensor {
      try cache.rotateAndStore(
        Tensor.zeros([rows, 48]), heads: 1, norms: nil, epsilon: 0, cosines: tables, sines: tables, slots: [0],
        positions: [position], layer: 0)
    }
    #expect(throws: TorchError.self) { try store(0) }
    try cache.reserve(slot: 0, length: 32)
    #expect(try store(0).shape == [1, 16])
    #expect(throws: TorchError.self) { try store(-1) }
    #expect(throws: TorchError.self) { try store(5) }
    #expect(throws: TorchError.self) { try store(0, rows: 2) }
  }
}
