import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossRecipes
import IsoglossStatistics
import Testing

@testable import IsoglossExperiments

/// What runs are made of: labels, splits, parts of adapters, files.
struct CrossingTests {
  @Test func shuffledLabelsExchangeHalfOfTheGroupsAndNothingElse() throws {
    let crossing = try CrossingFixture.open(CrossingFixture.pairs(train: 10), CrossingFixture.recipe())
    func cell(_ labels: CrossingCell.Labels, _ seed: UInt64) -> CrossingCell {
      CrossingCell(base: "tiny", behaviour: .toxicity, training: .english, labels: labels, seed: seed)
    }
    let own = crossing.training(of: cell(.own, 0))
    #expect(own.count == 10 && own.allSatisfy { $0.chosen.hasPrefix("First") && $0.language == .english })
    func exchanged(_ seed: UInt64) -> Set<String> {
      let found = crossing.training(of: cell(.shuffled, seed))
      #expect(found.map(\.id) == own.map(\.id) && found.map(\.prompt) == own.map(\.prompt))
      for (old, new) in zip(own, found) { #expect(Set([old.chosen, old.rejected]) == [new.chosen, new.rejected]) }
      return Set(found.filter { $0.chosen.hasPrefix("Another") }.map(\.id))
    }
    #expect(exchanged(0).count == 5 && exchanged(1).count == 5 && exchanged(0) != exchanged(1))
    #expect(exchanged(3) == exchanged(3))
  }

  @Test func runsAreMadeOfTheSourceThenOfEachLanguageItself() throws {
    let crossing = try CrossingFixture.open(CrossingFixture.pairs(), CrossingFixture.recipe())
    let cells = crossing.cells
    // Two seeds, three behaviours, own and shuffled; then two languages, three behaviours, one seed.
    #expect(cells.count == 2 * 3 * 2 + 2 * 3 && Set(cells.map(\.name)).count == cells.count)
    #expect(cells.prefix(12).allSatisfy { $0.training == .english } && cells[0].name == "tiny.refusal.en.own.seed-0")
    #expect(cells.suffix(6).allSatisfy { $0.labels == .own && $0.training != .english && $0.seed == 0 })
    #expect(Set(crossing.heldOut(of: cells[0]).map(\.language.code)) == ["en", "de", "lv"])
    let last = try #require(cells.last)
    #expect(Set(crossing.heldOut(of: last).map(\.language)) == [.english, last.training])
    for cell in cells {
      let asked = Set(crossing.heldOut(of: cell).map(\.group))
      #expect(asked.count == 3 && asked.isDisjoint(with: crossing.training(of: cell).map(\.group)))
    }
  }

  @Test func settingsFollowWhatDecidesAResult() throws {
    let pairs = CrossingFixture.pairs()
    let plain = try CrossingFixture.open(pairs, CrossingFixture.recipe())
    let cell = plain.cells[0]
    let settings = try plain.settings(of: cell)
    #expect(try CrossingFixture.open(pairs, CrossingFixture.recipe(own: "[]")).settings(of: cell) == settings)
    var other = pairs
    other[6].preferred += "!"
    for changed in [
      try CrossingFixture.open(other, CrossingFixture.recipe()),
      try CrossingFixture.open(pairs, CrossingFixture.recipe("frame: text")),
      try CrossingFixture.open(pairs, CrossingFixture.recipe("parts: {seeds: [0]}")),
    ] { #expect(try changed.settings(of: cell) != settings) }
    #expect(Set(try plain.cells.map { try plain.settings(of: $0) }).count == plain.cells.count)
  }

  @Test func pairsThatDoNotDoAreNamed() throws {
    let recipe = try CrossingFixture.recipe()
    let whole = CrossingFixture.pairs()
    var both = whole
    both[0].split = .heldout
    let english = CrossingFixture.pairs(languages: ["en"])
    for (pairs, message) in [
      (whole.filter { $0.behaviour != .bias }, "no bias pairs in English"),
      (both, "trained on and held out"), (english, "at least one other language"),
      (whole.filter { $0.split == .train }, "held-out pairs are needed"),
      (whole.filter { $0.id != "bias-1.lv" }, "bias lv 3"),
      (whole.filter { $0.language.code != "lv" || $0.split == .heldout }, "refusal lv 0"),
    ] {
      #expect { try CrossingFixture.open(pairs, recipe) } throws: { "\($0)".contains(message) }
    }
    // Without training in other languages they need no training pairs.
    let alone = try CrossingFixture.open(
      whole.filter { $0.language.code != "lv" || $0.split == .heldout }, CrossingFixture.recipe(own: "[]"))
    #expect(alone.languages.count == 3 && alone.trainingGroups == 4)
  }

  @Test func partsOfAnAdapterAreWhatTheNormsSay() throws {
    func layer(_ block: Int, _ a: [Float], _ b: [Float]) -> AdapterWeights.Layer {
      .init(name: "model.layers.\(block).mlp.up_proj", rank: 2, inputs: 2, outputs: 1, a: a, b: b, scale: 2)
    }
    // B A by hand: [1 2] [[3 0], [0 4]] = [3 8], doubled: norm 2 √73; the second layer of block 0 is 0.
    let adapter = AdapterWeights(layers: [
      layer(0, [3, 0, 0, 4], [1, 2]), layer(0, [1, 1, 1, 1], [0, 0]), layer(1, [1, 2, 3, 4], [1, -1]),
    ])
    let norms = adapter.blockNorms(2)
    #expect(abs(norms[0] - 2 * 73.0.squareRoot()) < 1e-9)
    // [1 −1] [[1 2], [3 4]] = [−2 −2], doubled: 2 √8.
    #expect(abs(norms[1] - 2 * 8.0.squareRoot()) < 1e-9)
    let kept = adapter.keeping([1])
    #expect(kept.blockNorms(2) == [0, norms[1]] && kept.layers[0].a == adapter.layers[0].a)
    #expect(adapter.keeping([0, 1]) == adapter && adapter.blockNorms(0).isEmpty)

  }

  @Test func aThirdOfTheBlocksIsTheMostChangedOrDrawn() throws {
    let recipe = try CrossingFixture.recipe("parts: {seeds: [0], share: 0.5, random: 30, groups: 6}")
    let parts = try #require(recipe.parts)
    func sets(_ norms: [Double]) -> [(blocks: [Int], isTop: Bool)] { CrossingRunner.sets(parts, norms, seed: 4) }
    let found = sets([1, 9, 3, 9, 0, 2])
    #expect(found.count == 31 && found[0].isTop && found[0].blocks == [1, 2, 3])
    for (blocks, isTop) in found.dropFirst() {
      #expect(!isTop && blocks.count == 3 && Set(blocks).count == 3 && blocks == blocks.sorted())
    }
    let drawn = found.map { $0.blocks }
    #expect(Set(drawn).count > 10)
    #expect(sets([1, 9, 3, 9, 0, 2]).map { $0.blocks } == drawn)
    #expect(sets([]).isEmpty)
    #expect(sets([5])[0].blocks == [0])
  }

  @Test func resultsAreReadAsTheyWereWritten() throws {
    let folder = try Fixture.scratch()
    let result = CrossingFixture.run(
      .bias, gains: ["en": 2, "lv": 1], parts: [([0], true, ["en": 1, "lv": 1]), ([1], false, ["en": 0, "lv": 0])])
    let url = folder.appending(path: "r.json")
    try result.write(to: url)
    #expect(try CrossingResult.all(in: folder) == [result])
    var ragged = result
    ragged.after.rows[Language("lv")] = [1]
    try ragged.write(to: url)
    #expect { try CrossingResult(contentsOf: url) } throws: { "\($0)".contains("rows of different lengths") }
    var newer = result
    newer.schema = 9
    try newer.write(to: url)
    #expect { try CrossingResult(contentsOf: url) } throws: { "\($0)".contains("layout 9") }
    for text in ["", "{}", "[1]"] {
      try Data(text.utf8).write(to: url)
      #expect { try CrossingResult.all(in: folder) } throws: { "\($0)".contains("not a result of crossing") }
    }
    #expect { try CrossingResult.all(in: folder.appending(path: "none")) } throws: {
      "\($0)".contains("no finished run")
    }
    try result.write(to: url)
    var other = result
    other.experiment = "another"
    try other.write(to: folder.appending(path: "o.json"))
    #expect { try CrossingResult.all(in: folder) } throws: { "\($0)".contains("several experiments") }
  }
}
