import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossReview
import Testing

@testable import IsoglossSurvey

/// Answers come by hand, from a model, from rules and from files, and nobody sees another's.
struct AnnotationTests {
  private let paper = Paper(
    id: "p", title: "Jailbreaks in Zulu", abstract: "We attack models in Zulu and English.", year: 2024)

  @Test func aPlanGivesPairsDisjointPapers() throws {
    let papers = (0..<90).map { "p\($0)" }
    let pairs = [("a", "b"), ("c", "d"), ("e", "f"), ("g", "h")]
    let plan = try SurveyPlan(papers, pairs: pairs, seed: 1)
    #expect(plan.pairs.map(\.papers.count) == [20, 20, 20, 20])
    #expect(Set(plan.pairs.flatMap(\.papers)).count == 80)
    #expect(Set(plan.pairs.flatMap(\.papers) + plan.alone.values.flatMap { $0 }) == Set(papers))
    #expect(try plan == SurveyPlan(papers.reversed(), pairs: pairs, seed: 1))
    #expect(Set(plan.papers(of: "a")).intersection(plan.papers(of: "b")) == Set(plan.pairs[0].papers))
    #expect(throws: ReviewError.self) { try SurveyPlan(papers, pairs: pairs, shared: 30, seed: 1) }
    #expect(throws: ReviewError.self) { try SurveyPlan(papers, pairs: [("a", "a")], seed: 1) }
    #expect(throws: ReviewError.self) { try SurveyPlan(papers, pairs: [], seed: 1) }
    #expect(plan.annotators == ["a", "b", "c", "d", "e", "f", "g", "h"])
  }

  @Test func aModelsAnswersRestOnTheWordsOfThePaper() throws {
    let annotator = ModelAnnotator(SilentModel(), name: "m")
    func read(_ text: String) -> [String] {
      annotator.annotations(
        Completion(text: text, finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0), of: paper, time: nil
      ).map(\.value)
    }
    let good =
      #"Sure: {"topic":"jailbreak","languages":["zu","en"],"explicit":"yes","kind":"multilingual","herd":2,"quotes":{"topic":"attack models","languages":"Zulu and English","explicit":"in Zulu","kind":"Zulu and English","herd":"Zulu and English"}}"#
    #expect(read(good) == ["jailbreak", "en zu", "yes", "multilingual", "2"])
    #expect(read(good.replacing("attack models", with: "an invented quote"))[0] == SurveyForm.unscored)
    #expect(read(good.replacing("\"jailbreak\"", with: "\"cooking\""))[0] == SurveyForm.unscored)
    for bad in ["", "{", "no", "{}", "[1]", "}{"] {
      #expect(read(bad) == [String](repeating: SurveyForm.unscored, count: 5), "\(bad)")
    }
    #expect(ModelAnnotator.prompt(paper).contains("Jailbreaks in Zulu"))
  }

  @Test func rulesAnswerEveryQuestion() {
    let answers = RuleAnnotator.annotate(paper)
    #expect(answers.map(\.value) == ["jailbreak", "en zu", "yes", "multilingual", "2"])
    let bare = RuleAnnotator.annotate(Paper(id: "b", title: "A safe dialogue system"))
    #expect(bare.map(\.value) == ["other", "none", "no", "english-only", "1"])
    for annotation in answers + bare {
      #expect(
        SurveyForm.standard.questions.first { $0.id == annotation.question }?.answer(annotation.value)
          == annotation.value)
    }
    #expect(SurveyForm.standard.flaw == nil)
  }

  @Test func filesAreImportedAndSurviveABrokenEnd() throws {
    let labels = try Support.file(
      #"{"id":"p","languages":["cmn","lv"],"none":false,"topic":"bias","explicit":true,"kind":"multilingual","herd":null}"#
        + "\n" + #"{"id":"q","languages":[],"none":true}"# + "\n" + #"{"id":"r","languages":["not a code"]}"# + "\n{",
      "a.jsonl")
    let read = try ImportedLabels.read(labels, by: "a")
    #expect(read.annotations.map(\.value) == ["bias", "lv zh", "yes", "multilingual", "unknown", "none"])
    #expect(read.problems.map(\.line) == [3, 4])
    let folder = try SurveyFolder(Support.place())
    try folder.append(read.annotations, by: "a")
    let file = folder.url.appending(path: "annotations/a.jsonl")
    let data = try Data(contentsOf: file)
    try data.dropLast(10).write(to: file)
    #expect(try folder.annotations(by: "a").count == 5)
    try folder.append([read.annotations[5]], by: "a")
    #expect(try folder.annotations(by: "a").count == 6 && folder.annotators() == ["a"])
    for bad in ["", "../x", "a/b", ".hidden"] { #expect(throws: SurveyError.self) { try folder.append([], by: bad) } }
  }
}

/// A model that is never asked.
private struct SilentModel: ChatModel {
  var identity: ModelIdentity { ModelIdentity(name: "m", summary: "", fingerprint: "", dtype: "", template: "") }
  var concurrency: Int { 1 }
  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] { [] }
  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] { [] }
}
