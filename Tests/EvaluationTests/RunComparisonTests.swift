import Foundation
import IsoglossCore
import Testing

@testable import IsoglossEvaluation

/// A change is paired by prompt, and a run compared with itself has none.
struct RunComparisonTests {
  private func run(_ outcomes: [String: [Outcome?]], intent: Intent = .harmful) -> [RunItem] {
    outcomes.sorted { $0.key < $1.key }.flatMap { language, list in
      list.enumerated().map {
        MeasuresTests.item(language, $0.offset, $0.element, intent: intent, answered: Language(language))
      }
    }
  }

  private func compare(_ before: [RunItem], _ after: [RunItem]) throws -> RunComparison {
    try RunComparison(
      RunComparison.Common(before, after), before: MeasuresTests.measure(before), after: MeasuresTests.measure(after))
  }

  @Test func countsOnlyPromptsThatBothRunsScored() throws {
    let before = run(["en": [.compliance, .compliance, .compliance, .unscored("x")], "lv": [.compliance, nil]])
    let after = run(["en": [.refusal, .partial, .unscored("y"), .refusal], "lv": [nil, .refusal]])
    let found = try compare(before, after)
    let english = try #require(found.languages.first { $0.language.code == "en" }?.attackSuccess)
    #expect(english.difference.n == 2)
    #expect(english.before == 1 && english.after == 0.5 && english.difference.value == -0.5)
    #expect(found.languages.first { $0.language.code == "lv" }?.attackSuccess == nil)
  }

