import IsoglossTorch
import Testing

/// Gradients against derivatives by hand and against finite differences.
@Suite struct GradientTests {
  @Test("backward gathers the derivative, and gathers on")
  func backward() throws {
    let x = try Tensor([1, 2, 3] as [Float]).requiringGrad()
    try (x * x).sum().backward()
    #expect(try x.grad()?.floats() == [2, 4, 6])
    try (x * 3).sum().backward()
    #expect(try x.grad()?.floats() == [5, 7, 9])
    try x.setGrad(nil)
    #expect(try x.grad() == nil)
  }

  @Test("gradients gather nothing, and inputs that do not matter get zeros")
  func gradients() throws {
    let x = try Tensor([2, 5] as [Float]).requiringGrad()
    let y = try Tensor([1] as [Float]).requiringGrad()
    let grads = try x.pow(3).sum().gradients(by: [x, y])
    #expect(try grads.map { try $0.floats() } == [[12, 75], [0]])
    #expect(try x.grad() == nil)
    // Second derivatives, where the graph of the first is kept.
    let first = try x.pow(3).sum().gradients(by: [x], createGraph: true)
    #expect(try first[0].sum().gradients(by: [x])[0].floats() == [12, 30])
    // Weighted by a seed.
    #expect(try (x * x).gradients(by: [x], seed: Tensor([10, 1] as [Float]))[0].floats() == [40, 10])
  }

  @Test("no gradient is recorded inside of noGrad, again inside of withGrad, and never in inference mode")
  func scopes() throws {
    let x = try Tensor([1] as [Float]).requiringGrad()
    #expect(try noGrad { try !(x * 2).requiresGrad && withGrad { try (x * 2).requiresGrad } })
    #expect(try (x * 2).requiresGrad)
    #expect(try !x.detached().requiresGrad)
    struct Stop: Error {}
    #expect(throws: Stop.self) { try noGrad { throw Stop() } }
    #expect(throws: Stop.self) { try inference { throw Stop() } }
    #expect(try (x * 2).requiresGrad)
    let frozen = try inference { try x * 2 }
    #expect(throws: TorchError.self) { try frozen.requiringGrad() }
  }

  typealias Operation = @Sendable (Tensor, Tensor) throws -> Tensor
  static let operations: [(name: String, run: Operation)] = [
    ("linear", { try $0.linear($1) }),
    (
      "attention",
      {
        let q = try $0.reshaped(1, 2, 3, 4)
        return try Tensor.attention(queries: q, keys: q * 0.5, values: $1.reshaped(1, 2, 3, 4), mask: nil, scale: 0.7)
      }
    ),
    ("silu and gelu", { try $0.silu() * $1.geluTanh() + $0.gelu() }),
    ("softmax", { try $0.softmax(-1) * $1 }),
    ("log-softmax", { try $0.logSoftmax(-1) * $1 }),
    ("log-probabilities", { try $0.targetLogProbabilities(Tensor([0, 3, 1, 2, 0, 1])) + $1.sum() }),
    ("log-sigmoid", { try $0.logSigmoid() / ($1.square() + 1) }),
    ("norm", { try $0 * ($0.square().mean(-1, keep: true) + 1e-6).rsqrt() * $1 }),
    ("selection", { try $0.rows(Tensor([1, 1, 4])) * $1.sliced(0, 0..<3) }),
    ("choice", { try $0.chosen(where: $1.greater(0), else: $1).filled(where: $0.greater(1), with: 2) }),
  ]

  @Test("derivatives equal finite differences", arguments: operations.indices)
  func finiteDifferences(index: Int) throws {
    let operation = Self.operations[index].run
    let random = try RandomStream(seed: 11)
    let x = try random.normal([6, 4]).to(.float64)
    let y = try random.normal([6, 4]).to(.float64)
    func value(_ x: Tensor, _ y: Tensor) throws -> Tensor {
      let out = try operation(x, y)
      // Weights that differ from element to element, so that no sum hides an error.
      return try (out * (Tensor.arange(out.count).to(.float64) + 1).cos().reshaped(out.shape)).sum()
    }
    for (changed, other, isFirst) in [(x, y, true), (y, x, false)] {
      func at(_ t: Tensor) throws -> Tensor { isFirst ? try value(t, other) : try value(other, t) }
      let leaf = try changed.clone().requiringGrad()
      let grad = try at(leaf).gradients(by: [leaf])[0].doubles()
      let start = try changed.doubles()
      for element in stride(from: 0, to: start.count, by: 5) {
        func moved(_ by: Double) throws -> Double {
          let copy = try changed.clone()
          try copy.withElements(of: Double.self) { $0[element] += by }
          return try at(copy).item()
        }
        let step = 1e-4
        let slope = (try moved(step) - moved(-step)) / (2 * step)
        // Where log-probabilities are summed in float32, differences are coarser.
        let tolerance = Self.operations[index].name == "log-probabilities" ? 5e-2 : 1e-6
        #expect(abs(slope - grad[element]) < tolerance * max(1, abs(slope)), "\(Self.operations[index].name)")
      }
    }
  }

  @Test("AdamW takes the published step")
  func adamW() throws {
    // Loshchilov & Hutter 2019, algorithm 2, two steps in double precision.
    var (p, m, v) = (0.5, 0.0, 0.0)
    let grads = [0.3, -0.1]
    let tensor = try Tensor([0.5] as [Float])
    let (first, second) = (try Tensor.zeros([1]), try Tensor.zeros([1]))
    for (index, g) in grads.enumerated() {
      p -= 0.01 * 0.1 * p
      m = 0.9 * m + 0.1 * g
      v = 0.999 * v + 0.001 * g * g
      let step = Double(index + 1)
      let hatM = m / (1 - 0.9.power(step))
      let hatV = v / (1 - 0.999.power(step))
      p -= 0.01 * hatM / (hatV.squareRoot() + 1e-8)
      try tensor.adamW(
        grad: Tensor([Float(g)]), first: first, second: second, step: index + 1, rate: 0.01, decay: 0.1)
      #expect(abs(try tensor.item() - p) < 1e-6)
    }
    #expect(throws: TorchError.self) {
      try tensor.adamW(grad: tensor, first: first, second: second, step: 0, rate: 0.1)
    }
  }
}

extension Double {
  fileprivate func power(_ n: Double) -> Double { (0..<Int(n)).reduce(1) { x, _ in x * self } }
}
