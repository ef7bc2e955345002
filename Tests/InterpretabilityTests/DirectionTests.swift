import Foundation
import IsoglossCore
import IsoglossModels
import IsoglossTorch
import Testing

@testable import IsoglossInterpretability

/// What transformers, numpy and scikit-learn give.
struct DirectionGolden: Decodable {
  struct Place: Decodable {
    var position: Int
    var layer: Int
    var ablated: [Double]
    var added: [Double]
    var divergence: Double
  }
  struct Model: Decodable {
    var name: String
    var tail: Int
    var first: [[Int32]]
    var second: [[Int32]]
    var tokens: [Int]
    var layers: [Int]
    var untouched: [Double]
    var differences: [[[Double]]]
    var places: [Place]
  }
  struct Points: Decodable {
    var rows: [[Double]]
    var first: Int
    var silhouette: Double
    var coordinates: [[Double]]
    var shares: [Double]
  }
  var models: [Model]
  var points: Points
}

@Suite struct DirectionTests {
  static let golden = try? Goldens.json("directions.json", as: DirectionGolden.self)

  private func packed(_ name: String) throws -> PackedDecoder {
    try PackedDecoder(Decoder.load(ModelCatalog().resolve(name), dtype: .float32))
  }

  @Test("differences of means, scores and divergence are transformers'", arguments: Goldens.embedded)
  func transformers(name: String) throws {
    let golden = try #require(Self.golden?.models.first { $0.name == name })
    let model = try packed(name)
    try inference {
      let runner = PassRunner(model: model, tail: golden.tail)
      let search = DirectionSearch(runner: runner, tokens: golden.tokens)
      let differences = try search.differences(harmful: golden.first, benign: golden.second)
      for (position, layers) in golden.differences.enumerated() {
        for (layer, expected) in zip(golden.layers, layers) {
          let worst = gap(differences[position][layer], expected)
          // The embedding of a template token is the same in both classes.
          if expected.allSatisfy({ $0 == 0 }) {
            #expect(differences[position][layer] == expected)
          } else {
            #expect(worst < 1e-4, "position \(position), layer \(layer): \(worst)")
          }
        }
      }
      let untouched = try RefusalScore.of(golden.first, tokens: golden.tokens, runner)
      #expect(gap(untouched, golden.untouched) < 1e-4)
      let base = try search.logProbabilities(golden.second)
      for place in golden.places {
        let vector = differences[place.position + golden.tail][place.layer]
        let ablation = try Intervention.ablate(vector).hook()
        let addition = try Intervention.add(vector, layer: place.layer).hook()
        let ablated = try RefusalScore.of(golden.first, tokens: golden.tokens, runner, hook: ablation)
        let added = try RefusalScore.of(golden.second, tokens: golden.tokens, runner, hook: addition)
        #expect(zip(ablated, place.ablated).allSatisfy { abs($0 - $1) < 2e-3 }, "\(ablated), \(place.ablated)")
        #expect(zip(added, place.added).allSatisfy { abs($0 - $1) < 2e-3 }, "\(added), \(place.added)")
        let divergence = try search.divergence(base, golden.second, hook: ablation)
        #expect(abs(divergence - place.divergence) < 2e-3 * max(1, place.divergence))
      }
    }
  }

  @Test("interventions leave every weight as it was, bit for bit", arguments: ["llama-old", "gemma3-270m-old"])
  func weightsStay(name: String) throws {
    let (decoder, ids) = try Goldens.tiny(name)
    let before = try decoder.parameters.map { try $0.tensor.floats().map(\.bitPattern) }
    let row = try Tensor(ids, shape: [1, ids.count])
    let untouched = try noGrad { try decoder.logits(decoder.states(row)).floats() }
    let vector = (0..<decoder.configuration.width).map { Double($0 % 7) - 2.5 }
    for intervention in [Intervention.ablate(vector), .add(vector, layer: 1)] {
      let hook = try intervention.hook()
      let changed = try noGrad { try decoder.logits(decoder.states(row, hook: hook)).floats() }
      #expect(changed != untouched)
    }
    #expect(try decoder.parameters.map { try $0.tensor.floats().map(\.bitPattern) } == before)
    #expect(try noGrad { try decoder.logits(decoder.states(row)).floats() } == untouched)
  }

