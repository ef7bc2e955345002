import Foundation
import IsoglossAlignment
import IsoglossModels
import IsoglossStatistics
import Testing

@testable import IsoglossInfluence

/// What leaving one pair out of training does, beside what influence says of it, on a tiny model.
struct LeaveOneOutTests {
  /// How a step is made of the slope of the loss.
  private enum Rule {
    case plain
    /// β₁ 0.9, β₂ 0.999, bias corrected, no decay and no clipping.
    case adam(epsilon: Double)
  }

  /// Training on the loss of DPO, all pairs a step. A pair that is left out adds nothing to (1 / n) Σ β σ(−βΔ) u, and n stays.
  private struct Descent {
    let features: PairFeatures
    let start: AdapterWeights
    let pairs: [TokenizedPair]
    let beta: Double
    let rule: Rule
    let rate: Double
    private let reference: [Double]

    init(
      _ features: PairFeatures, _ start: AdapterWeights, _ pairs: [TokenizedPair], beta: Double, rule: Rule,
      rate: Double
    ) throws {
      self.features = features
      self.start = start
      self.pairs = pairs
      self.beta = beta
      self.rule = rule
      self.rate = rate
      reference = try Self.margins(features, pairs, at: start)
    }

    static func margins(_ features: PairFeatures, _ pairs: [TokenizedPair], at: AdapterWeights) throws -> [Double] {
      try features.set(at)
      var margins: [Double] = []
      try features.forEach(pairs) { _, pair in margins.append(pair.chosen - pair.rejected) }
      return margins
    }

    /// The adapter and Adam's moments before each step, and after the last.
    func states(steps: Int, without left: Int? = nil) throws -> [AdapterSnapshot] {
      var values = start.layers.flatMap { $0.a + $0.b }.map(Double.init)
      var first = [Double](repeating: 0, count: values.count)
      var second = first
      var states: [AdapterSnapshot] = []
      for step in 0...steps {
        let weights = try start.replaced(by: values.map { Float($0) }, in: URL(filePath: "/none"))
        states.append(
          AdapterSnapshot(
            name: "step-\(step)", hash: "\(step)", rate: rate / Double(pairs.count), weights: weights,
            moments: .init(first: first.map { Float($0) }, second: second.map { Float($0) })))
        guard step < steps else { break }
        try features.set(weights)
        // Of the margin's side: the loss falls along it.
        var slope = [Double](repeating: 0, count: values.count)
        try features.forEach(pairs) { place, pair in
          guard place != left else { return }
          let weight = LossWeight.of(pair.chosen - pair.rejected - reference[place], beta: beta) / Double(pairs.count)
          for (index, value) in pair.vector.enumerated() { slope[index] += weight * Double(value) }
        }
        for index in values.indices {
          // The moments are those of the loss's gradient, as a trainer keeps them.
          first[index] = 0.9 * first[index] - 0.1 * slope[index]
          second[index] = 0.999 * second[index] + 0.001 * slope[index] * slope[index]
          switch rule {
          case .plain: values[index] += rate * slope[index]
          case .adam(let epsilon):
            let mean = first[index] / (1 - pow(0.9, Double(step + 1)))
            let size = (second[index] / (1 - pow(0.999, Double(step + 1)))).squareRoot()
            values[index] -= rate * mean / (size + epsilon)
          }
        }
      }
      return states
    }
  }

  /// The model before any training: A as in the goldens, B zero.
  private static func start(_ golden: Golden) throws -> AdapterWeights {
    let configuration = try Tiny.decoder("llama-old").configuration
    var adapter = Tiny.adapter(
      configuration, rank: golden.rank, scale: Double(golden.alpha) / Double(golden.rank), checkpoint: 0)
    for layer in adapter.layers.indices {
      adapter.layers[layer].b = [Float](repeating: 0, count: adapter.layers[layer].b.count)
    }
    return adapter
  }

  /// What influence over every step says, and what leaving each pair out did: `[questions][pairs]` each.
  private struct Foretold {
    var scores: [InfluenceMethod: [[Double]]] = [:]
    var changes: [[Double]]

