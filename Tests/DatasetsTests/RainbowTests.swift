import Foundation
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossDatasets

/// A search is the same whether it was interrupted or not, keeps what is better, and aims where fitness is low.
struct RainbowTests {
  private let folder: URL
  private let axes: RainbowAxes

  init() throws {
    folder = try Build.scratch("rainbow")
    axes = try RainbowAxes(
      hazards: Array(RainbowAxes.refusEU.hazards.prefix(4)), styles: Array(RainbowAxes.refusEU.styles.prefix(3)))
  }

  private func seed(_ number: Int, _ hazard: Hazard? = .S1, _ style: AttackStyle? = .slang) -> Prompt {
    Prompt(
      id: "seed-\(number)", language: Language("pl"), hazard: hazard, style: style, intent: .harmful,
      text: Build.words("seed \(number)"), provenance: Provenance(source: "t"))
  }

  /// A search with scripted models; the mutator fails now and then, and the preference judge likes later hashes.
  private func search(
    iterations: Int = 12, fuse: ScriptedChat.Fuse? = nil, mutate: (@Sendable (ChatRequest) -> String?)? = nil,
    prefer: (@Sendable (ChatRequest) -> String?)? = nil, options: RainbowOptions? = nil
  ) throws -> RainbowSearch {
    let mutator = ScriptedChat("mutator", fuse: fuse) { request in
      if let mutate { return mutate(request) }
      return ContentHash.of(request.id).hasPrefix("0") ? nil : Build.words(request.messages.map(\.content).joined())
    }
    var other = mutator
    other.name = "other"
    let target = ScriptedChat("target", fuse: fuse) { request in
      let text = request.messages.last?.content ?? ""
      return "\(Build.words(text, 4)) harm \(ContentHash.of(text).unicodeScalars.reduce(0) { $0 + Int($1.value) } % 10)"
    }
    let preference = ScriptedChat("preference", fuse: fuse) { request in
      if let prefer { return prefer(request) }
      let answers = request.messages.last?.content.split(separator: "Answer B:") ?? []
      guard answers.count == 2 else { return nil }
      let scores = answers.map { ContentHash.of($0.filter(\.isNumber)) }
      return scores[0] > scores[1] ? "A" : "B"
    }
    return try RainbowSearch(
      axes: axes, mutators: [mutator, other], target: target, judge: DigitJudge(),
      preference: PreferenceJudge(preference),
      options: options ?? RainbowOptions(iterations: iterations, batch: 4, seed: 7))
  }

  private let hazards: [Hazard?] = [.S1, .S2, nil]

  private func prompts() -> [Prompt] { hazards.enumerated().map { seed($0, $1) } }

  @Test func interruptedAnywhereItEndsWithTheBytesOfAnUninterruptedSearch() async throws {
    let whole = folder.appending(path: "whole.jsonl")
    let straight = try await search().run(seeds: prompts(), language: Language("pl"), journal: whole)
    let bytes = try Data(contentsOf: whole)
    #expect(straight.steps.count == 13)
    var generator = SeededGenerator(seed: 1)
    for trial in 0..<30 {
      let journal = folder.appending(path: "trial-\(trial).jsonl")
      var sittings = 0
      while true {
        sittings += 1
        let isLast = sittings > 12
        let fuse = isLast ? nil : ScriptedChat.Fuse(generator.index(below: 40))
        do {
          let ended = try await search(fuse: fuse).run(seeds: prompts(), language: Language("pl"), journal: journal)
          #expect(ended.archive == straight.archive)
          break
        } catch is CancellationError {
          // A kill may cut the last line off.
          let data = try Data(contentsOf: journal)
          try data.dropLast(generator.index(below: min(60, data.count + 1))).write(to: journal)
        }
      }
      #expect(sittings > 1 || trial > 0)
      #expect(try Data(contentsOf: journal) == bytes)
    }
  }

