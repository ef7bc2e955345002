import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossInterpretability

/// Patching on tiny models, against the plain path and against finite differences.
@Suite struct PatchTests {
  private let tokens = [3, 5, 8]
  private let tail = 3

  private func prompts(_ ids: [Int]) -> (clean: [Int32], corrupt: [Int32]) {
    let end: [Int32] = [7, 11, 13]
    return ((0..<20).map { Int32($0 % 90) } + end, ids.map { Int32($0) } + end)
  }

  /// The score of a prompt on the plain path.
  private func plain(_ decoder: Decoder, _ ids: [Int32], _ hook: Hook? = nil) throws -> Double {
    try noGrad {
      let states = try decoder.states(Tensor(ids.map { Int($0) }, shape: [1, ids.count]), hook: hook)
      return try RefusalScore.of(decoder.logits(states.selected(1, ids.count - 1)), tokens: tokens)[0]
    }
  }

  @Test(
    "a patched score is the plain path's with the same numbers replaced", arguments: ["llama-old", "gemma3-270m-old"])
  func patched(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    let (clean, corrupt) = prompts(ids)
    let patcher = Patcher(model: try PackedDecoder(decoder), tail: tail, tokens: tokens, rowsAtOnce: 70)
    let sites = PatchSite.all(decoder.configuration, tail: tail)
    let (recorded, own) = try inference { (try patcher.record(clean), try patcher.record(corrupt)) }
    let base = try plain(decoder, corrupt)
    #expect(abs(own.score - base) < 1e-4)
    #expect(try abs(recorded.score - plain(decoder, clean)) < 1e-4)
    let scores = try inference { try patcher.scores(corrupt, sites.map { ($0, recorded.values) }) }
    for (site, score) in zip(sites, scores) {
      let expected = try plain(decoder, corrupt) { point, x in
        guard point == site.point, let source = recorded.values[point] else { return x }
        let width = x.shape[2]
        let changed = try x.clone()
        try changed.withElements(of: Float.self) { values in
          for row in site.rows(tail: tail) {
            for column in site.columns(decoder.configuration) {
              values[(corrupt.count - tail + row) * width + column] = source[row * width + column]
            }
          }
        }
        return changed
      }
      #expect(abs(score - expected) < 1e-3, "\(site): \(score), \(expected)")
    }
    // The whole stream at the end is the clean pass; a prompt's own values change nothing.
    let last = PatchSite.stream(layer: decoder.blocks.count - 1, position: -1)
    let ends = try inference { try patcher.scores(corrupt, [(last, recorded.values), (last, own.values)]) }
    #expect(abs(ends[0] - recorded.score) < 1e-4 && abs(ends[1] - own.score) < 1e-4)
    #expect(
      try inference { try patcher.scores(corrupt, sites.map { ($0, own.values) }) }
        .allSatisfy { abs($0 - own.score) < 1e-3 })
    #expect(scores.contains { abs($0 - own.score) > 0.01 })
    #expect(throws: InterpretabilityError.self) { try inference { try patcher.scores([1], []) } }
  }

  @Test("attribution patching is the slope of patching at its start", arguments: ["llama-old", "gemma3-270m-old"])
  func attribution(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    let (clean, corrupt) = prompts(ids)
    let sites = PatchSite.all(decoder.configuration, tail: tail)
    let screen = AttributionPatching(decoder: decoder, tail: tail, tokens: tokens)
    let estimated = try screen.effects(clean: clean, corrupt: corrupt, sites)
    let patcher = Patcher(model: try PackedDecoder(decoder), tail: tail, tokens: tokens)
    let (far, near) = try inference { (try patcher.record(clean).values, try patcher.record(corrupt).values) }
    func moved(_ share: Float) -> Recording {
      near.reduce(into: Recording()) { result, entry in
        let target = far[entry.key] ?? []
        result[entry.key] = zip(entry.value, target).map { $0 + share * ($1 - $0) }
      }
    }
    let step: Float = 0.01
    let (up, down) = try inference {
      (
        try patcher.scores(corrupt, sites.map { ($0, moved(step)) }),
        try patcher.scores(corrupt, sites.map { ($0, moved(-step)) })
      )
    }
    let slopes = zip(up, down).map { ($0 - $1) / (2 * Double(step)) }
    #expect(gap(estimated, slopes) < 2e-2)
    #expect(decoder.parameters.allSatisfy { !$0.tensor.requiresGrad })
  }

  @Test("a model that is sure to refuse has a score and slopes", arguments: ["llama-old", "gemma3-270m-old"])
  func saturated(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    let (clean, corrupt) = prompts(ids)
    let all = Array(0..<decoder.configuration.vocabulary)
    let screen = AttributionPatching(decoder: decoder, tail: tail, tokens: all)
    let sites = PatchSite.all(decoder.configuration, tail: tail)
    #expect(try screen.effects(clean: clean, corrupt: corrupt, sites).allSatisfy(\.isFinite))
    let patcher = Patcher(model: try PackedDecoder(decoder), tail: tail, tokens: all)
    let score = try inference { try patcher.record(clean).score }
    #expect(abs(score - RefusalScore.of(probability: 1)) < 1e-3)
  }

  @Test("a site carries a refusal where each pair restores more than its own control does")
  func carriers() {
    func effect(_ restored: Double, _ beyond: Double, pairs: Int = 4) -> PatchMeasures.Effect {
      .init(
        site: .head(layer: 0, head: 0), restored: Estimate(value: 1, low: restored, high: 2, n: pairs), control: 0.1,
        beyond: Estimate(value: 0.9, low: beyond, high: 2, n: pairs))
    }
    #expect(effect(0.2, 0.1).holds && !effect(0.2, -0.1).holds && !effect(-0.2, 0.1).holds)
    // Where all pairs but one are undefined, the one that is left varies by nothing.
    #expect(!effect(0.2, 0.1, pairs: 1).holds)
    let map = PatchMeasures.Map(
      source: .english, target: Language("de"), pairs: 4, undefined: 0, gap: nil,
      effects: [effect(0.2, 0.1), effect(0.2, 0)], agreement: [:])
    let measures = PatchMeasures(
      reference: .english, maps: [map], ablations: [], overlaps: [], least: 1, shape: [1, 2, 1], seed: 0)
    #expect(measures.headline.hasSuffix("each looked at by itself: en to de 1 of 2 (0.1 by chance)"))
    // Of three pairs all have one sign in one site of eight; of many it is what the intervals leave.
    var other = map
    other.pairs = 3
    #expect(other.byChance(of: 270) == 270.0 / 8)
    other.pairs = 40
    #expect(other.byChance(of: 200) == 200 * 0.025)
    #expect(measures.sections.count == 2 && measures.sections.allSatisfy(\.saysWhatRefutesIt))
  }

  @Test("equal lists overlap beyond chance, and lists without common heads do not")
  func overlap() throws {
    var settings = PatchStudy.Settings()
    settings.top = 6
    let overlap = HeadOverlap(layers: 8, heads: 4, settings: settings)
    func map(_ language: String, best: [Int]) -> PatchMeasures.Map {
      let effects = (0..<32).map { index in
        PatchMeasures.Effect(
          site: .head(layer: index / 4, head: index % 4),
          restored: Estimate(value: best.contains(index) ? 1 : 0, low: 0, high: 1, n: 2), control: 0,
          beyond: Estimate(value: 0, low: 0, high: 1, n: 2))
      }
      return .init(
        source: .english, target: Language(language), pairs: 2, undefined: 0, gap: nil, effects: effects, agreement: [:]
      )
    }
    let same = try overlap.all([map("de", best: [1, 6, 11, 16, 21, 26]), map("pl", best: [1, 6, 11, 16, 21, 26])])
    #expect(same.count == 1 && same[0].shared == 6 && same[0].pValue < 0.01 && same[0].pWithinLayers < 0.01)
    let none = try overlap.all([map("de", best: [0, 1, 2, 3, 4, 5]), map("pl", best: [10, 11, 12, 13, 14, 15])])
    #expect(none[0].shared == 0 && none[0].pValue == 1 && none[0].pWithinLayers == 1)
    // Whole layers: shared, but no more than the layers are.
    let layers = try overlap.all([map("de", best: [0, 1, 2, 3, 4, 5]), map("pl", best: [0, 1, 2, 3, 4, 6])])
    #expect(layers[0].shared == 5 && layers[0].pValue < 0.01 && layers[0].pWithinLayers > 0.2)
    #expect(layers[0].adjusted == layers[0].pValue && layers[0].adjustedWithinLayers == layers[0].pWithinLayers)
  }

  @Test("of several pairs of languages each has its own permutations, and Holm counts them all")
  func overlaps() throws {
    var settings = PatchStudy.Settings()
    settings.top = 6
    let overlap = HeadOverlap(layers: 8, heads: 4, settings: settings)
    // One list in all languages: a whole layer and two heads, which lie there by chance once in six.
    let effects = (0..<32).map { index in
      PatchMeasures.Effect(
        site: .head(layer: index / 4, head: index % 4),
        restored: Estimate(value: [0, 1, 2, 3, 4, 6].contains(index) ? 1 : 0, low: 0, high: 1, n: 2), control: 0,
        beyond: Estimate(value: 0, low: 0, high: 1, n: 2))
    }
    let maps = ["de", "pl", "es"].map {
      PatchMeasures.Map(
        source: .english, target: Language($0), pairs: 2, undefined: 0, gap: nil, effects: effects, agreement: [:])
    }
    let found = try overlap.all(maps)
    #expect(found.count == 3 && found.allSatisfy { $0.shared == 6 })
    // Equal lists, and still no two pairs with the same permutations.
    #expect(Set(found.map(\.pWithinLayers)).count > 1)
    let least = try #require(found.map(\.pWithinLayers).min())
    #expect(found.map(\.adjustedWithinLayers).min() == min(1, 3 * least))
    #expect(found.allSatisfy { $0.adjusted >= $0.pValue && $0.adjustedWithinLayers >= $0.pWithinLayers })
    let measures = PatchMeasures(
      reference: .english, maps: maps, ablations: [], overlaps: found, least: 1, shape: [8, 4, 1], seed: 0)
    let section = try #require(measures.sections.first { $0.id == "patch-overlap" })
    guard case .table(let table) = try #require(section.blocks.first) else {
      Issue.record("no table first")
      return
    }
    #expect(table.columns.map(\.title).contains("p (Holm)") && table.rows.allSatisfy { $0.count == 6 })
    #expect(table.rows.map { $0[3].value ?? -1 } == found.map(\.adjusted))
  }
}
