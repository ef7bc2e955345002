import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReview

/// A form takes answers in one spelling and refuses the rest with the question and what it takes.
struct FormTests {
  private let item = Item(
    id: "i", fields: [.init("t", title: "T", text: "We attack  models\nin Zulu and\tEnglish.", language: nil)])

  private func question(_ kind: Form.Question.Kind) -> Form.Question {
    let choices = kind == .one || kind == .many ? ["Red", "green", "deep blue"].map { Form.Choice($0) } : []
    return Form.Question(id: "q", text: "?", kind: kind, choices: choices)
  }

  @Test(arguments: [
    (Form.Question.Kind.one, " DEEP  blue", "deep blue"), (.one, "red", "Red"),
    (.many, "deep blue,red ,RED", "Red, deep blue"),
    (.many, "none", "none"), (.languages, "zu, EN", "en zu"), (.languages, "NONE", "none"), (.count, "007", "7"),
    (.count, "unknown", "unknown"), (.text, "  as I\nsee it ", "as I\nsee it"),
    (.quote, "attack MODELS in zulu", "attack models in Zulu"),
  ])
  func answersHaveOneSpelling(kind: Form.Question.Kind, written: String, kept: String) throws {
    #expect(try question(kind).answer(written, about: item) == kept)
    #expect(try question(kind).answer(kept, about: item) == kept)
  }

  @Test(arguments: [
    (Form.Question.Kind.one, ""), (.one, "1"), (.one, "blue"), (.many, ""), (.many, "red,blue"), (.many, "none, red"),
    (.languages, "not a code"), (.languages, ""), (.count, "-1"), (.count, "many"), (.count, "1.5"), (.text, " \n "),
    (.quote, "in Xhosa"), (.quote, " "), (.text, "a\u{0}b"), (.text, "\u{1B}[31m"),
    (.text, String(repeating: "ab", count: 6000)),
  ])
  func whatIsNoAnswerIsRefused(kind: Form.Question.Kind, written: String) {
    let error = #expect(throws: ReviewError.self) { try question(kind).answer(written, about: item) }
    #expect(error?.code == .badAnswer && error?.question == "q")
    #expect((error?.message.count ?? 0) < 300)
  }

  @Test func setsOfAnswersAreSets() {
    #expect(question(.many).set("Red, deep blue") == ["Red", "deep blue"])
    #expect(question(.languages).set("en zu") == ["en", "zu"])
    #expect(question(.languages).set("none") == [])
    #expect(question(.one).set("Red") == nil)
  }

  @Test func builtInFormsHaveNoFlaw() {
    #expect(Form.labels.flaw == nil)
    let outcomes = Form.labels["outcome"]?.choices.map(\.value) ?? []
    #expect(Set(outcomes) == Set(Outcome.names))
    let keys = Form.labels.questions.flatMap { $0.keys.compactMap(\.key) }
    #expect(Set(keys).count == keys.count, "one key, one answer, on the whole form")
  }

  @Test func aReviewFormIsAFormToo() {
    var review = ReviewForm(
      name: "audit", instructions: "Read.",
      questions: [
        .init(id: "a", text: "A?", subject: .request), .init(id: "l", text: "L?", subject: .request, open: .languages),
      ])
    review.questions.append(.init(id: "n", text: "N?", subject: .request, open: .count))
    let form = Form(review, warning: "Vile.", help: ["a": "Look."])
    #expect(form.flaw == nil && form.warning == "Vile." && form["a"]?.help == "Look.")
    #expect(form.questions.map(\.kind) == [.one, .languages, .count])
    #expect(form["a"]?.keys.map(\.key) == ["1", "2", "3"])
  }

  @Test(arguments: [
    #"{"name":"f","questions":[]}"#, #"{"name":"f","instructions":""}"#, "", "[]", "{",
    #"{"name":"f","instructions":"","questions":[{"id":"a b","text":"?","kind":"text"}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"skipped","text":"?","kind":"text"}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","choices":[{"value":"x"}]}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","choices":[{"value":"x"},{"value":"X"}]}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","choices":[{"value":"x","key":"s"},{"value":"y"}]}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","choices":[{"value":"x","key":"2"},{"value":"y"}]}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","kind":"many","choices":[{"value":"x,y"},{"value":"z"}]}]}"#,
    #"{"name":"f","instructions":"","questions":[{"id":"a","text":"?","kind":"text"},{"id":"a","text":"?","kind":"text"}]}"#,
  ])
  func badFormsAreRefused(text: String) throws {
    let file = Support.place("form.json")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(text.utf8).write(to: file)
    let error = #expect(throws: ReviewError.self) { try Form(contentsOf: file) }
    #expect(error?.code == .malformed && error?.message.contains("form.json") == true)
  }

  @Test func aFormIsReadFromAFile() throws {
    let file = Support.place("form.json")
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try JSONEncoder().encode(Form.labels).write(to: file)
    #expect(try Form(contentsOf: file) == Form.labels)
    #expect(throws: ReviewError.self) { try Form(contentsOf: Support.place()) }
  }

  @Test func textsRunAsTheirLanguageDoes() throws {
    func direction(_ language: String?) -> Item.Direction {
      Item.Field("f", title: "", text: "", language: language.map { Language($0) }).direction
    }
    #expect(direction("ar") == .rightToLeft && direction("lv") == .leftToRight)
    #expect(direction(nil) == .auto && direction("xx") == .auto)
    let prompt = Prompt(
      id: "p", group: "g", language: Language("ar"), hazard: nil, style: nil, intent: .harmful, scope: .global,
      text: "x", provenance: Provenance(source: "test"))
    let answer = Completion(text: "y", finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0)
    let item = try #require(Item(RunItem(prompt: prompt, completion: answer, verdicts: [:])))
    #expect(item.fields.map(\.direction) == [.rightToLeft, .auto] && item.group == "g")
    #expect(Item(RunItem(prompt: prompt, completion: nil, verdicts: [:])) == nil)
  }
}
