import IsoglossTorch
import Testing

/// The kernels for training on matrix units beside libtorch's operations in float32, on numbers that bfloat16 holds.
@Suite(.enabled(if: Processor.hasTrainingKernels, "the processor has no AVX-512 BF16"))
struct TrainingKernelTests {
  private let random: RandomStream

  init() throws { random = try RandomStream(seed: 31) }

  /// Random numbers, rounded to bfloat16, as float32.
  private func draw(_ shape: [Int], _ scale: Double = 1) throws -> Tensor {
    try (random.normal(shape) * scale).to(.bfloat16).to(.float32)
  }

  /// Distance over the length of the second, in the Euclidean norm.
  private func distance(_ a: Tensor, _ b: Tensor) throws -> Double {
    try (a.to(.float32).reshaped(-1) - b.to(.float32).reshaped(-1)).norm().item() / b.to(.float32).norm().item()
  }

  @Test(
    "a head gives log-probabilities, entropies and gradients", arguments: [(1, 32, 40), (45, 64, 700), (32, 96, 256)])
  func head(rows: Int, width: Int, tokens: Int) throws {
    let x = try draw([rows, width]).requiringGrad()
    let vectors = try draw([tokens, width], 0.4)
    let targets = (0..<rows).map { ($0 * 37 + tokens - 1) % tokens }
    let scores = try x.linear(vectors)
    let expected = try scores.targetLogProbabilities(Tensor(targets))
    let gradient = try expected.sum().gradients(by: [x])[0]
    let all = try noGrad { try scores.logSoftmax(-1) }
    let found = try noGrad {
      try TrainingHead(vectors.to(.bfloat16)).score(x.to(.bfloat16), targets: targets, gradients: true)
    }
    #expect(try distance(found.logProbabilities, expected) < 1e-5)
    #expect(try distance(found.entropies, noGrad { try -(all.exp() * all).sum(-1) }) < 1e-4)
    #expect(try found.correct.ints() == noGrad { try all.argmax(-1).equal(Tensor(targets)).ints() })
    #expect(try distance(#require(found.gradients), gradient) < 2e-3)
    let alone = try TrainingHead(vectors.to(.bfloat16)).score(x.to(.bfloat16), targets: targets, gradients: false)
    #expect(try alone.gradients == nil && alone.logProbabilities.doubles() == found.logProbabilities.doubles())
    #expect(throws: TorchError.self) {
      try TrainingHead(vectors.to(.bfloat16)).score(
        x.to(.bfloat16), targets: targets.map { _ in tokens }, gradients: false)
    }
  }

  /// The widest input is more than is multiplied in one pass, on the units and on vectors.
  @Test("layers with additions give results and gradients", arguments: [(7, 5, 64), (70, 16, 704), (33, 40, 288)])
  func layer(rows: Int, rank: Int, inputs: Int) throws {
    let widths = [64, 32, 96]
    let x = try draw([rows, inputs]).requiringGrad()
    let weights = try widths.map { try draw([$0, inputs], 0.1) }
    // The second layer has no addition.
    let additions: [(a: Tensor, b: Tensor)?] = try widths.map { width in
      width == 32
        ? nil : (try draw([rank, inputs], 0.2).requiringGrad(), try draw([width, rank], 0.2).requiringGrad())
    }
    let outputs = try zip(weights, additions).map { weight, addition in
      let plain = try x.linear(weight)
      return try addition.map { try plain + x.linear($0.a).linear($0.b) * 0.5 } ?? plain
    }
    let expected = try Tensor.concatenated(outputs, 1)
    let seed = try draw([rows, 192])
    let leaves = additions.compactMap { $0 }.flatMap { [$0.a, $0.b] }
    let gradients = try expected.gradients(by: [x] + leaves, seed: seed)

    try noGrad {
      let layer = try TrainingLayer(weights.map { try $0.to(.bfloat16) }, rank: rank)
      try layer.set(additions, scale: 0.5)
      let input = try x.to(.bfloat16)
      let (result, kept) = try layer.forward(input)
      #expect(try distance(result, expected) < 5e-3)
      let sum = try Tensor.full([rows, 192], 2)
      _ = try layer.forward(input, addingTo: sum)
      #expect(try distance(sum - 2, expected) < 5e-3)
      let sums: [(a: Tensor, b: Tensor)?] = try additions.map { addition in
        try addition.map { (try Tensor.zeros($0.a.shape), try Tensor.zeros($0.b.shape)) }
      }
      let back = try layer.backward(seed.to(.bfloat16), input, kept: kept, additions: sums, input: .float32)
      #expect(try distance(#require(back), gradients[0]) < 5e-3)
      for (found, wanted) in zip(sums.compactMap { $0 }.flatMap { [$0.a, $0.b] }, gradients.dropFirst()) {
        #expect(try distance(found, wanted) < 1e-2)
      }
      #expect(try layer.backward(seed.to(.bfloat16), input, kept: kept, additions: sums, input: .none) == nil)
      #expect(throws: TorchError.self) { try layer.forward(seed.to(.bfloat16)) }
      #expect(throws: TorchError.self) { try TrainingLayer([Tensor.zeros([30, 64], dtype: .bfloat16)], rank: 4) }
    }
  }

  @Test(
    "attention over shared prompts gives results and gradients",
    arguments: [(4, 1, 64, 0), (4, 2, 32, 9), (3, 3, 96, 0)])
  func attention(heads: Int, shared: Int, width: Int, window: Int) throws {
    var segments: [(start: Int, count: Int, contextStart: Int, contextCount: Int)] = []
    var positions: [Int] = []
    for (prompt, first, second) in [(7, 20, 41), (40, 1, 60), (3, 0, 5)] {
      let start = positions.count
      for (part, count) in [prompt, first, second].enumerated() where count > 0 {
        segments.append((positions.count, count, part == 0 ? positions.count : start, part == 0 ? 0 : prompt))
        positions += (0..<count).map { (part == 0 ? 0 : prompt) + $0 }
      }
    }
    let rows = positions.count
    var sees = [Bool](repeating: false, count: rows * rows)
    for segment in segments {
      for query in segment.start..<segment.start + segment.count {
        let keys = Array(segment.contextStart..<segment.contextStart + segment.contextCount)
        for key in keys + Array(segment.start...query) {
          sees[query * rows + key] = window == 0 || positions[key] > positions[query] - window
        }
      }
    }
    let all = heads + 2 * shared
    let qkv = try draw([rows, all * width]).requiringGrad()
    let norms = (query: try draw([width]), key: try draw([width]))
    let angles = try random.normal([64 + 40, width / 2])
    let (cosines, sines) = (try angles.cos(), try angles.sin())

    func part(_ first: Int, _ count: Int, _ norm: Tensor?) throws -> Tensor {
      var x = try qkv.reshaped(rows, all, width).sliced(1, first..<first + count)
      guard let norm else { return try x.transposed(0, 1).unsqueezed(0) }
      x = try x * (x.square().mean(-1, keep: true) + 1e-6).rsqrt() * norm
      let (a, b) = (try x.sliced(2, 0..<width / 2), try x.sliced(2, width / 2..<width))
      let (c, s) = (try cosines.rows(Tensor(positions)).unsqueezed(1), try sines.rows(Tensor(positions)).unsqueezed(1))
      return try Tensor.concatenated([a * c - b * s, b * c + a * s], 2).transposed(0, 1).unsqueezed(0)
    }
    let mask = try Tensor(sees, shape: [1, 1, rows, rows])
    let mixed = try Tensor.attention(
      queries: part(0, heads, norms.query), keys: part(heads, shared, norms.key),
      values: part(heads + shared, shared, nil),
      mask: mask, scale: 0.1)
    let expected = try mixed.squeezed(0).transposed(0, 1).reshaped(rows, heads * width)
    let seed = try draw([rows, heads * width])
    let gradient = try expected.gradients(by: [qkv], seed: seed)[0]

    try noGrad {
      let attention = TrainingAttention(
        heads: heads, shared: shared, width: width, scale: 0.1, slides: window > 0, norms: norms, epsilon: 1e-6)
      let sight = try Sight(segments: segments, positions: positions, window: window == 0 ? nil : window)
      let input = try qkv.to(.bfloat16)
      let (result, kept) = try attention.forward(input, sight, cosines: cosines, sines: sines)
      #expect(try distance(result, expected) < 1e-2)
      let back = try attention.backward(
        seed.to(.bfloat16), result: result, kept, input, sight, cosines: cosines, sines: sines)
      #expect(try distance(back, gradient) < 2e-2)
      #expect(throws: TorchError.self) {
        try attention.forward(input, sight, cosines: cosines.sliced(0, 0..<2).contiguous(), sines: sines)
      }
      #expect(throws: TorchError.self) { try Sight(segments: segments, positions: [0, 1], window: nil) }
      #expect(throws: TorchError.self) { try Sight(segments: [(0, 2, 0, 1)], positions: [0, 1], window: nil) }
    }
  }

  @Test("norms and gates give results and gradients", arguments: Activation.allCases)
  func rows(activation: Activation) throws {
    let (x, y, weight) = (try draw([37, 64]).requiringGrad(), try draw([37, 64]).requiringGrad(), try draw([64]))
    func norm(_ x: Tensor) throws -> Tensor { try x * (x.square().mean(-1, keep: true) + 1e-5).rsqrt() * weight }
    let seed = try draw([37, 64])
    let (first, second) = (try norm(x), try x + norm(y))
    let byX = try first.gradients(by: [x], seed: seed)[0]
    let byY = try second.gradients(by: [y], seed: seed)[0]
    let gateUp = try draw([37, 128]).requiringGrad()
    let gated = try activation(gateUp.sliced(1, 0..<64)) * gateUp.sliced(1, 64..<128)
    let byGate = try gated.gradients(by: [gateUp], seed: seed)[0]
    try noGrad {
      let (normed, scales) = try x.trainingNorm(weight, epsilon: 1e-5)
      #expect(try distance(normed, first) < 5e-3)
      let sum = try Tensor.full([37, 64], 1)
      try seed.addTrainingNormBackward(x, weight, scales: scales, to: sum)
      #expect(try distance(sum - 1, byX) < 1e-5)
      let (added, addedScales) = try y.to(.bfloat16).trainingNorm(weight, epsilon: 1e-5, addedTo: x)
      #expect(try distance(added, second) < 1e-5)
      #expect(try distance(seed.trainingNormBackward(y.to(.bfloat16), weight, scales: addedScales), byY) < 5e-3)
      #expect(try distance(gateUp.to(.bfloat16).trainingGate(activation), gated) < 5e-3)
      #expect(try distance(seed.to(.bfloat16).trainingGateBackward(gateUp.to(.bfloat16), activation), byGate) < 5e-3)
      let places = [3, 0, 3, 36]
      let picked = try x.trainingRows(places)
      #expect(try picked.floats() == x.rows(Tensor(places)).floats())
      let back = try picked.trainingRowsBackward(places, count: 37)
      #expect(try distance(back.selected(0, 3), x.selected(0, 3) * 2) < 1e-6)
      #expect(try back.selected(0, 1).norm().item() == 0)
      #expect(throws: TorchError.self) { try x.trainingRows([37]) }
    }
  }
}
