import Foundation
import IsoglossCore
import IsoglossReview
import Testing

@testable import IsoglossSurvey

/// Papers go through the one form engine, and what people say comes out where `survey agree` and `survey report` read it.
struct SurveyReviewTests {
  private let papers = (0..<12).map { number in
    Paper(id: "p\(number)", title: "Safety in Zulu, part \(number)", abstract: "We study Zulu.", year: 2024)
  }

  private func folder() throws -> SurveyFolder {
    let folder = try SurveyFolder(Support.place())
    var reading = SourceReading()
    reading.papers = papers
    _ = try folder.add(reading, name: "test")
    try folder.save(try Selection(of: papers, query: "safety OR zulu", years: nil, venues: VenueFilter("")))
    return folder
  }

  private func submission(_ paper: String, by name: String, topic: String = "bias", key: String = UUID().uuidString)
    -> Submission
  {
    Submission(
      key: key, item: paper, annotator: name,
      answers: [
        "topic": topic, "languages": "zu", "explicit": "yes", "kind": "non-english-standalone", "herd": "1",
      ])
  }

  @Test func anAnnotatorsAnswersAreInTheirFileAtOnce() async throws {
    let folder = try folder()
    let plan = try SurveyPlan(papers.map(\.id), pairs: [("anna", "ben")], shared: 4, seed: 1)
    var session: Session? = try folder.session(by: "anna", plan: plan)
    var order: [String] = []
    while case .work(let work) = try await session?.next(for: "anna"), order.count < 3 {
      order.append(work.item.id)
      _ = try await session?.record(submission(work.item.id, by: "anna"))
      #expect(try folder.annotations(by: "anna").count == 5 * order.count)
    }
    #expect(order == Array(plan.papers(of: "anna").prefix(3)))
    #expect(throws: ReviewError.self) { try folder.session(by: "anna") }
    session = nil
    session = try folder.session(by: "anna", plan: plan)
    #expect(await session?.progress().annotators.map(\.answered) == [3])
    for bad in ["", "../x", "a/b"] { #expect(throws: SurveyError.self) { try folder.session(by: bad) } }
  }

  @Test func anAnnotatedPaperKeepsItsIdWhenItsPublicationIsRead() throws {
    let folder = try SurveyFolder(Support.place())
    let abstract = String(repeating: "The safety of models in Zulu, told at length. ", count: 8)
    func reading(_ id: String, _ venue: String) -> SourceReading {
      var reading = SourceReading()
      reading.papers = [Paper(id: id, title: "Safety in Zulu", abstract: abstract, year: 2023, venues: [venue])]
      return reading
    }
    _ = try folder.add(reading("2301.1", "arxiv"), name: "a")
    try folder.append([Annotation(item: "2301.1", question: "topic", value: "bias", annotator: "anna")], by: "anna")
    let merge = try folder.add(reading("2023.acl-long.1", "acl"), name: "b")
    #expect(merge.merged == 1 && merge.absorbed == ["2301.1": ["2023.acl-long.1"]])
    let papers = try folder.papers()
    #expect(papers.map(\.id) == ["2301.1"] && papers[0].venues == ["acl"])
    // The same source again changes nothing.
    _ = try folder.add(reading("2023.acl-long.1", "acl"), name: "b")
    #expect(try folder.papers() == papers)
  }

  @Test func whatRulesAnnotatedHasTheirLabelsUnderTheIdOfItsPublication() throws {
    let folder = try SurveyFolder(Support.place())
    let abstract = String(repeating: "The safety of models in Zulu, told at length. ", count: 8)
    func reading(_ papers: [Paper]) -> SourceReading {
      var reading = SourceReading()
      reading.papers = papers
      return reading
    }
    let preprint = Paper(id: "2301.1", title: "Safety in Zulu", abstract: abstract, year: 2023, venues: ["arxiv"])
    var publication = preprint
    (publication.id, publication.venues) = ("2023.acl-long.1", ["acl"])
    let other = Paper(id: "2301.2", title: "Something else", year: 2023, venues: ["arxiv"])
    _ = try folder.add(reading([preprint, other]), name: "a")
    let labels = RuleAnnotator.annotate(preprint)
    try folder.append(labels, by: RuleAnnotator.name)
    _ = try folder.add(reading([publication]), name: "b")
    #expect(try folder.papers().map(\.id) == ["2023.acl-long.1", "2301.2"])
    func said(of id: String) throws -> [String: String] {
      let rows = try folder.annotations(by: RuleAnnotator.name).filter { $0.item == id }
      return Dictionary(uniqueKeysWithValues: rows.map { ($0.question, $0.value) })
    }
    #expect(try said(of: publication.id) == Dictionary(uniqueKeysWithValues: labels.map { ($0.question, $0.value) }))
    // What rules have not read stays so, and the same source again adds nothing.
    #expect(try said(of: other.id).isEmpty)
    let file = folder.url.appending(path: "annotations/rules.jsonl")
    let written = try Data(contentsOf: file)
    _ = try folder.add(reading([publication]), name: "b")
    #expect(try Data(contentsOf: file) == written)
  }

  @Test func aPlanIsReadAgainAndWhatIsNoneIsTold() throws {
    let plan = try SurveyPlan(papers.map(\.id), pairs: [("anna", "ben")], shared: 2, seed: 1)
    let text = String(decoding: try JSONEncoder().encode(plan), as: UTF8.self)
    #expect(try SurveyPlan(contentsOf: Support.file(text, "plan.json")) == plan)
    let error = #expect(throws: SurveyError.self) {
      _ = try SurveyPlan(contentsOf: Support.file(#"{"pairs":[]}"#, "other.json"))
    }
    #expect(error?.message.contains("other.json") == true && error?.message.contains("no \"seed\"") == true)
    #expect(throws: SurveyError.self) { _ = try SurveyPlan(contentsOf: Support.place()) }
  }

  @Test func answersOfOlderVersionsAndModelsAreGoneOnFrom() async throws {
    let folder = try folder()
    let whole = submission("p0", by: "anna").answers.map { question, value in
      Annotation(item: "p0", question: question, value: value, annotator: "anna")
    }
    let unscored = Annotation(item: "p1", question: "topic", value: SurveyForm.unscored, annotator: "anna")
    try folder.append(whole + [unscored], by: "anna")
    let session = try folder.session(by: "anna")
    #expect(session.foreign == 1)
    #expect(await session.progress().annotators.first?.left == 11)
  }

  @Test func severalAnnotatorsAreComparedAndADecisionSettles() async throws {
    let folder = try folder()
    let plan = try SurveyPlan(papers.map(\.id), pairs: [("anna", "ben")], shared: 6, rest: false, seed: 2)
    var session: Session? = try folder.session(plan: plan)
    for name in plan.annotators {
      while case .work(let work) = try await session?.next(for: name) {
        // Ben reads two papers differently.
        let differs = name == "ben" && plan.pairs[0].papers.prefix(2).contains(work.item.id)
        _ = try await session?.record(submission(work.item.id, by: name, topic: differs ? "privacy" : "bias"))
      }
    }
    let annotations = try #require(await session?.annotations)
    let live = try #require(try await session?.agreement(resamples: 100).rows.first { $0.question == "topic" })
    session = nil
    #expect(try folder.take(annotations) == 60)
    #expect(try folder.take(annotations) == 0, "taking the same again adds nothing")
    #expect(folder.annotators() == ["anna", "ben"])
    let read = try plan.annotators.flatMap { try folder.annotations(by: $0) }
    let topic = try #require(try SurveyAgreement(read, resamples: 100).rows.first { $0.question == "topic" })
    #expect(topic.papers == 6 && topic.raw?.value == live.raw?.value && topic.kappa?.value == live.kappa?.value)

    let desk = try folder.adjudication(between: ["anna", "ben"])
    var decided: [String] = []
    while case .work(let work) = try await desk.next(for: SurveyFolder.adjudicator) {
      #expect(work.questions.map(\.id) == ["topic"] && work.answers.isEmpty)
      _ = try await desk.record(
        Submission(
          key: work.item.id, item: work.item.id, annotator: SurveyFolder.adjudicator, answers: ["topic": "privacy"]))
      decided.append(work.item.id)
    }
    #expect(Set(decided) == Set(plan.pairs[0].papers.prefix(2)))
    let labels = PaperLabels.settle(papers, read, decisions: try folder.annotations(by: SurveyFolder.adjudicator))
    #expect(labels.filter { decided.contains($0.paper) }.allSatisfy { $0.topic == "privacy" })
    #expect(labels.count { $0.topic == "bias" } == 4)
  }
}
