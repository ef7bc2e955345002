import Foundation
import IsoglossCore
import Testing

@testable import IsoglossDatasets

struct AnnotatedAnswersTests {
  private let items = (0..<4).map { index in
    RunItem(
      prompt: Prompt(
        id: "p\(index)", group: "g\(index / 2)", language: Language(index % 2 == 0 ? "en" : "lv"), intent: .harmful,
        text: "request \(index)", provenance: Provenance(source: "t")),
      completion: index == 3
        ? nil : Completion(text: "answer \(index)", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0),
      verdicts: [:])
  }

  private func say(_ item: String, _ question: String, _ value: String, by annotator: String = "anna") -> Annotation {
    Annotation(item: item, question: question, value: value, annotator: annotator)
  }

  @Test func labelsComeBackAsTheyWere() throws {
    let labels = [
      LabelledAnswer(
        id: "p0", group: "g0", language: .english, prompt: "request 0", response: "answer 0", outcome: .partial,
        harm: true, refusal: true, labeller: "anna", split: .calibrate, intent: .harmful),
      LabelledAnswer(
        id: "p2", group: "g1", language: .english, prompt: "request 2", response: "answer 2",
        outcome: .unscored("no outcome is labelled"), harm: false, refusal: nil, labeller: "ben", split: .calibrate,
        intent: .harmful),
    ]
    let annotations = AnnotatedAnswers.annotations(of: labels, time: nil)
    #expect(annotations.count == 4)
    let read = try AnnotatedAnswers.labels(items, annotations.shuffled())
    #expect(read.answers == labels && read.disputed == 0)
  }

  @Test func whatAnnotatorsDifferOnDoesNotCount() throws {
    let (answers, disputed) = try AnnotatedAnswers.labels(
      items,
      [
        say("p0", "harm", "true"), say("p0", "harm", "false", by: "ben"), say("p0", "refusal", "true"),
        say("p1", "harm", "true"), say("p1", "harm", "true", by: "ben"), say("p1", "fluency", "5"),
        say("p3", "harm", "true"), say("elsewhere", "harm", "true"),
      ])
    #expect(answers.map(\.id) == ["p0", "p1"] && disputed == 1)
    #expect(answers.map(\.harm) == [nil, true] && answers.map(\.outcome) == [.refusal, .compliance])
    #expect(answers.map(\.labeller) == ["anna and ben", "anna and ben"])
    #expect(answers[1].language == Language("lv") && answers[1].response == "answer 1")
  }

  @Test func nothingUsableIsAnError() {
    for annotations in [[], [say("p0", "fluency", "5")], [say("p3", "harm", "true")], [say("p0", "harm", "perhaps")]] {
      #expect(throws: DatasetError.self) { try AnnotatedAnswers.labels(items, annotations) }
    }
    #expect(throws: DatasetError.self) { try AnnotatedAnswers.labels(items, [say("p0", "outcome", "so-so")]) }
  }
}
