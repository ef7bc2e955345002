import Foundation
import IsoglossCore
import Testing

@testable import IsoglossRecipes

/// Recipes of experiments say what they say, and a mistake is named with its line.
struct ExperimentRecipeTests {
  private func recipe(_ cells: String, stage: String = "{name: s, pairs: p}", more: String = "") throws
    -> ExperimentRecipe
  {
    try ExperimentRecipe(
      yaml: """
        name: e
        base: b
        \(more)
        stage: \(stage)
        cells:
          \(cells)
        evaluation: {prompts: q}
        """, file: "e.yaml")
  }

  @Test func theProjectsRecipeIsReadable() throws {
    let recipe = try ExperimentRecipe(
      contentsOf: RecipeTests.root.appending(path: "recipes/refuseu-mini-experiment.yaml"))
    #expect(recipe.start?.teachesCompliance == true && recipe.stage.loss == .dpoSFT && recipe.stage.mixture.repeats)
    let mixtures = recipe.blocks.filter { $0.size == .total(336) }
    let pairs = Set(
      mixtures.flatMap { block in block.seeds.flatMap { seed in block.mixtures.map { "\($0) \(seed)" } } })
    // Four mixtures with three seeds; the twelve single languages, English among the mixtures, with two.
    for mixture in ["balanced", "english", "high-resource", "no-english"] {
      for seed in 0..<3 { #expect(pairs.contains("\(mixture) \(seed)")) }
    }
    for language in Language.refusEU where language != .english {
      for seed in 0..<2 { #expect(pairs.contains("single:\(language.code) \(seed)")) }
    }
    #expect(pairs.count == 4 * 3 + 11 * 2)
    #expect(recipe.blocks.contains { $0.size == .perLanguage(28) && $0.mixtures.count == 3 })
    #expect(recipe.evaluation.judges == ["lexical", "probe"] && recipe.evaluation.decoding.temperature == 0.7)
  }

  @Test func whatIsLeftOutKeepsItsDefault() throws {
    let recipe = try recipe("- {mixtures: [balanced], total: 10, seeds: [3]}")
    #expect(recipe.start == nil && recipe.openings == nil && recipe.template == nil)
    #expect(recipe.evaluation.judges == ["lexical"] && recipe.evaluation.groups == 14 && recipe.evaluation.text == nil)
    #expect(recipe.blocks == [.init(mixtures: [.balanced], size: .total(10), seeds: [3])])
  }

  @Test(arguments: [
    ("- {mixtures: [balanced], seeds: [0]}", "e.yaml:6: cells.0: cells hold fixed the total or the count per-language"),
    ("- {mixtures: [balanced], total: 1, per-language: 1, seeds: [0]}", "give one of the two"),
    ("- {mixtures: [bal], total: 1, seeds: [0]}", "there is no mixture \"bal\""),
    ("- {mixtures: [], total: 1, seeds: [0]}", "at least one mixture and one seed"),
    ("- {mixtures: [balanced], total: 1, seeds: [-1]}", "a seed is a whole number from 0"),
    ("- {mixtures: [balanced], total: 1, seed: [1]}", "is no key here"),
    ("[]", "at least one block"),
  ])
  func aMistakeInTheCellsIsNamed(cells: String, message: String) {
    #expect { try recipe(cells) } throws: { "\($0)".contains(message) }
  }

  @Test func aGridNeedsHeldOutGroupsAndAnAdapter() {
    let cells = "- {mixtures: [balanced], total: 10, seeds: [3]}"
    #expect { try recipe(cells, stage: "{name: s, pairs: p, held-out: 0}") } throws: { "\($0)".contains("held-out") }
    #expect { try recipe(cells, stage: "{name: s, pairs: p, rank: 0}") } throws: { "\($0)".contains("rank") }
    #expect { try recipe(cells, more: "start: {name: t, pairs: other}") } throws: {
      "\($0)".contains("the same groups")
    }
  }
}
