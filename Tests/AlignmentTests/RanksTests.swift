import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossAlignment

/// Several ranks are one trainer.
@Suite struct RanksTests {
  /// What was measured and learned by one rank.
  struct Learned: Equatable, Sendable {
    var numbers: [Double]
    var values: [Float]
    var languages: [String]
  }

  private static func learn(
    _ model: String, _ options: TrainerOptions, _ batches: [[TokenizedPair]], _ ranks: (any RankGroup)? = nil
  ) throws -> Learned {
    try Processor.setThreads(1)
    let trainer = try Trainer(Tiny.decoder(model), fingerprint: model, options: options, ranks: ranks)
    try trainer.synchronize()
    // All weights cannot be asked for their references later.
    try trainer.prepareReferences(batches.joined() + Tiny.pairs(5))
    let metrics = try batches.map { try trainer.step($0) }
    let evaluation = try trainer.evaluate(Tiny.pairs(5))
    let scores = metrics.flatMap(\.pairs) + evaluation
    return Learned(
      numbers: metrics.flatMap { [$0.loss, $0.gradientNorm, Double($0.tokens)] }
        + scores.flatMap { [$0.loss, $0.chosen, $0.rejected ?? 0, $0.margin ?? 0, $0.entropy, Double($0.correct)] },
      values: try trainer.exportState().values, languages: scores.map { "\($0.id) \($0.language)" })
  }

  private static func options(_ full: Bool, _ loss: PreferenceLoss = .dpo(plusSFT: 0.5)) -> TrainerOptions {
    var options = Tiny.options(loss, rate: full ? 1e-4 : 1e-2)
    if full { options.weights = .all }
    return options
  }

  @Test("two and three ranks learn what one does with the same pairs", arguments: Tiny.names, [false, true])
  func sameStep(model: String, full: Bool) throws {
    let before = Processor.threads
    defer { try? Processor.setThreads(before) }
    for loss in [PreferenceLoss.dpo(plusSFT: 0.5), PreferenceLoss(.sft), PreferenceLoss(.ipo)] {
      let options = Self.options(full, loss)
      // The last batch has fewer pairs than there are ranks.
      let batches = [Array(Tiny.pairs(8)), Array(Tiny.pairs(5).suffix(3)), Array(Tiny.pairs(1))]
      let alone = try Self.learn(model, options, batches)
      for count in [2, 3] {
        let found = try onRanks(count) { try Self.learn(model, options, batches, $0) }
        #expect(found.allSatisfy { $0 == found[0] }, "ranks differ")
        #expect(found[0].languages == alone.languages)
        for (a, b) in zip(found[0].numbers, alone.numbers) {
          #expect(abs(a - b) <= 1e-5 * max(1, abs(b)), "\(loss.terms) \(count) ranks: \(a) \(b)")
        }
        #expect(gap(found[0].values.map(Double.init), alone.values.map(Double.init)) < 1e-4)
      }
    }
  }

  @Test("a pair on each of two ranks is the sum of two rows, bit for bit", arguments: Tiny.names, [false, true])
  func bits(model: String, full: Bool) throws {
    var options = Self.options(full)
    let pairs = Array(Tiny.pairs(6).suffix(2))
    options.tokenBudget = pairs.map { PackedPairs.tokens(of: $0, parts: .both) }.max() ?? 0
    let fixed = options
    let batches = [pairs, pairs, pairs]
    @Sendable func learned(_ group: ThreadRank?) throws -> [Float] {
      try Processor.setThreads(1)
      let trainer = try Trainer(Tiny.decoder(model), fingerprint: model, options: fixed, ranks: group)
      for batch in batches { _ = try trainer.step(batch) }
      return try trainer.exportState().values
    }
    let before = Processor.threads
    defer { try? Processor.setThreads(before) }
    let alone = try learned(nil)
    #expect(try onRanks(2) { try learned($0) } == [alone, alone])
  }

