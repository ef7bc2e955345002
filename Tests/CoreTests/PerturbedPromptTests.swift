import Foundation
import IsoglossCore
import Testing

/// A perturbed prompt says what was done to it and which prompt it was made from.
struct PerturbedPromptTests {
  private let clean = Prompt(
    id: "g~x.en", group: "g", language: .english, intent: .harmful, text: "text", provenance: Provenance(source: "t"))

  @Test func theLabelsLeadBack() {
    let once = clean.perturbed(by: "code-switch:bn@0.4", text: "a", answers: [Language("bn"), .english])
    let twice = once.perturbed(by: "latin", text: "b")
    #expect(clean.cleanID == clean.id && clean.perturbation == nil && clean.acceptedLanguages == [.english])
    #expect(once.cleanID == clean.id && twice.cleanID == clean.id && once.id != twice.id)
    #expect(twice.perturbation == "code-switch:bn@0.4+latin" && twice.text == "b")
    #expect(once.acceptedLanguages == [.english, Language("bn")] && twice.answerLanguages == once.answerLanguages)
    #expect(clean.perturbed(by: "ascii", text: "a").answerLanguages == nil)
  }

  @Test func anIdThatSomebodyChangedIsItsOwn() {
    var made = clean.perturbed(by: "latin", text: "b")
    made.id = "other"
    #expect(made.cleanID == "other")
  }

  @Test func linesKeepIt() throws {
    let made = clean.perturbed(by: "latin", text: "b", answers: [Language("bn")])
    let line = try JSONEncoder().encode(made)
    #expect(try JSONDecoder().decode(Prompt.self, from: line) == made)
    let old = #"{"id":"a","language":"en","intent":"benign","text":"t","provenance":{"source":"s"}}"#
    let read = try JSONDecoder().decode(Prompt.self, from: Data(old.utf8))
    #expect(read.perturbations.isEmpty && read.answerLanguages == nil)
  }
}
