import Foundation
import IsoglossAlignment
import Testing

@testable import IsoglossInfluence

/// Influence beside what training really does, on a tiny model.
struct StudyTests {
  private static func options(epochs: Int = 1, batch: Int = 1) -> StudyOptions {
    var options = StudyOptions()
    options.retraining.rate = 2e-3
    options.retraining.batch = batch
    options.retraining.epochs = epochs
    options.side = 64
    return options
  }

  private static func pairs() throws -> (train: [TokenizedPair], test: [TokenizedPair]) {
    let run = try #require(try Golden.read().models["llama-old"])
    return (
      run.train.enumerated().map { $1.tokenized("t\($0)") },
      run.test.prefix(2).enumerated().map { $1.tokenized("q\($0)") }
    )
  }

  private static func session(_ options: StudyOptions) -> StudySession {
    StudySession(options, fingerprint: "tiny") { try Tiny.decoder("llama-old") }
  }

  @Test("training twice from the same start gives the same adapter")
  func sameStart() throws {
    let (train, test) = try Self.pairs()
    let trainer = try Retraining(Tiny.decoder("llama-old"), Self.options().retraining, steps: 7)
    let first = try trainer.train(train, on: [0, 2, 5], keeping: 2)
    let margins = try trainer.margins(test)
    _ = try trainer.train(train, on: train.indices)
    #expect(try trainer.margins(test) != margins)
    let again = try trainer.train(train, on: [0, 2, 5], keeping: 2)
    #expect(first.map(\.weights) == again.map(\.weights))
    #expect(try trainer.margins(test) == margins)
    #expect(first.count == 2)
  }

  @Test("a study goes on where its log was torn, and refuses the log of another")
  func resuming() async throws {
    let (train, test) = try Self.pairs()
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let whole = try await Self.session(Self.options()).datamodelScore(train, test, on: .halves(5), at: folder)
    let log = folder.appending(path: "subsets.jsonl")
    let bytes = try Data(contentsOf: log)
    try bytes.prefix(bytes.count - bytes.count / 3).write(to: log)
    let again = try await Self.session(Self.options()).datamodelScore(train, test, on: .halves(5), at: folder)
    #expect(again.rows == whole.rows && again.spread == whole.spread)
    #expect(try Data(contentsOf: log) == bytes)
    var other = Self.options()
    other.retraining.rate = 1e-4
    await #expect(throws: InfluenceError.self) {
      try await Self.session(other).datamodelScore(train, test, on: .halves(5), at: folder)
    }
  }

  @Test("all pairs but one are so many subsets, and every estimate is among the rows")
  func leavingOneOut() async throws {
    let (train, test) = try Self.pairs()
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let found = try await Self.session(Self.options()).datamodelScore(train, test, on: .leavingOneOut, at: folder)
    #expect(found.subsets == 7 && found.half == 6 && found.spread > 0)
    #expect(found.rows.map(\.method) == StudyScores.names)
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
    #expect(names == ["leave-one-out.jsonl", "scores.jsonl"])
  }

  @Test("a selection gives a result for every rule, and refuses impossible numbers")
  func selection() async throws {
    let (train, test) = try Self.pairs()
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    let session = Self.session(Self.options())
    let result = try await session.selection(
      train, by: [test[0]], on: [test[1]], count: 3, draws: 2, at: folder)
    #expect(result.choices.map(\.method) == SelectionResult.methods && result.random.count == 2)
    #expect(result.choices.allSatisfy { $0.languages == ["en": 3] && (0...2).contains($0.beaten) })
    #expect(result.headline.hasPrefix("3 pairs for en: "))
    for count in [0, 7] {
      await #expect(throws: InfluenceError.self) {
        try await session.selection(train, by: [test[0]], on: [test[1]], count: count, draws: 2, at: folder)
      }
    }
    await #expect(throws: InfluenceError.self) {
      try await session.selection(train, by: [], on: [test[1]], count: 3, draws: 2, at: folder)
    }
  }

  @Test("planted mistakes are looked for in every draw, and a study goes on behind its last one")
  func mistakes() async throws {
    let (train, test) = try Self.pairs()
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    func find(_ swaps: Int, _ draws: Int, _ name: String) async throws -> PlantedMistakes {
      try await Self.session(Self.options()).plantedMistakes(
        train, test, swaps: swaps, copies: 1, draws: draws, at: folder.appending(path: name))
    }
    _ = try await find(2, 1, "pieces")
    let pieces = try await find(2, 2, "pieces")
    let whole = try await find(2, 2, "whole")
    #expect(pieces.rows == whole.rows && whole.draws == 2)
    #expect(Set(whole.rows.map(\.mistake)) == ["swapped", "near-copies"])
    #expect(whole.rows.allSatisfy { (0...1).contains($0.area) && $0.low <= $0.area && $0.area <= $0.high })
    await #expect(throws: InfluenceError.self) { try await find(5, 1, "none") }
    await #expect(throws: InfluenceError.self) { try await find(.max, 1, "none") }
    // Another number of swaps is another study.
    await #expect(throws: InfluenceError.self) { try await find(1, 2, "whole") }
  }

  @Test("numbers that no study has are refused, not trapped on")
  func absurd() async throws {
    let (train, test) = try Self.pairs()
    let folder = try Tiny.folder()
    defer { try? FileManager.default.removeItem(at: folder) }
    for name in ["rank", "batch", "epochs"] {
      var options = Self.options()
      switch name {
      case "rank": options.retraining.rank = .max
      case "batch": options.retraining.batch = .max
      default: options.retraining.epochs = .max
      }
      let session = Self.session(options)
      await #expect(throws: InfluenceError.self, "\(name)") {
        try await session.datamodelScore(train, test, on: .halves(3), at: folder.appending(path: name))
      }
    }
    let session = Self.session(Self.options())
    await #expect(throws: InfluenceError.self) {
      try await session.datamodelScore(train, test, on: .halves(.max), at: folder)
    }
    await #expect(throws: InfluenceError.self) {
      try await session.selection(train, by: [test[0]], on: [test[1]], count: 3, draws: .max, at: folder)
    }
    await #expect(throws: InfluenceError.self) {
      try await session.plantedMistakes(train, test, swaps: 1, copies: 1, draws: .max, at: folder)
    }
  }

  @Test("planted copies are near-copies of what they copy, and swaps are swaps")
  func planting() throws {
    let (train, _) = try Self.pairs()
    let planted = PlantedSet(train, swaps: 2, copies: 2, seed: 1)
    #expect(planted.swapped.count == 2 && planted.copies.count == 2)
    for place in planted.swapped { #expect(planted.pairs[place].chosen == train[place].rejected) }
    for (copy, source) in planted.copies {
      #expect(planted.pairs[copy].prompt != train[source].prompt && planted.pairs[source] == train[source])
      #expect(planted.pairs[copy].id == train[copy].id)
    }
  }
}
