import Foundation
import IsoglossCore
import Testing

@testable import IsoglossRecipes

/// Recipes of crossing behaviours say what they say, and a mistake is named with its line.
struct CrossingRecipeTests {
  private func recipe(_ more: String = "", stage: String = "{name: s, pairs: p}") throws -> CrossingRecipe {
    try CrossingRecipe(
      yaml: """
        name: c
        bases: [{model: m}]
        seeds: [0, 1]
        stage: \(stage)
        \(more)
        """, file: "c.yaml")
  }

  @Test func theProjectsRecipeIsReadable() throws {
    let recipe = try CrossingRecipe(
      contentsOf: RecipeTests.root.appending(path: "recipes/which-safety-crosses.yaml"))
    #expect(recipe.bases.map(\.model) == ["gemma-3-270m", "smollm2-135m-instruct"])
    #expect(recipe.behaviours == MatchedAnswers.Behaviour.allCases && recipe.source == .english)
    #expect(recipe.seeds.count == 3 && !recipe.ownSeeds.isEmpty && recipe.frame == nil)
    #expect(recipe.stage.pairs == "data/behaviours" && recipe.stage.loss.usesReference)
    // Chance alone puts the top set above all random ones in at most 5 % of cases.
    #expect(try #require(recipe.parts).random >= 19)
  }

  /// Finished runs of one serve the other: nothing but the frame and what it is called differs.
  @Test func theRecipeAsTextDiffersInItsFrameAlone() throws {
    let files = ["which-safety-crosses", "which-safety-crosses-text"]
    let recipes = try files.map {
      try CrossingRecipe(contentsOf: RecipeTests.root.appending(path: "recipes/\($0).yaml"))
    }
    var plain = recipes[1]
    #expect(plain.frame == "text")
    (plain.frame, plain.name, plain.summary, plain.hash) = (nil, recipes[0].name, recipes[0].summary, recipes[0].hash)
    #expect(plain == recipes[0])
  }

  @Test func whatIsLeftOutKeepsItsDefault() throws {
    let recipe = try recipe()
    #expect(recipe.source == .english && recipe.behaviours.count == 3 && recipe.ownSeeds.isEmpty)
    #expect(recipe.parts == nil && recipe.frame == nil && recipe.bases[0].template == nil)
  }

  @Test(arguments: [
    ("frame: prose", "a frame is chat or text"), ("behaviours: [kindness]", "there is no \"kindness\""),
    ("behaviours: [bias, bias]", "none twice"), ("own-seeds: [x]", "a seed is a whole number"),
    ("own-seeds: [1, 1]", "twice"), ("parts: {seeds: [7]}", "no run has the seed 7"),
    ("parts: {seeds: [0], share: 0}", "share above 0"), ("parts: {seeds: [0], random: 0}", "whole number from 1"),
    ("colour: red", "c.yaml:5: colour: is no key here"),
  ])
  func aMistakeIsNamed(more: String, message: String) {
    #expect { try recipe(more) } throws: { "\($0)".contains(message) }
  }

  @Test(arguments: [
    ("{name: s, pairs: p, rank: 0}", "a rank above 0"), ("{name: s, pairs: p, mixture: english}", "\"mixture\""),
    ("{name: s, pairs: p, held-out: 0.1}", "the split is the data's"),
    ("{name: s, pairs: p, teaches-compliance: true}", "not taken here"), ("{name: s}", "\"pairs\""),
  ])
  func aStageKeepsToItsPart(stage: String, message: String) {
    #expect { try recipe(stage: stage) } throws: { "\($0)".contains(message) }
  }

  @Test func whatIsNeededIsAskedFor() {
    for (yaml, message) in [
      ("", "is empty"), ("name: c", "bases"),
      ("name: c\nbases: []\nseeds: [0]\nstage: {name: s, pairs: p}", "one model"),
      ("name: c\nbases: [{model: m}]\nseeds: []\nstage: {name: s, pairs: p}", "at least one seed"),
      ("name: c\nbases: [{model: m}, {model: m}]\nseeds: [0]\nstage: {name: s, pairs: p}", "none twice"),
    ] {
      #expect { try CrossingRecipe(yaml: yaml, file: "c.yaml") } throws: { "\($0)".contains(message) }
    }
  }
}