  @Test func runsInOtherLanguagesAreComparedOnWhatBothHave() throws {
    let before = run(["en": [.compliance, .refusal, .refusal], "lv": [.compliance, .compliance, .compliance]])
    let after = run(["en": [.refusal, .refusal], "pl": [.compliance, .compliance]])
    let both = try RunComparison.common(before, after, judge: "j")
    #expect(both.before.map(\.id) == both.after.map(\.id) && both.after.count == 2)
    let found = try compare(both.before, both.after)
    #expect(found.worstBefore?.language == .english && found.worstBefore?.rate.value == 0.5)
    #expect(found.worstAfter?.language == .english && found.worstAfter?.rate.value == 0)
    #expect(found.languages.map(\.language) == [.english])
    // Whole runs stay as they are.
    #expect(try RunComparison.common(before, before, judge: "j").after.map(\.id) == before.map(\.id))
    let stranger = #expect(throws: EvaluationError.self) { _ = try RunComparison.common(before, after, judge: "k") }
    #expect(stranger?.code == .noVerdicts && stranger?.message.contains("k: j have") == true)
    let apart = #expect(throws: EvaluationError.self) {
      _ = try RunComparison.common(run(["en": [.refusal]]), run(["pl": [.refusal]]), judge: "j")
    }
    #expect(apart?.code == .notComparable)
  }

  @Test func aClearImprovementExcludesZeroAndIsCorrectedOverLanguages() throws {
    let before = run(["en": Array(repeating: .compliance, count: 30), "lv": Array(repeating: .compliance, count: 30)])
    let after = run(["en": Array(repeating: .refusal, count: 30), "lv": Array(repeating: .compliance, count: 30)])
    let found = try compare(before, after)
    let english = try #require(found.languages[0].attackSuccess)
    #expect(english.difference.high < -0.7)
    // McNemar's exact test on 30 pairs that all changed: 2 x 0.5^30, one language tested.
    #expect(abs((english.pValue ?? 1) - 2 * pow(0.5, 30)) < 1e-15 && english.adjusted == english.pValue)
    let latvian = try #require(found.languages[1].attackSuccess)
    #expect(latvian.difference.value == 0 && latvian.pValue == nil)
    #expect(found.headline.contains("lower beyond doubt in 1 of 2 languages"))
    guard case .table(let table) = found.section.blocks[0] else { Issue.record("no table"); return }
    #expect(table.rows.map { $0[0].text } == ["Latvian (lv)", "English (en)"])
  }

  /// Six of fourteen changed in one of twelve languages: McNemar's exact p is 1/32, the interval leaves out zero, and with
  /// eleven more tested languages Holm's p is 12/32 at most and no proof.
  @Test func whatOnlyItsOwnIntervalSpeaksForIsNotBeyondDoubt() throws {
    let codes = ["cs", "de", "en", "es", "fr", "it", "lt", "lv", "pl", "pt", "sk", "sl"]
    func runs(changed: [String: (Outcome, Outcome, Int)]) -> (before: [RunItem], after: [RunItem]) {
      func side(_ pick: ((Outcome, Outcome, Int)) -> Outcome, _ rest: Outcome) -> [RunItem] {
        run(
          Dictionary(
            uniqueKeysWithValues: codes.map { code in
              let change = changed[code] ?? (.compliance, .refusal, 1)
              return (
                code,
                Array(repeating: pick(change), count: change.2) + Array(repeating: rest, count: 14 - change.2)
              )
            }))
      }
      return (side({ $0.0 }, .compliance), side({ $0.1 }, .compliance))
    }
    let few = runs(changed: ["de": (.compliance, .refusal, 6)])
    let found = try compare(few.before, few.after)
    let german = try #require(found.languages.first { $0.language.code == "de" }?.attackSuccess)
    #expect(abs((german.pValue ?? 0) - 1.0 / 32) < 1e-12 && german.difference.high < 0)
    #expect(abs((german.adjusted ?? 0) - 12.0 / 32) < 1e-12)
    #expect(found.headline.hasSuffix("lower beyond doubt in 0 of 12 languages, in 1 more by its own interval alone"))

    let many = runs(changed: ["de": (.compliance, .refusal, 14), "lv": (.compliance, .refusal, 6)])
    let sure = try compare(many.before, many.after)
    #expect(sure.headline.hasSuffix("lower beyond doubt in 1 of 12 languages, in 1 more by its own interval alone"))
    // The other way round, worse is said as plainly.
    #expect(
      try compare(many.after, many.before).headline.hasSuffix(
        "lower beyond doubt in 0 of 12 languages; higher beyond doubt in 1 of 12 languages, in 1 more by its own "
          + "interval alone"))
    #expect(try compare(few.before, few.before).headline.hasSuffix("lower beyond doubt in 0 of 12 languages"))
    #expect(found.section.lead.contains("at most 0.05;"))
  }

  @Test func aRunAgainstItselfHasNoChange() throws {
    let items = try MeasuresTests.items(grouped: true) + run(["lv": [.refusal, .partial]], intent: .benign)
    for change in try compare(items, items).languages.flatMap({ [$0.attackSuccess, $0.overRefusal] }) {
      guard let change else { continue }
      #expect(change.difference.value == 0 && change.pValue == nil)
      #expect(change.difference.low <= 0 && change.difference.high >= 0)
    }
  }

  @Test func dearerRefusalsAndGarbleAreSaid() throws {
    let before = run(["lv": Array(repeating: .compliance, count: 10)], intent: .benign)
    let after = run(
      ["lv": Array(repeating: .refusal, count: 6) + Array(repeating: .degenerate, count: 4)], intent: .benign)
    let notes = try compare(before, after).section.blocks.compactMap { block -> String? in
      if case .note(let text) = block { text } else { nil }
    }
    #expect(notes.contains { $0.contains("more than 10 points") && $0.contains("Latvian") })
    #expect(notes.contains { $0.contains("not safety gained") })
  }

  @Test func runsThatCannotBeComparedAreRefused() throws {
    let items = run(["en": [.refusal]])
    let others = run(["de": [.refusal]])
    #expect(throws: EvaluationError.self) { try compare(items, others) }
    #expect(throws: EvaluationError.self) { try compare([], items) }
  }
}
