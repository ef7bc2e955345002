import Foundation
import IsoglossCore
import Testing

@testable import IsoglossModels

@Suite struct SamplerTests {
  struct Golden: Decodable {
    struct Case: Decodable {
      var temperature: Double
      var topK: Int
      var topP: Double
      var scores: [Float]
      var probabilities: [Double]
    }
    var cases: [Case]
  }

  @Test("what may be drawn, and how likely, equals transformers'")
  func candidates() throws {
    for item in try Goldens.json("sampling.json", as: Golden.self).cases {
      let candidates = item.scores.withUnsafeBufferPointer {
        Sampler.candidates(
          $0, top: item.scores.max() ?? 0, temperature: item.temperature, topP: item.topP, topK: item.topK)
      }
      let total = candidates.reduce(0) { $0 + $1.weight }
      var probabilities = [Double](repeating: 0, count: item.scores.count)
      for candidate in candidates { probabilities[candidate.token] = candidate.weight / total }
      for (mine, theirs) in zip(probabilities, item.probabilities) { #expect(abs(mine - theirs) < 1e-6) }
    }
  }

  @Test("draws follow the probabilities")
  func frequencies() throws {
    let logits: [Float] = [0, Float(log(2.0)), Float(log(3.0)), Float(log(4.0))]
    var sampler = Sampler(Decoding(temperature: 1, seed: 9), requestID: "a")
    var counts = [0, 0, 0, 0]
    for _ in 0..<20_000 { counts[logits.withUnsafeBufferPointer { sampler.draw($0) }] += 1 }
    // Four standard errors of a share of 0.4 in 20,000 draws.
    for (count, share) in zip(counts, [0.1, 0.2, 0.3, 0.4]) { #expect(abs(Double(count) / 20_000 - share) < 0.014) }
  }

  @Test("a stream belongs to seed and request")
  func streams() {
    let logits = [Float](repeating: 0, count: 1000)
    func draws(_ seed: UInt64, _ id: String) -> [Int] {
      var sampler = Sampler(Decoding(temperature: 1, seed: seed), requestID: id)
      return (0..<20).map { _ in logits.withUnsafeBufferPointer { sampler.draw($0) } }
    }
    #expect(draws(1, "a") == draws(1, "a"))
    #expect(Set([draws(1, "a"), draws(1, "b"), draws(2, "a"), draws(2, "b"), draws(1, "ab"), draws(1, "")]).count == 6)
  }
}
