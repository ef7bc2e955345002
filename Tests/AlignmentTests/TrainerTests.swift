import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossAlignment

/// The trainer against itself: packing, accumulation, resuming; and what it refuses.
@Suite struct TrainerTests {
  private func trainer(_ model: String, _ options: TrainerOptions, references: URL? = nil) throws -> Trainer {
    try Trainer(Tiny.decoder(model), fingerprint: model, options: options, references: references)
  }

  /// What a trainer has learned.
  private func learned(_ trainer: Trainer) throws -> [Double] { try trainer.exportState().values.map(Double.init) }

  @Test("a packed row gives what each text gives alone", arguments: Tiny.names + Tiny.others)
  func packing(model: String) throws {
    let trainer = try trainer(model, Tiny.options(rate: 0.05))
    let pairs = Tiny.pairs(9)
    _ = try trainer.step(Array(pairs.prefix(4)))
    _ = try trainer.step(Array(pairs.suffix(4)))
    let together = try trainer.evaluate(pairs)
    for (pair, score) in zip(pairs, together) {
      for (answer, found) in [(pair.chosen, score.chosen), (pair.rejected, score.rejected ?? 0)] {
        let text = (pair.prompt + answer).map { Int($0) }
        let alone = try noGrad {
          let states = try trainer.model.states(Tensor(text, shape: [1, text.count])).squeezed(0)
          let logits = try trainer.model.logits(states.sliced(0, pair.prompt.count - 1..<text.count - 1))
          return try logits.targetLogProbabilities(Tensor(answer.map { Int($0) })).sum().item()
        }
        #expect(abs(found - alone) <= 1e-4 * abs(alone), "\(pair.id): \(found) \(alone)")
      }
    }
  }

