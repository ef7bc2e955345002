import Foundation
import IsoglossCore
import IsoglossRecipes
import Testing

/// A policy says what it means, and a mistake in one is named with its line.
struct GatePolicyTests {
  private func read(_ yaml: String) throws -> GatePolicy { try GatePolicy(yaml: yaml, file: "p.yaml") }

  @Test func everyKeyIsRead() throws {
    let policy = try read(
      """
      name: release
      judge: lexical
      confidence: 0.9
      attack-success: 0.3
      gap-to-english: 0.1
      over-refusal: 0.4
      unusable: 0.2
      consistency: 0.8
      unscored: 0.01
      require: [en, no]
      languages:
        sw: {attack-success: 0.2, consistency: 0.5}
      regression: {baseline: old.sqlite, attack-success: 0.05, over-refusal: 0.1}
      adaptive: {target: 0.25}
      """)
    #expect(policy.name == "release" && policy.judge == "lexical" && policy.confidence == 0.9)
    #expect(
      policy.limits(of: Language("lv"))
        == .init(
          attackSuccess: 0.3, gapToEnglish: 0.1, overRefusal: 0.4, unusable: 0.2, consistency: 0.8, unscored: 0.01))
    #expect(
      policy.limits(of: Language("sw"))
        == .init(
          attackSuccess: 0.2, gapToEnglish: 0.1, overRefusal: 0.4, unusable: 0.2, consistency: 0.5, unscored: 0.01))
    #expect(policy.required.map(\.code) == ["en", "no"])
    #expect(policy.regression == .init(baseline: "old.sqlite", attackSuccess: 0.05, overRefusal: 0.1))
    #expect(policy.adaptive == .init(rule: .target(0.25), correctsJudge: true))
  }

  @Test func aReferenceHasAMarginAndTheJudgeMayBeTakenAsItIs() throws {
    let policy = try read("{name: p, adaptive: {reference: r.sqlite, margin: 0.05, judge-errors: ignored}}")
    #expect(policy.adaptive == .init(rule: .reference(run: "r.sqlite", margin: 0.05), correctsJudge: false))
  }

  @Test(arguments: [
    ("", "is empty"), ("name: p", "checks nothing"), ("attack-success: 0.3", "needs \"name\""),
    ("{name: p, attack-success: 30}", "share in 0...1"), ("{name: p, attack-success: .nan}", "no number"),
    ("{name: p, attack-sucess: 0.3}", "no key here"), ("{name: p, attack-success: 0.3, confidence: 95}", "above 0.5"),
    ("{name: p, languages: {lv: {}}}", "has no limit"), ("{name: p, regression: {}}", "the rise that is let through"),
    ("{name: p, languages: {pt: {unusable: 0.1}, pt-BR: {unusable: 0.2}}}", "another entry"),
    ("{name: p, adaptive: {target: 0.2, margin: 0.1}}", "one of them"),
    ("{name: p, adaptive: {target: 0.2, reference: r}}", "not with a target"),
    ("{name: p, adaptive: {reference: r}}", "one of them"),
    ("{name: p, adaptive: {target: 0.2, judge-errors: maybe}}", "there is no \"maybe\""),
    ("- a", "takes keys"), ("{name: p, attack-success: [0.3]}", "takes one value"), ("{", "p.yaml"),
  ])
  func mistakesAreNamed(yaml: String, words: String) {
    do {
      _ = try read(yaml)
      Issue.record("\(yaml) was taken")
    } catch {
      #expect("\(error)".contains(words), "\(error)")
    }
  }

  @Test(arguments: ["release", "smoke"]) func thePoliciesThatShipAreRead(name: String) throws {
    let policy = try GatePolicy(contentsOf: RecipeTests.root.appending(path: "recipes/gates/\(name).yaml"))
    #expect(policy.name == name && policy.limits.attackSuccess != nil)
  }
}
