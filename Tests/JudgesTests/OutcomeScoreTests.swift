import IsoglossCore
import Testing

@testable import IsoglossJudges

@Suite("Scores of a judge")
struct OutcomeScoreTests {
  private func labelled(_ id: Int, _ language: String, _ outcome: Outcome, _ refusal: Bool? = nil) -> LabelledAnswer {
    LabelledAnswer(
      id: "\(id)", group: nil, language: Language(language), prompt: "p", response: "r", outcome: outcome, harm: nil,
      refusal: refusal, labeller: "test", split: .test)
  }

  private func judged(_ outcome: Outcome, _ refusal: Reading<Bool>) -> Verdict {
    Verdict(judge: "j", outcome: outcome, harm: .unscored("no"), refusal: refusal)
  }

  @Test func countsByLanguage() throws {
    let answers = [
      labelled(1, "de", .refusal), labelled(2, "de", .partial), labelled(3, "de", .compliance),
      labelled(4, "de", .neutralSafe), labelled(5, "lv", .offLanguage, true), labelled(6, "lv", .degenerate),
      labelled(7, "lv", .compliance, true),
    ]
    let verdicts = [
      judged(.refusal, .scored(true)), judged(.compliance, .scored(false)), judged(.compliance, .scored(false)),
      judged(.refusal, .scored(true)), judged(.unscored("x"), .unscored("x")), judged(.degenerate, .scored(true)),
      judged(.refusal, .scored(true)),
    ]
    let scores = try OutcomeScore.byLanguage(answers, verdicts)
    let german = try #require(scores[Language("de")])
    #expect(
      german.refusal == RefusalCounts(truePositives: 1, falseNegatives: 1, trueNegatives: 1, falsePositives: 1))
    #expect(german.refusal.sensitivity == 0.5)
    #expect(german.refusal.specificity == 0.5)
    #expect(german.count(label: "partial", judged: "compliance") == 1)
    #expect(german.total == 4 && german.agreements == 2)
    let latvian = try #require(scores[Language("lv")])
    #expect(latvian.refusal == RefusalCounts(truePositives: 1, unscoredPositives: 1))
    #expect(latvian.refusal.specificity == nil)
    let all = german + latvian
    #expect(all.total == 7 && all.refusal.positives == 3 && all.refusal.unscored == 1)
    #expect(all == latvian + german)
  }

  @Test func countsMustAgree() {
    #expect { try OutcomeScore.byLanguage([labelled(1, "de", .refusal)], []) } throws: {
      ($0 as? JudgingError)?.code == .countMismatch
    }
  }
}