  @Test("eight pairs at once, one by one and two by two are one step", arguments: Tiny.names)
  func accumulation(model: String) throws {
    let pairs = Tiny.pairs(8)
    let longest = pairs.map { PackedPairs.tokens(of: $0, parts: .both) }.max() ?? 0
    var results: [[Double]] = []
    for budget in [4096, longest, 2 * longest] {
      var options = Tiny.options(.dpo(plusSFT: 0.5), rate: 1e-3)
      options.tokenBudget = budget
      let trainer = try trainer(model, options)
      let metrics = try (0..<3).map { _ in try trainer.step(pairs) }
      results.append(metrics.flatMap { [$0.loss, $0.gradientNorm] } + (try trainer.evaluate(pairs)).map(\.chosen))
    }
    for other in results.dropFirst() {
      for (a, b) in zip(other, results[0]) { #expect(abs(a - b) <= 1e-6 * max(1, abs(b)), "\(a) \(b)") }
    }
  }

  @Test(
    "blocks that are computed twice give the same numbers bit for bit", arguments: Tiny.names + Tiny.others,
    [false, true])
  func checkpointing(model: String, full: Bool) throws {
    let before = Processor.threads
    try Processor.setThreads(1)
    defer { try? Processor.setThreads(before) }
    let results = try [false, true].map { checkpointing in
      var options = Tiny.options(.dpo(plusSFT: 0.5), rate: full ? 1e-4 : 1e-2)
      if full { options.weights = .all }
      options.checkpointing = checkpointing
      let trainer = try trainer(model, options)
      try trainer.prepareReferences(Tiny.pairs(6))
      return (try (0..<3).map { _ in try trainer.step(Tiny.pairs(6)).gradientNorm }, try learned(trainer))
    }
    #expect(results[0].0 == results[1].0 && results[0].1 == results[1].1)
    #expect(results[0].0.allSatisfy { $0 > 0 })
  }

  @Test(
    "interrupted and resumed, the numbers are the same bit for bit",
    arguments: Tiny.names, [false, true])
  func resume(model: String, full: Bool) throws {
    for dtype in [DType.float32, .bfloat16] { try resume(model, full, dtype) }
  }

  private func resume(_ model: String, _ full: Bool, _ dtype: DType) throws {
    func trainer(_ model: String, _ options: TrainerOptions, references: URL) throws -> Trainer {
      try Trainer(Tiny.decoder(model, dtype: dtype), fingerprint: model, options: options, references: references)
    }
    let before = Processor.threads
    try Processor.setThreads(1)
    defer { try? Processor.setThreads(before) }
    var options = Tiny.options(rate: full ? 1e-4 : 1e-2)
    if full { options.weights = .all }
    let pairs = Tiny.pairs(12)
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func batch(_ step: Int) -> [TokenizedPair] { Array(pairs[(step % 3) * 4..<(step % 3) * 4 + 4]) }

    let whole = try trainer(model, options, references: folder)
    try whole.prepareReferences(pairs)
    let losses = try (0..<6).map { try whole.step(batch($0)).loss }

    let first = try trainer(model, options, references: folder)
    try first.prepareReferences(pairs)
    for step in 0..<3 { #expect(try first.step(batch(step)).loss == losses[step]) }
    let file = folder.appendingPathComponent("state.safetensors")
    try first.exportState().write(to: file)
    let second = try trainer(model, options, references: folder)
    try second.importState(TrainerState(contentsOf: file))
    #expect(second.steps == 3)
    for step in 3..<6 { #expect(try second.step(batch(step)).loss == losses[step]) }
    #expect(try second.exportState() == whole.exportState())
  }

  @Test("references are those of the start, also when they are asked for late")
  func lateReferences() throws {
    let pairs = Tiny.pairs(6)
    let early = try trainer("llama-old", Tiny.options())
    try early.prepareReferences(pairs)
    let late = try trainer("llama-old", Tiny.options())
    for _ in 0..<3 {
      _ = try early.step(Array(pairs.prefix(3)))
      _ = try late.step(Array(pairs.prefix(3)))
    }
    let margins = try [late, early].map { try $0.evaluate(pairs).map { try #require($0.margin) } }
    for (a, b) in zip(margins[0], margins[1]) { #expect(abs(a - b) < 1e-5, "\(a) \(b)") }
    #expect(margins[1].contains { abs($0) > 1e-2 })
    var options = Tiny.options()
    options.weights = .all
    let full = try trainer("llama-old", options)
    _ = try full.step(Array(pairs.prefix(3)))
    #expect(throws: AlignmentError.self) { try full.evaluate(pairs) }
  }

  @Test("training moves the margin, and the adapter carries it", arguments: Tiny.names)
  func learning(model: String) throws {
    var options = Tiny.options(rate: 2e-2)
    options.rate.shape = .constant
    let trainer = try trainer(model, options)
    let pairs = Tiny.pairs(6)
    let losses = try (0..<15).map { _ in try trainer.step(pairs).loss }
    #expect(losses[14] < 0.5 * losses[0])
    let adapter = try #require(try trainer.adapter())
    let merged = try Tiny.decoder(model)
    try merged.merge(adapter)
    let other = try Trainer(merged, fingerprint: "merged", options: Tiny.options())
    let (a, b) = (try trainer.evaluate(pairs).map(\.chosen), try other.evaluate(pairs).map(\.chosen))
    #expect(gap(b, a) < 1e-4)
  }

  @Test("bad pairs and options are refused, and nothing changes")
  func refusals() throws {
    let trainer = try trainer("llama-old", Tiny.options())
    let before = try trainer.exportState()
    let good = Tiny.pairs(1)[0]
    func bad(_ change: (inout TokenizedPair) -> Void) -> TokenizedPair {
      var pair = good
      change(&pair)
      return pair
    }
    let pairs = [
      bad { $0.prompt = [] }, bad { $0.chosen = [] }, bad { $0.rejected = [] }, bad { $0.chosen = [96] },
      bad { $0.prompt = [-1] }, bad { $0.rejected = [Int32](repeating: 5, count: 5000) },
    ]
    for pair in pairs { #expect(throws: AlignmentError.self) { try trainer.step([good, pair]) } }
    #expect(throws: AlignmentError.self) { try trainer.step([]) }
    #expect(try trainer.exportState() == before)
    let changes: [(inout TrainerOptions) -> Void] = [
      { $0.loss.terms = [] }, { $0.loss.beta = 0 }, { $0.loss.beta = .nan }, { $0.loss.smoothing = 1 },
      { $0.loss = PreferenceLoss(.robust, smoothing: 0.5) }, { $0.rate.peak = -1 }, { $0.rate.steps = 0 },
      { $0.tokenBudget = 0 }, { $0.clip = -1 }, { $0.beta2 = 1 }, { $0.weights = .lowRank(LowRankOptions(rank: 0)) },
      { $0.weights = .lowRank(LowRankOptions(targets: ["lm_head"])) },
    ]
    for change in changes {
      var options = Tiny.options()
      change(&options)
      #expect(throws: AlignmentError.self) { _ = try self.trainer("llama-old", options) }
    }
    let other = try self.trainer("llama-old", Tiny.options(rank: 2)).exportState()
    #expect(throws: AlignmentError.self) { try trainer.importState(other) }
  }

  @Test("a loss that is not finite stops the step before anything changes")
  func notFinite() throws {
    let decoder = try Tiny.decoder("llama-old")
    try decoder.finalNorm.weight.scale(by: .nan)
    let trainer = try Trainer(decoder, fingerprint: "nan", options: Tiny.options(PreferenceLoss(.sft)))
    let before = try trainer.exportState().values
    #expect(throws: AlignmentError.self) { try trainer.step(Tiny.pairs(2)) }
    #expect(try trainer.exportState().values == before)
    #expect(trainer.steps == 0)
  }
}

/// References on disk.
@Suite struct ReferenceCacheTests {
  private func entry(_ x: Double) -> ReferenceCache.Entry { .init(chosen: -x, rejected: -2 * x) }

  @Test("what was added is there again, under its reference alone")
  func roundTrip() throws {
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pairs = Tiny.pairs(4)
    let cache = try ReferenceCache(folder: folder, reference: "a")
    try cache.add(pairs.prefix(3).enumerated().map { ($1, entry(Double($0) + 0.1)) })
    let again = try ReferenceCache(folder: folder, reference: "a")
    #expect(again.count == 3)
    #expect(again[pairs[1]] == entry(1.1))
    #expect(again[pairs[3]] == nil)
    var renamed = pairs[1]
    renamed.id = "other"
    #expect(again[renamed] == entry(1.1))
    #expect(try ReferenceCache(folder: folder, reference: "b").count == 0)
    #expect(throws: AlignmentError.self) { try cache.add([(pairs[3], entry(.nan))]) }
  }

  @Test(
    "a file that is cut or damaged anywhere loses only what was hit", arguments: [0, 1, 30, 55, 56, 57, 111, 150, 167])
  func damage(at: Int) throws {
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pairs = Tiny.pairs(4)
    let cache = try ReferenceCache(folder: folder, reference: "a")
    try cache.add(pairs.prefix(3).enumerated().map { ($1, entry(Double($0) + 0.1)) })
    let whole = try Data(contentsOf: cache.url)
    #expect(whole.count == 168)

    try whole.prefix(at).write(to: cache.url)
    let cut = try ReferenceCache(folder: folder, reference: "a")
    #expect(cut.count == at / 56)
    try cut.add([(pairs[3], entry(9))])
    let mended = try ReferenceCache(folder: folder, reference: "a")
    #expect(mended.count == at / 56 + 1)
    #expect(mended[pairs[3]] == entry(9))

    var damaged = whole
    damaged[at] ^= 0x10
    try damaged.write(to: cache.url)
    let left = try ReferenceCache(folder: folder, reference: "a")
    #expect(left.count == 2)
    for (index, pair) in pairs.prefix(3).enumerated() where index != at / 56 {
      #expect(left[pair] == entry(Double(index) + 0.1))
    }
  }
}
