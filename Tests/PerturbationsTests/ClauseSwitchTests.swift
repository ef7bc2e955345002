import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// Whole clauses change language, and at least one stays.
struct ClauseSwitchTests {
  private func pair(_ english: String, _ bengali: String) -> ParallelTexts {
    ParallelTexts([
      Samples.prompt(english, "en", id: "g.en", group: "g"), Samples.prompt(bengali, "bn", id: "g.bn", group: "g"),
    ])
  }

  @Test func clausesArePartedAtPunctuationBeforeABlank() {
    func clauses(_ text: String) -> [String] { Clauses.pieces(of: text).filter(\.isWord).map(\.text) }
    #expect(
      clauses("Hi mate, it costs 3.5 euros. Why?  Tell me!\nNow") == [
        "Hi mate,", "it costs 3.5 euros.", "Why?", "Tell me!", "Now",
      ])
    #expect(clauses("আমি যাব। তুমি?") == ["আমি যাব।", "তুমি?"])
    #expect(clauses("“Go!” he said.") == ["“Go!”", "he said."])
    #expect(clauses("你好。你在哪里？") == ["你好。", "你在哪里？"])
    #expect(clauses("one clause ") == ["one clause "])
    #expect(clauses("Dear doctor\nI have a cough\n\nWhat helps") == ["Dear doctor", "I have a cough", "What helps"])
    #expect(clauses("\n\nHelp me. Now\r\n") == ["\n\nHelp me.", "Now\r\n"])
    #expect(clauses(" \n").isEmpty)
  }

  @Test func clausesOfEqualCountAreMatchedOneByOne() {
    #expect(
      ClauseAlignment.beads([10, 40, 20], [12, 44, 19]) == [
        .init(source: 0..<1, target: 0..<1), .init(source: 1..<2, target: 1..<2), .init(source: 2..<3, target: 2..<3),
      ])
    // A long clause stands for two.
    #expect(
      ClauseAlignment.beads([60, 20], [30, 31, 20]) == [
        .init(source: 0..<1, target: 0..<2), .init(source: 1..<2, target: 2..<3),
      ])
    #expect(ClauseAlignment.beads([], [1]).isEmpty && ClauseAlignment.beads([5], [5, 5, 5]).isEmpty)
  }

  @Test func clausesAreSwitchedAndOneStays() throws {
    let english = "Hello friend, I need help. Where is the hospital?"
    let texts = pair(english, "হ্যালো বন্ধু, আমার সাহায্য দরকার। হাসপাতাল কোথায়?")
    let prompt = Samples.prompt(english, "en", id: "g.en", group: "g")
    let half = try #require(ClauseSwitch(into: Language("bn"), rate: 0.34, texts: texts).rewrite(prompt, seed: 2))
    #expect(half.edits.count == 1 && half.original == english)
    let most = try #require(ClauseSwitch(into: Language("bn"), rate: 1, texts: texts).rewrite(prompt, seed: 2))
    #expect(most.edits.count == 2)
  }

  @Test func itDoesNotApplyWithoutACounterpartOrASecondClause() throws {
    let texts = pair("Help me", "আমাকে সাহায্য করো")
    let perturbation = try ClauseSwitch(into: Language("bn"), rate: 0.5, texts: texts)
    #expect(perturbation.rewrite(Samples.prompt("Help me", "en", group: "g"), seed: 1) == nil)
    #expect(perturbation.rewrite(Samples.prompt("Help me, now", "en", group: "other"), seed: 1) == nil)
    #expect(perturbation.rewrite(Samples.prompt("Help me, now", "en"), seed: 1) == nil)
    #expect(perturbation.rewrite(Samples.prompt("সাহায্য, এখন", "bn", group: "g"), seed: 1) == nil)
  }
}