  @Test func anotherSearchsJournalAndADamagedOneAreNotGoneOnWith() async throws {
    let journal = folder.appending(path: "j.jsonl")
    _ = try await search(iterations: 2).run(seeds: prompts(), language: Language("pl"), journal: journal)
    await #expect(throws: DatasetError.self) {
      _ = try await search(iterations: 3).run(seeds: prompts(), language: Language("pl"), journal: journal)
    }
    var lines = try String(contentsOf: journal, encoding: .utf8).split(separator: "\n").map(String.init)
    lines[1] = "{}"
    try (lines.joined(separator: "\n") + "\n").write(to: journal, atomically: true, encoding: .utf8)
    await #expect(throws: DatasetError.self) {
      _ = try await search(iterations: 2).run(seeds: prompts(), language: Language("pl"), journal: journal)
    }
  }

  @Test func elitesKeepTheirHistoryAndEveryProposalItsEnd() async throws {
    let (steps, archive) = try await search(iterations: 40).run(
      seeds: prompts(), language: Language("pl"), journal: folder.appending(path: "h.jsonl"))
    let proposals = steps.flatMap(\.proposals)
    #expect(proposals.allSatisfy { $0.ending != nil })
    #expect(archive.coverage == 1)
    #expect(archive.cells.contains { archive.history(of: $0).count > 2 })
    let kept = proposals.filter { $0.ending == .kept }
    #expect(archive.cells.reduce(0) { $0 + archive.history(of: $1).count } == kept.count)
    // Whatever was too similar, failed or lost is in no cell.
    let ids = Set(kept.map(\.id))
    #expect(archive.elites.allSatisfy { ids.contains($0.id) })
    #expect(proposals.contains { $0.ending == .lost } && proposals.contains { $0.ending == .mutationFailed })
    // Every line of descent ends at a seed.
    #expect(archive.elites.allSatisfy { elite in prompts().contains { $0.id == elite.seed } })
    #expect(Set(kept.compactMap(\.mutator)) == ["mutator", "other"])
    // One batch aims at each cell once.
    #expect(steps.allSatisfy { Set($0.proposals.map(\.cell)).count == $0.proposals.count })
  }

  @Test func whatIsTooMuchLikeItsParentGoes() async throws {
    let echo = try search(iterations: 5) { request in
      request.messages.last?.content.split(separator: "Request: ").last.map(String.init)
    }
    let (steps, archive) = try await echo.run(
      seeds: prompts(), language: Language("pl"), journal: folder.appending(path: "e.jsonl"))
    let proposals = steps.dropFirst().flatMap(\.proposals)
    #expect(proposals.count == 20 && proposals.allSatisfy { $0.ending == .tooSimilar && $0.similarity == 1 })
    #expect(archive.elites.count == 2)
  }

  /// A judge that always names the same place favours nobody: no elite is ever replaced.
  @Test(arguments: ["A", "B", "Both.", ""])
  func aJudgeThatFavoursAPlaceReplacesNobody(answer: String) async throws {
    let (_, archive) = try await search(iterations: 30, prefer: { _ in answer }).run(
      seeds: prompts(), language: Language("pl"), journal: folder.appending(path: "\(answer.count)\(answer).jsonl"))
    #expect(archive.coverage == 1)
    #expect(archive.cells.allSatisfy { archive.history(of: $0).count == 1 })
  }

  @Test(
    arguments: [
      ("A", "A"), ("**B**", "B"), ("Answer A is worse.", "A"), ("a", nil), ("A or B", nil), ("", nil),
      ("Assistant", nil),
    ] as [(String, Character?)])
  func aVoteIsOneLetterAlone(answer: String, choice: Character?) {
    #expect(PreferenceJudge.choice(answer) == choice)
  }

  /// Draws of one cell against the softmax of (1 - fitness) / temperature.
  @Test func cellsAreDrawnByFitness() throws {
    var archive = RainbowArchive(axes: axes)
    for (index, cell) in archive.cells.enumerated() where index != 3 {
      archive.add(
        RainbowElite(
          id: "\(index)", cell: cell, text: "", response: "", fitness: Double(index) / 11, parent: "", seed: "",
          iteration: 0))
    }
    let weights = archive.cells.map { exp((1 - (archive[$0]?.fitness ?? 0)) / 0.1) }
    let total = weights.reduce(0, +)
    var generator = SeededGenerator(seed: 3)
    var counts: [RainbowCell: Int] = [:]
    let draws = 40_000
    for _ in 0..<draws {
      let cell = RainbowDraw.cells(1, of: archive, temperature: 0.1, &generator)[0]
      counts[cell, default: 0] += 1
    }
    for (cell, weight) in zip(archive.cells, weights) {
      let p = weight / total
      let deviation = (p * (1 - p) / Double(draws)).squareRoot()
      #expect(abs(Double(counts[cell] ?? 0) / Double(draws) - p) < 5 * deviation + 1e-9)
    }
    // A temperature near zero neither overflows nor draws a cell twice.
    #expect(Set(RainbowDraw.cells(12, of: archive, temperature: 1e-9, &generator)).count == 12)
  }

  @Test func theFigureAndTheTableFollowTheSearch() async throws {
    let (steps, archive) = try await search(iterations: 25).run(
      seeds: prompts(), language: Language("pl"), journal: folder.appending(path: "f.jsonl"))
    let shown = RainbowSection(Language("pl"), steps: steps, archive: archive)
    let course = shown.course()
    #expect(course.first?.iteration == 0 && course.last?.iteration == 25 && course.count == 12)
    #expect(zip(course, course.dropFirst()).allSatisfy { $0.coverage <= $1.coverage })
    #expect(course.last?.coverage == archive.coverage && course.last?.fitness == archive.meanFitness)
    #expect(try #require(course.last?.diversity) > 0.5)
    #expect(shown.section.blocks.count == 3)
  }

  @Test func optionsAndSeedsThatMakeNoSenseAreErrors() async throws {
    for options in [
      RainbowOptions(batch: 0), RainbowOptions(batch: 13), RainbowOptions(temperature: 0),
      RainbowOptions(similarity: 1.1), RainbowOptions(iterations: -1), RainbowOptions(temperature: .nan),
    ] {
      #expect(throws: DatasetError.self) { _ = try search(options: options) }
    }
    await #expect(throws: DatasetError.self) {
      _ = try await search().run(
        seeds: prompts(), language: Language("lv"), journal: folder.appending(path: "lv.jsonl"))
    }
  }

  @Test func axesComeFromAFile() throws {
    let url = folder.appending(path: "axes.json")
    try Data(#"{"styles":[{"code":"plain","title":"Plain","meaning":"as it is"}]}"#.utf8).write(to: url)
    let axes = try RainbowAxes(contentsOf: url)
    #expect(axes.cells.count == 14 && axes.styles.map(\.code) == ["plain"])
    for text in [
      "", "[]", #"{"styles":[]}"#, #"{"styles":[{"code":"a/b","title":"t","meaning":""}]}"#,
      #"{"hazards":[{"code":"a","title":"t","meaning":""},{"code":"a","title":"u","meaning":""}]}"#,
    ] {
      try Data(text.utf8).write(to: url)
      #expect(throws: DatasetError.self) { _ = try RainbowAxes(contentsOf: url) }
    }
  }
}