    init(_ rule: Rule, rate: Double, steps: Int = 5, methods: [InfluenceMethod] = [.tracin]) throws {
      let golden = try Golden.read()
      let run = try #require(golden.models["llama-old"])
      let pairs = run.train.enumerated().map { $1.tokenized("t\($0)") }
      let tests = run.test.enumerated().map { $1.tokenized("q\($0)") }
      let start = try LeaveOneOutTests.start(golden)
      let features = try PairFeatures(AdapterGradients(Tiny.decoder("llama-old"), adapter: start), .none)
      let descent = try Descent(features, start, pairs, beta: golden.beta, rule: rule, rate: rate)
      let states = try descent.states(steps: steps)
      let whole = try Descent.margins(features, tests, at: states[steps].weights)
      changes = tests.map { _ in [] }
      for left in pairs.indices {
        let without = try descent.states(steps: steps, without: left)[steps]
        for (question, margin) in try Descent.margins(features, tests, at: without.weights).enumerated() {
          changes[question].append(whole[question] - margin)
        }
      }
      for method in methods {
        let tiny = try TinyIndex(
          "llama-old", feature: method == .less ? .adam : .gradient, snapshots: Array(states.prefix(steps)))
        defer { tiny.remove() }
        scores[method] = try tiny.filled().scores(try tiny.queries(), by: method)
      }
    }

    /// Size of what is left over the size of the changes, for each question.
    var errors: [Double] {
      func size(_ values: [Double]) -> Double { values.reduce(0) { $0 + $1 * $1 }.squareRoot() }
      return zip(scores[.tracin] ?? [], changes).map { size(zip($0, $1).map { $0 - $1 }) / size($1) }
    }

    /// Pearson's correlation over the pairs, for each question.
    func correlations(_ method: InfluenceMethod) throws -> [Double] {
      try zip(scores[method] ?? [], changes).map { try #require(try Correlation.pearson($0, $1)).coefficient }
    }
  }

  @Test("gradient descent without a pair ends where TracIn says, the nearer the smaller the steps")
  func descent() throws {
    let (coarse, fine) = (try Foretold(.plain, rate: 0.05), try Foretold(.plain, rate: 0.0125))
    // To first order in the rate: a quarter of the rate leaves about a quarter of the error.
    #expect(fine.errors.count == 3)
    for (question, (large, small)) in zip(coarse.errors, fine.errors).enumerated() {
      #expect(small < large / 3, "question \(question): \(large) at 0.05, \(small) at 0.0125")
      #expect(small < 0.2, "question \(question): \(small)")
    }
    let found = try fine.correlations(.tracin)
    #expect(found.allSatisfy { $0 > 0.99 }, "\(found)")
    print("leave-one-out, gradient descent at 0.0125: TracIn \(found), errors \(fine.errors); at 0.05 \(coarse.errors)")
  }

  /// Adam is gradient descent at rate / ε where ε is far above √v. There TracIn holds; with the usual ε it is measured, and
  /// nothing is asked of it: the step is then a sign, whose derivative by one pair's gradient is no small number.
  @Test("what Adam's division does to it: foretold where ε outweighs it, printed where it does not")
  func adam() throws {
    let outweighed = try Foretold(.adam(epsilon: 100), rate: 1.25)
    let found = try outweighed.correlations(.tracin)
    #expect(found.allSatisfy { $0 > 0.98 }, "\(found)")
    print("leave-one-out, Adam with epsilon 100 at 1.25: TracIn \(found)")
    for rate in [2e-3, 1e-4] {
      let usual = try Foretold(.adam(epsilon: 1e-8), rate: rate, methods: [.tracin, .less])
      #expect(usual.changes.joined().contains { abs($0) > 1e-3 })
      print(
        "leave-one-out, Adam with epsilon 1e-8 at \(rate): TracIn \(try usual.correlations(.tracin)), LESS "
          + "\(try usual.correlations(.less))")
    }
  }
}
