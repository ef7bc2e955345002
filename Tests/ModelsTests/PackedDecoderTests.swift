import IsoglossTorch
import Testing

@testable import IsoglossModels

/// The fast path against itself and against the plain one.
@Suite struct PackedDecoderTests {
  private func logits(
    _ model: PackedDecoder, _ ids: [Int], cuts: [Int], beside others: [[Int]] = []
  ) throws -> [Float] {
    let cache = try model.makeCache()
    var result: [Float] = []
    for (start, end) in zip([0] + cuts, cuts + [ids.count]) {
      var rows = Array(ids[start..<end])
      var slots = [Int64](repeating: 3, count: rows.count)
      var positions = (start..<end).map { Int64($0) }
      for (index, other) in others.enumerated() where start == 0 {
        rows += other
        slots += other.map { _ in Int64(10 + index) }
        positions += other.indices.map { Int64($0) }
      }
      let states = try model.states(ids: rows, slots: slots, positions: positions, cache: cache)
      result += try model.logits(states.sliced(0, 0..<end - start).contiguous()).floats()
    }
    return result
  }

  @Test(
    "a row's result does not depend on what it runs beside, bit for bit", arguments: Goldens.tinyNames,
    [DType.float32, .bfloat16])
  func batchInvariance(name: String, dtype: DType) throws {
    let tiny = try TinyModel(name)
    let model = try PackedDecoder(tiny.decoder, dtype: dtype)
    let ids = try tiny.expected.ints("ids_1")
    let whole = try logits(model, ids, cuts: [])
    #expect(try logits(model, ids, cuts: [1, 2, 17, 40]) == whole)
    #expect(try logits(model, ids, cuts: Array(1..<ids.count)) == whole)
    let others = (1...20).map { n in (0..<n).map { 3 + ($0 * n) % 90 } }
    #expect(try logits(model, ids, cuts: [30], beside: others) == whole)
  }

  @Test("a row's result does not depend on the number of threads")
  func threadInvariance() throws {
    let tiny = try TinyModel("gemma3-1b-new")
    let ids = try tiny.expected.ints("ids_1")
    let before = Processor.threads
    defer { try? Processor.setThreads(before) }
    let model = try PackedDecoder(tiny.decoder)
    try Processor.setThreads(1)
    let one = try logits(model, ids, cuts: [])
    try Processor.setThreads(3)
    #expect(try logits(model, ids, cuts: []) == one)
  }

  @Test("bfloat16 stays near float32", arguments: Goldens.tinyNames)
  func bfloat16(name: String) throws {
    let tiny = try TinyModel(name)
    let ids = try tiny.expected.ints("ids_1")
    let expected = try tiny.expected.floats("logits_1")
    let fast = gap(try logits(PackedDecoder(tiny.decoder, dtype: .bfloat16), ids, cuts: []), expected)
    let folder = Goldens.tinyFolder(name)
    let plain = try Decoder(
      tiny.configuration, weights: WeightReader(folder: folder, configuration: tiny.configuration), dtype: .bfloat16)
    let slow = try noGrad {
      gap(try plain.logits(plain.states(Tensor(ids, shape: [1, ids.count]))).floats(), expected)
    }
    // The fast path rounds less often than plain bfloat16 does.
    #expect(fast < max(0.02, slow * 1.25), "fast \(fast), plain \(slow)")
    #expect(slow < 0.2)
  }

  @Test("argmax is the first of the largest logits", arguments: ["llama-old", "gemma3-270m-old"])
  func argmax(name: String) throws {
    let tiny = try TinyModel(name)
    let model = try PackedDecoder(tiny.decoder)
    let ids = try tiny.expected.ints("ids_1")
    let states = try model.states(
      ids: ids, slots: ids.map { _ in 0 }, positions: ids.indices.map { Int64($0) }, cache: model.makeCache())
    let size = tiny.configuration.vocabulary
    let logits = try model.logits(states).floats()
    let best = ids.indices.map { row in
      let values = logits[row * size..<(row + 1) * size]
      return (values.firstIndex(of: values.max() ?? 0) ?? 0) - row * size
    }
    #expect(try model.argmax(states) == best)
  }

  @Test("hooks see the same values in both paths and can replace them", arguments: ["llama-old", "gemma3-270m-old"])
  func hooks(name: String) throws {
    let tiny = try TinyModel(name)
    let ids = try tiny.expected.ints("ids_0")
    let model = try PackedDecoder(tiny.decoder)
    func run(_ hook: @escaping Hook) throws -> (plain: [Float], packed: [Float]) {
      let plain = try noGrad {
        try tiny.decoder.logits(tiny.decoder.states(Tensor(ids, shape: [1, ids.count]), hook: hook)).floats()
      }
      let states = try model.states(
        ids: ids, slots: ids.map { _ in 0 }, positions: ids.indices.map { Int64($0) }, cache: model.makeCache(),
        hook: hook)
      return (plain, try model.logits(states).floats())
    }
    let untouched = try run { _, x in x }
    #expect(gap(untouched.packed, untouched.plain) < 1e-5)
    let points: [HookPoint] = [
      .blockInput(1), .heads(0), .attentionOutput(1), .attentionUpdate(0), .mlpHidden(1), .mlpOutput(0),
      .mlpUpdate(1), .blockMiddle(0), .blockOutput(0), .final,
    ]
    for point in points {
      // A change that no later norm undoes: every second position of the last axis is turned around.
      let changed = try run { here, x in
        guard here == point else { return x }
        let width = x.shape[x.rank - 1]
        return try x * Tensor((0..<width).map { $0 % 2 == 0 ? -1 : 1 })
      }
      #expect(gap(changed.packed, changed.plain) < 1e-5, "\(point)")
      #expect(gap(changed.packed, untouched.packed) > 1e-3, "\(point)")
    }
  }

  @Test("tokens outside of the vocabulary and rows without tokens are refused")
  func refusals() throws {
    let tiny = try TinyModel("llama-old")
    let model = try PackedDecoder(tiny.decoder)
    let cache = try model.makeCache()
    #expect(throws: ModelError.self) { try model.states(ids: [], slots: [], positions: [], cache: cache) }
    #expect(throws: ModelError.self) { try model.states(ids: [96], slots: [0], positions: [0], cache: cache) }
    #expect(throws: ModelError.self) { try model.states(ids: [-1], slots: [0], positions: [0], cache: cache) }
    #expect(throws: TorchError.self) { try model.states(ids: [1, 2], slots: [0], positions: [0], cache: cache) }
    #expect(throws: (any Error).self) { try model.states(ids: [1], slots: [0], positions: [-1], cache: cache) }
  }
}
