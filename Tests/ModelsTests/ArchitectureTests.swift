import IsoglossTorch
import Testing

@testable import IsoglossModels

/// Every architecture, on tiny random models, against transformers.
@Suite struct ArchitectureTests {
  @Test("logits equal transformers'", arguments: Goldens.tinyNames, [0, 1])
  func logits(name: String, text: Int) throws {
    let tiny = try TinyModel(name)
    let ids = try tiny.expected.ints("ids_\(text)")
    let expected = try tiny.expected.floats("logits_\(text)")
    let logits = try noGrad {
      try tiny.decoder.logits(tiny.decoder.states(Tensor(ids, shape: [1, ids.count])))
    }
    #expect(logits.shape == [1, ids.count, tiny.configuration.vocabulary])
    #expect(gap(try logits.floats(), expected) < 1e-5)
  }

  @Test("the fast path equals transformers too", arguments: Goldens.tinyNames, [0, 1])
  func packedLogits(name: String, text: Int) throws {
    let tiny = try TinyModel(name)
    let ids = try tiny.expected.ints("ids_\(text)")
    let model = try PackedDecoder(tiny.decoder)
    let states = try model.states(
      ids: ids, slots: ids.map { _ in 0 }, positions: ids.indices.map { Int64($0) }, cache: model.makeCache())
    #expect(gap(try model.logits(states).floats(), try tiny.expected.floats("logits_\(text)")) < 1e-5)
  }

  @Test("the stream before each block equals transformers'", arguments: Goldens.tinyNames)
  func hidden(name: String) throws {
    let tiny = try TinyModel(name)
    let ids = try tiny.expected.ints("ids_0")
    let expected = try tiny.expected.floats("hidden_0")
    var plain: [Float] = []
    _ = try noGrad {
      try tiny.decoder.states(Tensor(ids, shape: [1, ids.count])) { point, x in
        if case .blockInput = point { plain += try x.floats() }
        return x
      }
    }
    #expect(gap(plain, expected) < 1e-5)
    let model = try PackedDecoder(tiny.decoder)
    var packed: [Float] = []
    _ = try model.states(
      ids: ids, slots: ids.map { _ in 0 }, positions: ids.indices.map { Int64($0) }, cache: model.makeCache()
    ) { point, x in
      if case .blockInput = point { packed += try x.floats() }
      return x
    }
    #expect(gap(packed, expected) < 1e-5)
  }

  @Test("configurations say what the folders mean")
  func configurations() throws {
    func read(_ name: String) throws -> ModelConfiguration {
      try ModelConfiguration(folder: Goldens.tinyFolder(name))
    }
    let old = try read("llama3-old")
    #expect(old.rope == (try read("llama3-new").rope))
    #expect(old.rope == RotaryConfiguration(base: 5e5, scaling: .llama3(factor: 8, low: 1, high: 4, original: 64)))
    #expect(!old.isTied && old.endTokens == [2] && old.storedType == "bfloat16")
    #expect(try read("llama3-new").hasOutputBias)
    #expect(try read("qwen2-new").hasQKVBias && !read("qwen2-new").hasOutputBias)
    #expect(try read("qwen2-sliding-old").slides == [false, true])
    #expect(try read("qwen3-old-sharded").hasHeadNorms)
    #expect(try read("mistral-new").window == 8)
    #expect(try read("mistral-old-full").window == nil)
    let gemma = try read("gemma3-270m-old")
    #expect(gemma.slides == [true, true, true, true, true, false, true])
    #expect(gemma.rope.base == 1e6 && gemma.slidingRope.base == 1e4)
    #expect(try read("gemma3-1b-new").rope.scaling == .linear(factor: 4))
    #expect(try read("gemma3-1b-new").attentionScale == 1 / 24.0.squareRoot())
  }
}
