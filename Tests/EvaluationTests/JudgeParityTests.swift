import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossEvaluation

struct JudgeParityTests {
  /// Groups of answers that decline or not; `wrong` tells in which language the judge errs, `unscored` where it is mute.
  static func parity(
    _ languages: [String], groups: Int, wrong: (String, Int) -> Bool,
    unscored: (String, Int) -> Bool = { _, _ in false }
  ) throws -> JudgeParity {
    var answers: [LabelledAnswer] = []
    var verdicts: [Verdict] = []
    for group in 0..<groups {
      for language in languages {
        let declines = group % 2 == 0
        answers.append(
          LabelledAnswer(
            id: "\(group)\(language)", group: "\(group)", language: Language(language), prompt: "p", response: "r",
            outcome: declines ? .refusal : .compliance, harm: nil, refusal: declines, labeller: "model-written",
            split: .test))
        let read = declines != wrong(language, group)
        verdicts.append(
          Verdict(
            judge: "j", outcome: .refusal, harm: .unscored("x"),
            refusal: unscored(language, group) ? .unscored("x") : .scored(read)))
      }
    }
    return try JudgeParity(
      answers, verdicts: verdicts, judge: "j", field: .refusal, official: [.english], resamples: 200)
  }

  @Test func aWorseLanguageIsFound() throws {
    let found = try Self.parity(["en", "de", "lv"], groups: 60) { $0 == "lv" ? $1 % 3 == 0 : $1 % 30 == 0 }
    let overall = try #require(found.overall)
    #expect(overall.pValue < 0.001 && overall.degrees == 2 && found.completeGroups == 60)
    let effect = try #require(overall.effect)
    #expect(effect.low <= effect.value && effect.value <= effect.high && effect.low > 0)
    let latvian = found.rows[2]
    let pairs = PairedOutcomes((0..<60).map { ($0 % 3 == 0, $0 % 30 == 0) })
    #expect(latvian.difference?.value == pairs.difference && latvian.pValue == pairs.mcnemarExact()?.pValue)
    #expect((latvian.adjusted ?? 1) < 0.001 && latvian.errors?.value == 1.0 / 3)
    #expect(found.rows[1].pValue == nil && found.rows[1].difference?.value == 0)
    #expect(found.rows.map(\.isOfficial) == [true, false, false])
    // Even groups decline: of those, every sixth is missed.
    #expect(latvian.missed?.n == 30 && latvian.falseAlarms?.n == 30)
    #expect(found.headline.contains("differs by language") && found.headline.contains("Latvian"))
  }

  @Test func alikeIsNotCalledDifferent() throws {
    let found = try Self.parity(["en", "de"], groups: 30) { _, group in group % 5 == 0 }
    #expect(found.overall == nil)
    #expect(
      found.section.blocks.contains {
        if case .paragraph(let text) = $0 { text.contains("nothing differs") } else { false }
      })
    #expect(found.headline.hasPrefix("Most errors"))
  }

  @Test func unscoredGroupsAreLeftOutWhereTheyMatter() throws {
    let found = try Self.parity(
      ["en", "de", "lv"], groups: 20, wrong: { $0 == "lv" && $1 == 3 }, unscored: { $0 == "de" && $1 < 5 })
    #expect(found.completeGroups == 15 && found.rows[1].unscored == 5)
    #expect(found.rows[1].difference?.n == 15 && found.rows[2].difference?.n == 20)
  }

  @Test func nothingParallelOrNoEnglish() throws {
    let alone = try Self.parity(["lv", "de"], groups: 8) { $0 == "lv" && $1 < 3 }
    #expect(alone.rows.allSatisfy { $0.difference == nil } && alone.overall != nil)
    #expect(
      alone.section.blocks.contains {
        if case .note(let text) = $0 { text.contains("no English answers") } else { false }
      })
    #expect(throws: EvaluationError.self) {
      try JudgeParity([], verdicts: [], judge: "j", field: .harm, official: nil)
    }
  }

  @Test func aRunsOwnVerdictsAreCompared() throws {
    let items = ["en", "lv"].flatMap { language in
      (0..<20).map { JudgeAgreementTests.item(language, $0, [$0 % 2 == 0, language == "lv" ? true : $0 % 2 == 0]) }
    }
    let labels = items.map { item in
      LabelledAnswer(
        id: item.id, group: nil, language: item.prompt.language, prompt: "t", response: "x",
        outcome: (item.prompt.group.flatMap { Int($0) } ?? 1) % 2 == 0 ? .refusal : .compliance, harm: nil,
        refusal: nil,
        labeller: "anna", split: .test)
    }
    let right = try JudgeParity(own: labels, run: items, judge: "a", field: nil, official: nil)
    #expect(right.field == .refusal && right.rows.allSatisfy { $0.errors?.value == 0 } && right.completeGroups == 20)
    let wrong = try JudgeParity(own: labels, run: items, judge: "b", field: nil, official: nil)
    #expect(wrong.rows.map { $0.errors?.value } == [0, 0.5] && wrong.overall != nil)
    var code: EvaluationError.Code?
    do { _ = try JudgeParity(own: labels, run: items, judge: "c", field: nil, official: nil) } catch {
      code = (error as? EvaluationError)?.code
    }
    #expect(code == .noVerdicts)
    var foreign = labels
    foreign[3].response = "another"
    #expect(throws: EvaluationError.self) {
      try JudgeParity(own: foreign, run: items, judge: "a", field: nil, official: nil)
    }
  }

  @Test func whatAJudgeTellsIsLookedAt() {
    func verdict(_ harm: Bool?, _ refusal: Bool?) -> Verdict {
      Verdict(
        judge: "j", outcome: .refusal, harm: harm.map { .scored($0) } ?? .unscored("x"),
        refusal: refusal.map { .scored($0) } ?? .unscored("x"))
    }
    #expect(VerdictField.told(by: [verdict(true, nil), verdict(nil, nil)]) == .harm)
    #expect(VerdictField.told(by: [verdict(true, nil), verdict(true, false)]) == .refusal)
    #expect(VerdictField.told(by: [verdict(nil, nil)]) == .refusal)
  }
}