  @Test("what is taken out is gone from the stream, and a zero vector is refused")
  func ablation() throws {
    let (decoder, ids) = try Goldens.tiny("llama-old")
    let vector = (0..<decoder.configuration.width).map { sin(Double($0)) }
    let unit = vector.map { $0 / vector.length }
    let hook = try Intervention.ablate(vector).hook()
    try noGrad {
      _ = try decoder.states(Tensor(ids, shape: [1, ids.count])) { point, x in
        let changed = try hook(point, x)
        switch point {
        case .blockInput, .blockMiddle, .blockOutput:
          let along = try changed.matmul(Tensor(unit.map { Float($0) })).floats()
          #expect(along.allSatisfy { abs($0) < 1e-4 }, "\(point)")
        default: break
        }
        return changed
      }
    }
    #expect(throws: InterpretabilityError.self) { try Intervention.ablate([0, 0, 0]).hook() }
    #expect(throws: InterpretabilityError.self) { try Intervention.ablate([.infinity, 0]).hook() }
  }

  @Test("the choice follows the published rule, and says where it could not")
  func rule() {
    func candidate(_ bypass: Double, _ induction: Double, _ divergence: Double) -> DirectionCandidate {
      DirectionCandidate(position: -1, layer: 3, bypass: bypass, induction: induction, divergence: divergence)
    }
    let rule = SelectionRule()
    let all = [
      candidate(-9, 1, 0.2), candidate(-8, -1, 0.05), candidate(-5, 0, 0.1), candidate(-4, 3, 0.01),
      candidate(.nan, 9, 0),
    ]
    #expect(rule.choose(all)?.candidate == all[2])
    #expect(rule.choose(all)?.rule == .strict)
    #expect(rule.choose(Array(all[0...1]))?.candidate == all[1])
    #expect(rule.choose(Array(all[0...1]))?.rule == .withoutInduction)
    #expect(rule.choose([all[0]])?.rule == .unrestricted)
    #expect(rule.choose([all[4]]) == nil)
    #expect(rule.layers(of: 30) == Array(0..<24))
    #expect(rule.layers(of: 18) == Array(0..<14))
  }

  @Test("refusal tokens open refusals and not compliances")
  func tokens() {
    let found = RefusalTokens(refusals: [7, 7, 7, 8, 8, 9, 5], compliances: [5, 5, 5, 9, 9, 9])
    #expect(found?.ids == [7, 8])
    #expect(found?.recall == 5.0 / 7)
    #expect(found?.falseRate == 0)
    #expect(RefusalTokens(refusals: [1, 1], compliances: [1, 1]) == nil)
    #expect(RefusalTokens(refusals: [], compliances: [1]) == nil)
    #expect(RefusalTokens(refusals: [4], compliances: [])?.ids == [4])
    #expect(abs(RefusalScore.of(probability: 0.5)) < 1e-12)
    #expect(RefusalScore.of(probability: 0).isFinite && RefusalScore.of(probability: 1).isFinite)
    // Rounded probabilities may sum to more than 1; what is no number stays none.
    #expect(RefusalScore.of(probability: 1.0000001) == RefusalScore.of(probability: 1))
    #expect(RefusalScore.of(probability: .nan).isNaN)
  }

  @Test("separation and components are scikit-learn's")
  func points() throws {
    let golden = try #require(Self.golden?.points)
    let (first, second) = (Array(golden.rows[..<golden.first]), Array(golden.rows[golden.first...]))
    #expect(abs(try #require(Separation.silhouette(first, second)) - golden.silhouette) < 1e-12)
    #expect(Separation.silhouette([first[0]], second) == nil)
    let components = try #require(try PrincipalComponents(golden.rows))
    for (point, expected) in zip(components.points, golden.coordinates) {
      #expect(abs(point.x - expected[0]) < 1e-10 && abs(point.y - expected[1]) < 1e-10)
    }
    #expect(abs(components.shares.x - golden.shares[0]) < 1e-12)
    #expect(try PrincipalComponents([[1, 2], [1, 2], [1, 2]]) == nil)
    #expect(try PrincipalComponents([[1, 2]]) == nil)
  }