  @Test("a run is led by rank 0 and followed; references are kept by rank 0 alone")
  func leading() throws {
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let pairs = Tiny.pairs(12)
    let options = Self.options(false)
    let state = folder.appendingPathComponent("state.safetensors")
    @Sendable func run(_ group: ThreadRank, from: Int, to: Int) throws -> [Float] {
      try Processor.setThreads(1)
      let trainer = try Trainer(
        Tiny.decoder("llama-old"), fingerprint: "l", options: options,
        references: group.leads ? folder.appendingPathComponent("references") : nil, ranks: group)
      guard group.leads else {
        try trainer.follow(group)
        return try trainer.exportState().values
      }
      let engine = try LeadingEngine(trainer, group)
      var done: [Int] = []
      try engine.prepareReferences(pairs) { part, _ in done.append(part) }
      #expect(done.last == 12)
      if from > 0 { try engine.importState(from: state) }
      for step in from..<to { _ = try engine.step(Array(pairs[(step % 3) * 4..<(step % 3) * 4 + 4])) }
      _ = try engine.evaluate(pairs)
      try engine.exportState(to: state)
      try engine.end()
      return try trainer.exportState().values
    }
    let whole = try onRanks(2) { try run($0, from: 0, to: 4) }
    _ = try onRanks(2) { try run($0, from: 0, to: 2) }
    let resumed = try onRanks(2) { try run($0, from: 2, to: 4) }
    #expect(whole[0] == whole[1] && resumed == whole)
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.appendingPathComponent("references").path)
    #expect(files.count == 1)
  }

  @Test("an interruption reaches the ranks that follow")
  func interruption() {
    #expect(throws: CancellationError.self) {
      _ = try onRanks(2) { group in
        let trainer = try Trainer(
          Tiny.decoder("llama-old"), fingerprint: "l", options: Self.options(false), ranks: group)
        guard group.leads else { return try trainer.follow(group) }
        try LeadingEngine(trainer, group).end(interrupted: true)
      }
    }
  }

  @Test("ranks that are not alike stop before anything is written")
  func refusals() throws {
    /// The message of the rank that finds it.
    func message(_ body: @escaping @Sendable (ThreadRank) throws -> Void) -> String {
      do {
        _ = try onRanks(2, body)
        return "no error"
      } catch {
        return "\(error)"
      }
    }
    let drift = message { group in
      let trainer = try Trainer(
        Tiny.decoder("llama-old"), fingerprint: "l", options: Self.options(false), ranks: group)
      if group.rank == 1 { group.error = 1e-3 }
      _ = try trainer.step(Tiny.pairs(4))
    }
    #expect(drift.contains("norm is"), "\(drift)")
    let shape = message { group in
      let model = group.rank == 0 ? "llama-old" : "gemma3-270m-old"
      try Trainer(Tiny.decoder(model), fingerprint: "l", options: Self.options(false), ranks: group).synchronize()
    }
    #expect(shape.contains("other weights"), "\(shape)")
    let first = RankOpening(fingerprint: "a", dtype: "float32", version: "1", options: Self.options(false))
    try first.check(against: first, rank: 1)
    for change in [
      { $0.fingerprint = "b" }, { $0.dtype = "bfloat16" }, { $0.version = "2" },
    ] as [(inout RankOpening) -> Void] {
      var other = first
      change(&other)
      #expect(throws: AlignmentError.self) { try other.check(against: first, rank: 1) }
    }
  }

  @Test("pairs are divided by their tokens, whole and in order")
  func division() {
    #expect(RankShare.places([5, 9, 1, 4], among: 2) == [[1, 2], [0, 3]])
    #expect(RankShare.places([3], among: 3) == [[0], [], []])
    #expect(RankShare.places([], among: 2) == [[], []])
    for count in 1...5 {
      let lengths = (0..<23).map { 1 + $0 * 37 % 50 }
      let shares = RankShare.places(lengths, among: count)
      #expect(shares.count == count && shares.joined().sorted() == Array(0..<23))
      #expect(shares.allSatisfy { $0 == $0.sorted() })
      let loads = shares.map { $0.reduce(0) { $0 + lengths[$1] } }
      // The longest first leaves no rank more than one pair above another.
      #expect((loads.max() ?? 0) - (loads.min() ?? 0) <= lengths.max() ?? 0)
    }
  }

  @Test("a launcher is known by what it says, and another MPI's is refused")
  func launchers() throws {
    #expect(try !MPIJob.isPresent(in: [:]))
    #expect(try !MPIJob.isPresent(in: ["OMPI_COMM_WORLD_SIZE": "1"]))
    #expect(try !MPIJob.isPresent(in: ["SLURM_NTASKS": "4"]))
    #expect(try !MPIJob.isPresent(in: ["OMPI_COMM_WORLD_SIZE": "many"]))
    #expect(try MPIJob.isPresent(in: ["OMPI_COMM_WORLD_SIZE": "2"]))
    #expect(try MPIJob.isPresent(in: ["PMIX_RANK": "0", "SLURM_NTASKS": "4"]))
    #expect(throws: AlignmentError.self) { try MPIJob.isPresent(in: ["PMI_SIZE": "2"]) }
    #expect(throws: AlignmentError.self) { _ = try MPIJob(library: "/nowhere/libmpi.so") }
    // A library that is there and is no Open MPI.
    do {
      _ = try MPIJob(library: "libm.so.6")
      Issue.record("libm was taken for MPI")
    } catch {
      #expect("\(error)".contains("only Open MPI's"), "\(error)")
    }
  }
}
