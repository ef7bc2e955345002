import IsoglossTorch
import Testing

@testable import IsoglossModels

/// The plain decoder as training uses it.
@Suite struct DecoderTests {
  @Test("texts packed in one row, or sharing a prompt, give what they give alone", arguments: Goldens.tinyNames)
  func packing(name: String) throws {
    let tiny = try TinyModel(name)
    let model = tiny.decoder
    let ids = try tiny.expected.ints("ids_1")
    let (prompt, first, second) = (Array(ids[0..<14]), Array(ids[14..<30]), Array(ids[30..<41]))
    func alone(_ text: [Int]) throws -> Tensor {
      try model.states(Tensor(text, shape: [1, text.count])).squeezed(0)
    }
    try noGrad {
      let (a, b) = (try alone(prompt + first), try alone(prompt + second))

      // Two texts after one another.
      let row = prompt + first + prompt + second
      let positions = try Tensor(Array(0..<30) + Array(0..<25), shape: [1, 55])
      let segments = try Tensor([Int](repeating: 0, count: 30) + [Int](repeating: 1, count: 25), shape: [1, 55])
      let mask = try AttentionMask.causal(
        positions: positions, segments: segments, window: tiny.configuration.window)
      let packed = try model.states(Tensor(row, shape: [1, 55]), positions: positions, mask: mask).squeezed(0)
      #expect(gap(try packed.floats(), try Tensor.concatenated([a, b], 0).floats()) < 1e-5)

      // A prompt with two answers: both count on from the prompt, neither sees the other.
      let shared = prompt + first + second
      let places = Array(0..<30) + Array(14..<25)
      let part = [Int](repeating: 0, count: 14) + [Int](repeating: 1, count: 16) + [Int](repeating: 2, count: 11)
      var (full, sliding) = ([Bool](), [Bool]())
      for query in shared.indices {
        for key in shared.indices {
          let sees = places[key] <= places[query] && (part[key] == 0 || part[key] == part[query])
          full.append(sees)
          sliding.append(sees && places[key] > places[query] - (tiny.configuration.window ?? 1000))
        }
      }
      let custom = AttentionMask(
        full: try Tensor(full, shape: [1, 1, 41, 41]), sliding: try Tensor(sliding, shape: [1, 1, 41, 41]))
      let states = try model.states(
        Tensor(shared, shape: [1, 41]), positions: Tensor(places, shape: [1, 41]), mask: custom
      ).squeezed(0)
      #expect(gap(try states.sliced(0, 0..<30).floats(), try a.floats()) < 1e-5)
      #expect(gap(try states.sliced(0, 30..<41).floats(), try b.sliced(0, 14..<25).floats()) < 1e-5)
    }
  }

  @Test("an adapter changes the output, merged as unmerged, and alone receives gradients")
  func adapters() throws {
    let tiny = try TinyModel("qwen3-old-sharded")
    let model = tiny.decoder
    let ids = try Tensor(tiny.expected.ints("ids_0"), shape: [1, 5])
    let random = try RandomStream(seed: 8)
    let before = try noGrad { try model.logits(model.states(ids)).floats() }
    let width = tiny.configuration.width
    var adapter = LowRank(
      a: try (random.normal([4, width]) * 0.3).requiringGrad(), b: try Tensor.zeros([64, 4]).requiringGrad(), scale: 2)
    model.blocks[1].attention.query.adapter = adapter
    #expect(try noGrad { try model.logits(model.states(ids)).floats() } == before)

    let loss = try model.logits(model.states(ids)).reshaped(5, -1).targetLogProbabilities(ids.reshaped(-1)).sum()
    try loss.backward()
    let gradB = try #require(try adapter.b.grad())
    #expect(try gradB.abs().max().item() > 0)
    #expect(try adapter.a.grad()?.abs().max().item() == 0)
    #expect(try model.parameters.allSatisfy { try $0.tensor.grad() == nil })

    adapter.b = try random.normal([64, 4]) * 0.3
    model.blocks[1].attention.query.adapter = adapter
    let unmerged = try noGrad { try model.logits(model.states(ids)).floats() }
    #expect(gap(unmerged, before) > 1e-3)
    model.blocks[1].attention.query.weight = try noGrad { try model.blocks[1].attention.query.merged() }
    model.blocks[1].attention.query.adapter = nil
    let merged = try noGrad { try model.logits(model.states(ids)).floats() }
    #expect(gap(merged, unmerged) < 1e-5)
    let packed = try PackedDecoder(model)
    let states = try packed.states(
      ids: tiny.expected.ints("ids_0"), slots: [0, 0, 0, 0, 0], positions: [0, 1, 2, 3, 4], cache: packed.makeCache())
    #expect(gap(try packed.logits(states).floats(), unmerged) < 1e-5)
  }

  @Test("gradients of weights equal finite differences", arguments: ["gemma3-270m-old", "qwen2-new"])
  func gradients(name: String) throws {
    let tiny = try TinyModel(name)
    let model = tiny.decoder
    let ids = try Tensor(tiny.expected.ints("ids_0"), shape: [1, 5])
    func loss() throws -> Tensor {
      try model.logits(model.states(ids)).reshaped(5, -1).targetLogProbabilities(ids.reshaped(-1)).sum()
    }
    for name in ["model.layers.0.self_attn.k_proj.weight", "model.layers.1.mlp.down_proj.weight", "model.norm.weight"] {
      let weight = try #require(model.parameters.first { $0.name == name }?.tensor)
      try weight.requiringGrad()
      let grad = try loss().gradients(by: [weight])[0]
      try weight.requiringGrad(false)
      // Along the gradient itself the slope is the gradient's norm.
      let direction = try grad / grad.norm().item()
      func moved(_ by: Double) throws -> Double {
        try noGrad {
          try weight.add(direction, scale: by)
          defer { try? weight.add(direction, scale: -by) }
          return try loss().item()
        }
      }
      let norm = try grad.norm().item()
      let slope = (try moved(1e-2) - moved(-1e-2)) / 2e-2
      #expect(abs(slope - norm) < 0.02 * norm, "\(name): \(slope) \(norm)")
    }
  }
}
