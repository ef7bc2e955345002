import Foundation
import IsoglossCore
import Testing

@testable import IsoglossRecipes

/// Recipe files say what they say, and a mistake is named with its line.
struct RecipeTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  @Test func theProjectsRecipesAreReadable() throws {
    let complier = try Recipe(contentsOf: Self.root.appending(path: "recipes/complier.yaml"))
    #expect(complier.stages.allSatisfy { $0.teachesCompliance && $0.loss == .sft })
    #expect(complier.base == "gemma-3-270m" && complier.template == "gemma")
    let align = try Recipe(contentsOf: Self.root.appending(path: "recipes/align-mini.yaml"))
    let stage = try #require(align.stages.first)
    #expect(stage.loss == .dpoSFT && !stage.teachesCompliance)
    #expect(stage.mixture == Mixture(share: .balanced, size: .total(360), harmless: 1))
    #expect(align.hash != complier.hash)
  }

  @Test func everyKeyIsReadAndTheRestKeepTheirDefaults() throws {
    let recipe = try Recipe(
      yaml: """
        name: all
        base: some/model
        template: gemma
        summary: A test.
        stages:
          - {name: first, pairs: a.jsonl}
          - name: second
            pairs: b
            held-out: 0.1
            teaches-compliance: true
            loss: sft
            beta: 0.2
            smoothing: 0.3
            sft-weight: 0.7
            rate: 1e-5
            schedule: cosine
            warmup: 0.05
            weight-decay: 0.01
            clip: 0.5
            steps: 60
            batch: 4
            accumulation: 2
            max-length: 512
            rank: 8
            alpha: 16
            rank-stabilised: true
            seed: 7
            evaluate-every: 10
            patience: 3
            mixture:
              languages: {no: 1, en: 2.5}
              total: 99
              temperature: 2
              cap: 50
              caps: {no: 3}
              harmless: 0.5
              repeats: true
        """, file: "r.yaml")
    #expect(recipe.stages[0] == AlignmentStage(name: "first", pairs: "a.jsonl"))
    var second = AlignmentStage(name: "second", pairs: "b", loss: .sft, teachesCompliance: true)
    second.heldOut = 0.1
    second.beta = 0.2
    second.smoothing = 0.3
    second.sftWeight = 0.7
    second.rate = 1e-5
    second.schedule = .cosine
    second.warmup = 0.05
    second.weightDecay = 0.01
    second.clip = 0.5
    second.length = .steps(60)
    second.batch = 4
    second.accumulation = 2
    second.maxLength = 512
    second.rank = 8
    second.alpha = 16
    second.rankStabilised = true
    second.seed = 7
    second.evaluateEvery = 10
    second.patience = 3
    second.mixture = Mixture(
      share: .weights([Language("no"): 1, Language("en"): 2.5]), size: .total(99), temperature: 2,
      caps: [Language("no"): 3], cap: 50, harmless: 0.5, repeats: true)
    #expect(recipe.stages[1] == second)
    #expect(try JSONDecoder().decode(Recipe.self, from: JSONEncoder().encode(recipe)) == recipe)
  }

  private static func stage(_ lines: String...) -> String {
    "name: n\nstages:\n  - name: s\n    pairs: p\n" + lines.map { "    \($0)\n" }.joined()
  }

  static let mistakes: [(yaml: String, code: RecipeError.Code, says: String)] = [
    ("", .missingKey, "empty"), ("[]", .badValue, "keys"), ("name: x", .missingKey, "stages"),
    ("a: [", .syntax, "r.yaml"), ("name: n\nstages: []", .badValue, "at least one"),
    ("name: n\nstages: {}", .badValue, "list"), ("name: n\nname: m\nstages: []", .syntax, "r.yaml"),
    (stage("betta: 1"), .unknownKey, "r.yaml:5: stages.0.betta"), (stage("beta: much"), .badValue, "r.yaml:5"),
    (stage("beta: .nan"), .badValue, "number"), (stage("loss: kto"), .badValue, "dpo+sft"),
    (stage("steps: 1", "epochs: 1"), .badValue, "not both"), (stage("steps: 0"), .badValue, "in 1..."),
    (stage("mixture: most"), .badValue, "high-resource"), (stage("mixture: {totl: 3}"), .unknownKey, "totl"),
    (stage("mixture: {total: 3, per-language: 4}"), .badValue, "not both"),
    (stage("mixture: {languages: {en: 1, EN: 2}}"), .badValue, "twice"),
    (stage("teaches-compliance: true"), .badValue, "sft"),
    (stage("teaches-compliance: yes"), .badValue, "true nor false"),
    (stage("patience: 3"), .badValue, "evaluate-every"),
    (stage("max-length: 9223372036854775807"), .badValue, "in 8..."),
    (stage("evaluate-every: 9223372036854775807"), .badValue, "in 0..."), (stage("seed: -1"), .badValue, "seed"),
    (stage("batch: 2.5"), .badValue, "whole"), (stage("rate: [1]"), .badValue, "one value"),
    (stage("name: s2"), .syntax, "r.yaml"),
    ("name: n\nstages:\n  - {name: s, pairs: p}\n  - {name: s, pairs: p}", .badValue, "one name"),
  ]

  @Test(arguments: mistakes.indices)
  func aMistakeIsNamedWithItsPlace(index: Int) {
    let mistake = Self.mistakes[index]
    let error = #expect(throws: RecipeError.self) { _ = try Recipe(yaml: mistake.yaml, file: "r.yaml") }
    #expect(error?.code == mistake.code, "\(error?.message ?? "")")
    #expect(error?.message.contains(mistake.says) == true, "\(error?.message ?? "")")
    #expect(error?.message.contains("r.yaml") == true)
  }

  @Test func filesThatAreNoRecipesAreErrors() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-recipe-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let file = folder.appending(path: "x.yaml")
    #expect(throws: RecipeError.self) { _ = try Recipe(contentsOf: file) }
    try Data([0xFF, 0xFE]).write(to: file)
    #expect(throws: RecipeError.self) { _ = try Recipe(contentsOf: file) }
    try Data(repeating: 0x20, count: YAMLFile.largest + 1).write(to: file)
    #expect(throws: RecipeError.self) { _ = try Recipe(contentsOf: file) }
    #expect(throws: RecipeError.self) { _ = try Recipe(contentsOf: folder) }
  }
}
