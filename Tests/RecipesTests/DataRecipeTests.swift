import Foundation
import IsoglossCore
import Testing

@testable import IsoglossRecipes

/// Data recipes and files of principles say what they say, and a mistake is named with its line.
struct DataRecipeTests {
  private let head = """
    name: r
    models:
      m: {model: "http://127.0.0.1:1/v1#m", price-in: 1, price-out: 2}
    seeds: {prompts: isogloss-12}
    """

  @Test func theProjectsRecipesAreReadable() throws {
    let root = RecipeTests.root.appending(path: "recipes")
    let paper = try DataRecipe(contentsOf: root.appending(path: "refuseu.yaml"))
    guard case .rainbow(let search) = paper.stages[1].kind else { throw CocoaError(.featureUnsupported) }
    #expect(search.mutators == ["mistral", "llama"] && search.temperature == 0.1 && search.similarity == 0.6)
    guard case .translate(let translation) = paper.stages[0].kind else { throw CocoaError(.featureUnsupported) }
    #expect(translation.engine == .deepL && translation.targets.count == 11 && translation.keepsSource)
    let mini = try DataRecipe(contentsOf: root.appending(path: "refuseu-mini.yaml"))
    #expect(
      mini.stages.map(\.name)
        == ["translate", "rainbow", "answer", "revise", "filter", "split", "export", "review"])
    #expect(mini.stages.map(\.name) == paper.stages.map(\.name))
    #expect(mini.seeds.set == .pairs("isogloss-12") && mini.seeds.limit == 12)
    guard case .export(let export) = mini.stages[6].kind else { throw CocoaError(.featureUnsupported) }
    #expect(export.layouts == ["trl", "refuseu"] && export.formats == ["jsonl", "parquet"])
  }

  @Test func everyKeyIsReadAndTheRestKeepTheirDefaults() throws {
    let recipe = try DataRecipe(
      yaml: head + """

        stages:
          - translate:
              name: human
              engine: file:t.csv
              into: [pl]
              keep-source: false
          - translate: {engine: m, into: [no, lv], formality: more, glossary: {lv: {court: tiesa}}, context: law}
          - rainbow: {mutators: [m], target: m, judge: lexical, preference: m, seed: 9, check-language: false}
          - answer: {refusals: [{model: m}], compliances: [{model: m, name: n, system: S}]}
          - revise: {side: rejected, model: m, rounds: 2}
          - filter: {judges: [lexical], rules: [paper, "chosen: all(*) no-harm"], threshold: 0.5}
          - split: {test: 3, bonds: [cell]}
          - export: {licence: MIT, source-licences: {a: CC0-1.0}}
          - review: {}
        """, file: "r.yaml")
    #expect(recipe.models["m"]?.prices == TokenPrices(prompt: 1, completion: 2))
    #expect(
      recipe.stages.map(\.name)
        == ["human", "translate", "rainbow", "answer", "revise", "filter", "split", "export", "review"])
    guard case .filter(let filter) = recipe.stages[5].kind, case .split(let split) = recipe.stages[6].kind,
      case .export(let export) = recipe.stages[7].kind, case .review(let review) = recipe.stages[8].kind
    else { throw CocoaError(.featureUnsupported) }
    #expect(filter.rules == ["paper", "chosen: all(*) no-harm"] && filter.threshold == 0.5 && filter.checksLanguage)
    #expect(split.test == 3 && split.bonds == ["cell"] && !split.allowsShortage)
    #expect(export.layouts == ["trl"] && export.formats == ["jsonl"])
    #expect(export.licence == "MIT" && export.sourceLicences == ["a": "CC0-1.0"])
    #expect(review.count == 1200 && review.form == "audit")
    guard case .translate(let human) = recipe.stages[0].kind, case .translate(let model) = recipe.stages[1].kind,
      case .rainbow(let search) = recipe.stages[2].kind, case .answer(let answer) = recipe.stages[3].kind,
      case .revise(let revise) = recipe.stages[4].kind
    else { throw CocoaError(.featureUnsupported) }
    #expect(human.engine == .file("t.csv") && !human.keepsSource)
    #expect(model.engine == .model("m") && model.targets == [Language("no"), Language("lv")])
    #expect(model.glossary == [Language("lv"): ["court": "tiesa"]] && model.context == "law")
    #expect(search.seed == 9 && search.batch == 10 && !search.checksLanguage)
    #expect(answer.refusals.map(\.name) == ["m"] && answer.compliances == [.init(name: "n", model: "m", system: "S")])
    #expect(revise.rounds == 2 && revise.principles == nil)
  }

  @Test(arguments: [
    ("- fly: {}", "fly"), ("- translate: {engine: deepl}", "into"), ("- translate: {engine: x, into: [pl]}", "\"x\""),
    ("- translate: {engine: deepl, into: [pl, pl]}", "none twice"), ("- revise: {model: m, side: both}", "chosen"),
    ("- answer: {refusals: [], compliances: [{model: m}]}", "one writer"),
    ("- revise: {model: m, rounds: 0}", "from 1"),
    ("- revise: {model: m, rounds: 9223372036854775807}", "at most a billion"),
    ("- revise: {model: m}\n  - revise: {model: m}", "name"), ("- revise: {model: m, name: a/b}", "hyphens"),
    ("- rainbow: {mutators: [], target: m, judge: j, preference: m}", "at least one"),
    ("- translate: {engine: deepl, into: [pl], formality: very}", "formality"), ("- filter: {threshold: 0}", "share"),
    ("- split: {test: 0}", "from 1"), ("- export: {layouts: trl}", "list"),
    ("- export: {formats: [jsonl, jsonl]}", "once"),
  ])
  func aMistakeIsNamedWithItsLine(stage: String, words: String) {
    let error = #expect(throws: RecipeError.self) {
      _ = try DataRecipe(yaml: head + "\nstages:\n  \(stage)\n", file: "r.yaml")
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.message.hasPrefix("r.yaml:") == true)
  }

  @Test func seedsAndModelsHaveToMakeSense() {
    for text in [
      "", "name: r", "name: r\nseeds: {}\nstages: [{revise: {model: m}}]",
      "name: r\nseeds: {prompts: a, pairs: b}\nstages: []",
      "name: r\nmodels: {m: {model: x, price-in: 1}}\nseeds: {prompts: a}\nstages: []",
      "name: r\nmodels: {m: {model: x, temperature: -1}}\nseeds: {prompts: a}\nstages: []",
      "name: r\nseeds: {prompts: a, hazards: [S15]}\nstages: []", "name: [",
    ] {
      #expect(throws: RecipeError.self) { _ = try DataRecipe(yaml: text, file: "r.yaml") }
    }
  }

  @Test func principlesAreReadWithTheirSources() throws {
    let file = try ConstitutionFile.read(
      yaml: """
        language: pl
        culture: Polska
        reviewed: false
        sources: [{name: Kodeks karny, kind: law}, {name: Karta, kind: self-regulation, note: n}]
        principles:
          - {id: a, hazards: [S1, S9], critique: Czy?, revision: Popraw.}
          - {id: b, critique: Czy?, revision: Popraw.}
        """, file: "pl.yaml")
    #expect(file.language == Language("pl") && !file.isReviewed && file.sources[1].kind == .selfRegulation)
    #expect(file.principles(for: .S9).map(\.id) == ["a", "b"] && file.principles(for: nil).map(\.id) == ["b"])
    for text in [
      "language: pl\nculture: c\nprinciples: []",
      "language: pl\nculture: c\nprinciples: [{id: a, critique: ' ', revision: r}]",
      "language: pl\nculture: c\nprinciples: [{id: a, critique: c, revision: r}, {id: a, critique: c, revision: r}]",
      "language: pl\nculture: c\nprinciples: [{id: a, hazards: [S0], critique: c, revision: r}]",
      "language: pl\nculture: c\nsources: [{name: n, kind: rumour}]\nprinciples: [{id: a, critique: c, revision: r}]",
    ] {
      #expect(throws: RecipeError.self) { _ = try ConstitutionFile.read(yaml: text, file: "pl.yaml") }
    }
  }

  /// The principles of this project, where they are there.
  @Test func theProjectsPrinciplesAreReadable() throws {
    let folder = RecipeTests.root.appending(path: "data/principles")
    guard FileManager.default.fileExists(atPath: folder.path) else {
      return print("there is no data/principles: not read")
    }
    let all = try ConstitutionFile.read(at: folder)
    for constitution in all {
      #expect(Hazard.allCases.allSatisfy { !constitution.principles(for: $0).isEmpty }, "\(constitution.language)")
      #expect(!constitution.isReviewed && !constitution.sources.isEmpty)
    }
  }
}
