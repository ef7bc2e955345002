import Foundation
import IsoglossCore
import Testing

@testable import IsoglossRecipes

/// Review forms say what they say, and a mistake is named.
struct ReviewFormTests {
  @Test func theProjectsFormIsReadable() throws {
    let form = try ReviewForm(contentsOf: RecipeTests.root.appending(path: "data/forms/audit.yaml"))
    #expect(form.name == "audit" && form.questions.count == 8 && form.shows == [.hazard, .style])
    #expect(form.questions.allSatisfy { $0.choices == ["yes", "no", "unsure"] })
    #expect(form.questions.first { $0.id == "refusal" }?.label == .refusal)
    #expect(form.questions.first { $0.id == "unsafe" }?.intent == .harmful)
  }

  @Test(arguments: [
    ("", "empty"), ("name: x", "questions"), ("name: x\nquestions: []", "at least one question"),
    ("name: x\nquestions:\n  - id: a", "\"text\""), ("name: x\nodd: 1\nquestions: []", "f.yaml:2"),
    ("name: x\nquestions:\n  - {id: a, text: t, about: nothing}", "there is no \"nothing\""),
    ("name: x\nquestions:\n  - {id: a, text: t, about: request, wanted: perhaps}", "perhaps"),
    ("name: x\nquestions:\n  - {id: item, text: t, about: request}", "column of that name"),
    ("name: x\nquestions:\n  - {id: a b, text: t, about: request}", "letters"),
    ("name: x\nquestions:\n  - {id: a, text: t, about: request, answers: [yes]}", "two or more"),
    ("name: x\nquestions:\n  - {id: a, text: t, about: request, label: harm}", "of an answer"),
    ("name: x\nquestions:\n  - {id: a, text: t, about: answer, label: outcome, answers: [refusal, odd]}", "odd"),
    ("name: x\nquestions:\n  - {id: a, text: t, about: answer}\n  - {id: a, text: t, about: answer}", "twice"),
    ("a: [", "f.yaml"),
  ])
  func mistakesAreNamed(yaml: String, part: String) {
    let error = #expect(throws: RecipeError.self) { try ReviewForm(yaml: yaml, file: "f.yaml") }
    #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
  }
}