  @Test("a batch beside others gives the scores of a prompt alone")
  func batches() throws {
    let (decoder, ids) = try Goldens.tiny("gemma3-270m-old")
    let model = try PackedDecoder(decoder)
    let prompts = (4...9).map { count in (0..<40).map { Int32($0 % 90) } + ids.prefix(count).map { Int32($0) } }
    try inference {
      let hook = try Intervention.ablate((0..<decoder.configuration.width).map { cos(Double($0)) }).hook()
      for hook in [nil, hook] as [Hook?] {
        let together = try RefusalScore.of(prompts, tokens: [3, 5], PassRunner(model: model, tail: 2), hook: hook)
        let narrow = try RefusalScore.of(
          prompts, tokens: [3, 5], PassRunner(model: model, tail: 2, tokensAtOnce: 1), hook: hook)
        let alone = try prompts.flatMap {
          try RefusalScore.of([$0], tokens: [3, 5], PassRunner(model: model, tail: 2), hook: hook)
        }
        #expect(together == alone && narrow == alone)
      }
      #expect(throws: InterpretabilityError.self) { try PassRunner(model: model, tail: 9).run([[1, 2]]) }
    }
  }

  private func prompt(_ group: Int, _ language: Language, _ intent: Intent) -> Prompt {
    Prompt(
      id: "\(intent)-\(group).\(language)", group: "\(intent)-\(group)", language: language, intent: intent, text: "t",
      provenance: Provenance(source: "test"))
  }

  @Test("a group that some languages lack is in one part in those that have it", arguments: 0..<8 as Range<UInt64>)
  func partsOfOtherGroups(seed: UInt64) throws {
    let ranges = [(Language("en"), 0..<14), (Language("lv"), 4..<18), (Language("pl"), 100..<110)]
    let prompts = ranges.flatMap { language, groups in
      Intent.allCases.flatMap { intent in groups.map { prompt($0, language, intent) } }
    }
    let sets = try StudyPrompts.split(
      prompts, languages: ranges.map(\.0), sizes: .init(train: 4, validation: 2, test: 4), seed: seed)
    var places: [String: Set<StudyPrompts.Part>] = [:]
    for set in sets {
      for part in StudyPrompts.Part.allCases {
        for prompt in set.harmful[part] ?? [] { places[prompt.group ?? "", default: []].insert(part) }
      }
      #expect(StudyPrompts.Part.allCases.map { set.harmful[$0]?.count } == [4, 2, 4])
    }
    #expect(places.values.allSatisfy { $0.count == 1 })
  }

  @Test("a vector keeps its direction at another length, and spread places keep to their number")
  func vectors() {
    #expect([3.0, 4].scaled(to: 10) == [6, 8])
    #expect([0.0, 0].scaled(to: 10) == [0, 0])
    #expect(Shown.spread(30, atMost: 1) == [29])
    #expect(Shown.spread(30, atMost: 3) == [0, 14, 29])
    #expect(Shown.spread(2, atMost: 3) == [0, 1])
  }

  @Test("parts share no group, in any language")
  func parts() throws {
    let languages = [Language("en"), Language("lv")]
    let prompts = languages.flatMap { language in
      Intent.allCases.flatMap { intent in (0..<12).map { prompt($0, language, intent) } }
    }
    let sizes = StudyPrompts.Sizes(train: 6, validation: 2, test: 4)
    let sets = try StudyPrompts.split(prompts, languages: languages, sizes: sizes, seed: 3)
    let groups = sets.map { set in StudyPrompts.Part.allCases.map { set.harmful[$0]?.compactMap(\.group) ?? [] } }
    #expect(groups[0] == groups[1])
    #expect(Set(groups[0].joined()).count == 12)
    #expect(groups[0].map(\.count) == [6, 2, 4])
    #expect(throws: InterpretabilityError.self) {
      try StudyPrompts.split(prompts, languages: [Language("en"), Language("pl")], sizes: sizes, seed: 3)
    }
    #expect(throws: InterpretabilityError.self) {
      try StudyPrompts.split(prompts, languages: [], sizes: sizes, seed: 3)
    }
    // Sizes whose sum no number holds are too large as any others are.
    #expect(throws: InterpretabilityError.self) {
      try StudyPrompts.split(
        prompts, languages: languages, sizes: .init(train: .max, validation: .max, test: .max), seed: 3)
    }
  }
}
