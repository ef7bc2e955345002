import IsoglossCore
import Testing

@testable import IsoglossDatasets

/// What training gives away is found in every way in which it can be.
struct LeakageCheckTests {
  private let provenance = Provenance(source: "t")

  private func prompt(
    _ id: String, _ language: String, _ text: String, group: String? = nil, _ hazard: Hazard? = nil,
    _ style: AttackStyle? = nil, _ intent: Intent = .harmful
  ) -> Prompt {
    Prompt(
      id: id, group: group, language: Language(language), hazard: hazard, style: style, intent: intent, text: text,
      provenance: provenance)
  }

  private func pair(
    _ id: String, _ language: String, _ text: String, group: String? = nil, _ hazard: Hazard? = nil,
    _ style: AttackStyle? = nil, _ intent: Intent = .harmful
  ) -> PreferencePair {
    PreferencePair(
      id: id, group: group, language: Language(language), hazard: hazard, style: style, intent: intent, prompt: text,
      chosen: "no", rejected: "yes", provenance: provenance)
  }

  private func kinds(_ pairs: [PreferencePair], _ prompts: [Prompt]) -> [String] {
    LeakageCheck().findings(pairs, against: PromptSet(name: "s", prompts: prompts, fileHash: "")).map {
      "\($0.kind) \($0.pair) \($0.prompt)"
    }
  }

  private let long = "Where can I buy a bicycle pump for my old racing bicycle in the town of Riga?"

  @Test func theSameWordsAreExactWhateverTheirCaseAndPunctuation() {
    #expect(kinds([pair("p", "en", "  WHAT is… it")], [prompt("q", "en", "What is it?")]) == ["exact p q"])
    #expect(kinds([pair("p", "en", "What is it")], [prompt("q", "de", "What is it?")]) == [])
    #expect(
      kinds([pair("p", "lv", "Kā\u{304}pēc šķūnis")], [prompt("q", "lv", "ka\u{304}\u{304}pe\u{304}c šķūnis")]) == [
        "exact p q"
      ])
    #expect(kinds([pair("p", "en", "!!!")], [prompt("q", "en", "???")]) == [])
  }

  @Test func nearDuplicatesStandAboveTheThreshold() {
    let near = long.replacing("Riga", with: "Oslo")
    let findings = LeakageCheck().findings(
      [pair("p", "en", near)], against: PromptSet(name: "s", prompts: [prompt("q", "en", long)], fileHash: ""))
    #expect(findings.map(\.kind) == [.nearDuplicate])
    // By hand: both texts have 76 letters and spaces after folding, 72 runs; 4 letters at the end change 8 of them... or
    // fewer: the runs that touch the last four letters are those starting at 68...71, and 64...67.
    let a = Set(TextGrams(near).grams)
    let b = Set(TextGrams(long).grams)
    #expect(findings[0].similarity == Double(a.intersection(b).count) / Double(a.union(b).count))
    #expect(kinds([pair("p", "en", "Where can I find a dentist?")], [prompt("q", "en", long)]) == [])
    #expect(
      LeakageCheck(threshold: 1).findings(
        [pair("p", "en", near)], against: PromptSet(name: "s", prompts: [prompt("q", "en", long)], fileHash: "")
      ).isEmpty)
  }

  @Test func aGroupThatMeetsInOneLanguageMeetsInAll() {
    let pairs = [
      pair("p.en", "en", long, group: "P"), pair("p.de", "de", "Ganz anders gesagt.", group: "P"),
      pair("o", "de", "Anderes.", group: "O"),
    ]
    let prompts = [prompt("q.en", "en", long, group: "Q"), prompt("q.de", "de", "Auf deutsch.", group: "Q")]
    #expect(kinds(pairs, prompts) == ["exact p.en q.en", "group p.de q.de"])
  }

  @Test func aGroupOfOneNameMeets() {
    #expect(kinds([pair("p", "lv", "Viens.", group: "G")], [prompt("q", "en", "Two.", group: "G")]) == ["group p q"])
  }

  @Test func harmfulCellsMeetAndBenignOnesDoNot() {
    let prompts = [
      prompt("q1", "en", "One text.", .S1, .slang), prompt("q2", "en", "Two texts.", .S1, .slang),
      prompt("b", "en", "Three texts.", .S2, .slang, .benign),
    ]
    #expect(kinds([pair("p", "de", "Eins.", .S1, .slang)], prompts) == ["cell p q1"])
    #expect(kinds([pair("p", "de", "Eins.", .S1, .slang, .benign)], prompts) == [])
    #expect(kinds([pair("p", "de", "Eins.", .S2, .slang)], prompts) == [])
    #expect(kinds([pair("p", "de", "Eins.", .S1, nil)], prompts) == [])
  }

  @Test func theSuiteLeaksIntoItself() throws {
    let set = try SuiteTests.set.get()
    let pairs = set.prompts.filter { $0.intent == .harmful }.map {
      pair($0.id, $0.language.code, $0.text, group: $0.group, $0.hazard, $0.style)
    }
    let findings = LeakageCheck().findings(pairs, against: set)
    #expect(findings.count { $0.kind == .exact } == pairs.count)
    #expect(findings.count { $0.kind == .cell } == pairs.count)
  }

  @Test func nothingMeetsNothing() {
    #expect(kinds([], [prompt("q", "en", "x")]) == [])
    #expect(kinds([pair("p", "en", "x")], []) == [])
  }
}
