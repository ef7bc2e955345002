import Foundation
import HTTPTypes
import IsoglossCore
import IsoglossDatasets
import IsoglossSurvey
import Testing

@testable import IsoglossDashboard

/// Surveys and samples of data, answered in the browser by the form that runs have.
struct SheetPagesTests {
  /// A survey of so many selected papers.
  static func makeSurvey(_ folder: FolderFixture, papers count: Int, plan: String? = nil) throws {
    let url = folder.url.appending(path: "survey")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    let ids = (0..<count).map { "p\($0)" }
    let papers = ids.map { id in
      #"{"id":"\#(id)","title":"Safety <b>in</b> \#(id)","abstract":"safe","venues":[],"events":[],"sources":[]}"#
        + "\n"
    }
    try Data(papers.joined().utf8).write(to: url.appending(path: "papers.jsonl"))
    try Data().write(to: url.appending(path: "sources.jsonl"))
    let list = ids.map { "\"\($0)\"" }.joined(separator: ",")
    try Data(
      #"{"query":"safe","venues":"","papers":[\#(list)],"candidates":\#(count),"withoutAbstract":0,"withoutYear":0}"#
        .utf8
    ).write(to: url.appending(path: "selection.json"))
    if let plan { try Data(plan.utf8).write(to: url.appending(path: "plan.json")) }
  }

  /// A sample of data: of so many pairs, questions about the request and about each answer.
  static func makeSample(_ folder: FolderFixture, pairs count: Int, request: String = "request") throws {
    let form = ReviewForm(
      name: "check",
      questions: [
        .init(id: "natural", text: "Is the request natural?", subject: .request),
        .init(
          id: "declines", text: "Does the answer decline?", subject: .answer, choices: ["yes", "no"], label: .refusal),
      ])
    let pairs = (0..<count).map { number in
      PreferencePair(
        id: "pair\(number)", group: "g\(number)", language: Language(number % 2 == 0 ? "lv" : "ar"), intent: .harmful,
        prompt: "\(request) \(number)", chosen: "No \(number).", rejected: "Gladly \(number).",
        provenance: Provenance(source: "test"))
    }
    _ = try ReviewFolder(
      ReviewSample(count, of: pairs, form: form, seed: 1), to: folder.url.appending(path: "sample"))
  }

  @Test func twoPeopleAnnotateASurveyAndTheSurveyReadsIt() async throws {
    let folder = try FolderFixture()
    try Self.makeSurvey(folder, papers: 10)
    try await folder.visit { client in
      #expect(try await client.page("/").contains("/survey?f=survey"))
      let people = try await [Person.signIn("anna", client), Person.signIn("ben", client)]
      let page = try await people[0].page("/review?f=survey")
      #expect(page.contains("Safety &lt;b&gt;in&lt;/b&gt;") && !page.contains("Content warning"))
      #expect(page.contains("/survey?f=survey"))
      #expect(try await client.page("/survey?f=survey").contains("10 selected; annotated by nobody yet"))
      let items = try await withThrowingTaskGroup(of: [String].self) { group in
        for (place, person) in people.enumerated() {
          group.addTask {
            var items: [String] = []
            for _ in 0..<5 { items.append(try await person.fillIn("/review?f=survey", choice: place, words: "lv sw")) }
            return items
          }
        }
        return try await group.reduce(into: [[String]]()) { $0.append($1) }
      }
      #expect(items.allSatisfy { Set($0).count == 5 })
      let progress = try await people[0].page("/progress?f=survey")
      #expect(progress.contains("10 of 12 answers are there") && progress.contains("Take the answers over"))
      #expect(!progress.contains("What labels make of the rates"))
      let lines = try await people[0].page("/export?f=survey").split(separator: "\n")
      #expect(lines.count == 10 * 5)
      var fields = Person.hidden(progress)
      fields["f"] = "survey"
      let (status, taken) = try await people[0].send(fields, to: "/take")
      #expect(status == .ok && taken.contains("50 answers taken over"))
      #expect(try await people[0].send(fields, to: "/take").1.contains("0 answers taken over"))
    }
    let survey = try SurveyFolder(folder.url.appending(path: "survey"))
    #expect(survey.annotators() == ["anna", "ben"])
    let said = try survey.annotations(by: "anna")
    #expect(said.count == 25 && said.contains { $0.value.contains("sw") })
  }

  @Test func aPlanDealsThePapersOut() async throws {
    let folder = try FolderFixture()
    try Self.makeSurvey(
      folder, papers: 4,
      plan: #"{"seed":1,"pairs":[{"names":["anna","ben"],"papers":["p0","p1"]}],"alone":{"anna":["p2"]}}"#)
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      var items: Set<String> = []
      for _ in 0..<3 { items.insert(try await anna.fillIn("/review?f=survey")) }
      #expect(items == ["p0", "p1", "p2"])
      #expect(try await anna.page("/review?f=survey").contains("Nothing is left for you to answer"))
      let carla = try await Person.signIn("carla", client)
      #expect(try await carla.page("/review?f=survey").contains("Nothing is left for you to answer"))
    }
  }

  @Test func aSampleOfDataIsLabelledAndTheReviewReadsIt() async throws {
    let folder = try FolderFixture()
    try Self.makeSample(folder, pairs: 4, request: "<img src=x onerror=alert(1)>\u{202E}")
    try await folder.visit { client in
      #expect(try await client.page("/").contains("/review?f=sample"))
      let people = try await [Person.signIn("anna", client), Person.signIn("ben", client)]
      let page = try await people[0].page("/review?f=sample")
      #expect(page.contains("Content warning") && !page.contains("<img") && !page.contains("\u{202E}"))
      // Which answer is the chosen one is told nowhere.
      #expect(!page.contains("pair0") && !page.contains("chosen") && !page.contains("rejected"))
      var given = 0
      for person in people {
        while try await !person.page("/review?f=sample").contains("Nothing is left for you") {
          _ = try await person.fillIn("/review?f=sample")
          given += 1
        }
      }
      // Twelve items, of which a fifth in each language is wanted from both.
      let progress = try await people[0].page("/progress?f=sample")
      #expect(given == 16 && progress.contains("16 of 16 answers are there") && progress.contains("Cohen&#39;s kappa"))
      var fields = Person.hidden(progress)
      fields["f"] = "sample"
      #expect(try await people[0].send(fields, to: "/take").1.contains("\(given) answers taken over"))
    }
    let review = try ReviewFolder(at: folder.url.appending(path: "sample"))
    let said = try review.annotations(.annotations)
    #expect(said.count == 16 && Set(said.map(\.annotator)) == ["anna", "ben"])
    #expect(try review.result().labels.count == 8)
  }

  @Test(
    arguments: ["{}", "", "[1]", #"{"form":{"name":"x","instructions":"","shows":[],"questions":[]},"seed":1}"#])
  func aSampleThatIsNoneIsAMessage(text: String) async throws {
    let folder = try FolderFixture()
    let url = folder.url.appending(path: "sample")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: url.appending(path: "sample.json"))
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      for page in ["review", "progress", "export"] {
        let found = try await anna.page("/\(page)?f=sample", status: .unprocessableContent)
        #expect(found.contains("cannot be opened for this") && !found.contains(folder.url.path))
      }
    }
  }

  @Test(arguments: [
    "{", #"{"seed":1,"pairs":[],"alone":7}"#,
    #"{"seed":1,"pairs":[{"names":["a","b"],"papers":[]},{"names":["a","c"],"papers":[]}],"alone":{}}"#,
  ])
  func aPlanThatIsNoneIsAMessage(plan: String) async throws {
    let folder = try FolderFixture()
    try Self.makeSurvey(folder, papers: 2, plan: plan)
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      let page = try await anna.page("/review?f=survey", status: .unprocessableContent)
      #expect(page.contains("plan.json cannot be read") && !page.contains(folder.url.path))
    }
  }

  @Test(arguments: ["rules", "adjudicator"])
  func aNameThatStandsForSomethingElseAnswersNothing(name: String) async throws {
    let folder = try FolderFixture()
    try Self.makeSurvey(folder, papers: 2)
    try await folder.visit { client in
      let person = try await Person.signIn(name, client)
      #expect(try await person.page("/review?f=survey", status: .forbidden).contains("no person&#39;s name"))
    }
  }

  /// Two annotators are at a survey when the server is killed; what it said it had is there afterwards, and no paper is asked
  /// twice.
  @Test func aKilledServerLosesNoAnswerThatItAcknowledged() async throws {
    let folder = try FolderFixture()
    try Self.makeSurvey(folder, papers: 40)
    let acknowledged = folder.url.deletingLastPathComponent().appending(path: "acknowledged")
    _ = FileManager.default.createFile(atPath: acknowledged.path, contents: nil)
    for round in 0..<3 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = folder.url.path as String, receipts = acknowledged.path as String, round = round as Int] in
        let handle = open(receipts, O_WRONLY | O_APPEND)
        try await FolderFixture(sharing: URL(filePath: path)).visit { client in
          try await withThrowingTaskGroup(of: Void.self) { group in
            for name in ["anna", "ben"] {
              let person = try await Person.signIn(name, client)
              group.addTask {
                for number in 0..<10 {
                  let item = try await person.fillIn("/review?f=survey")
                  let line = Array("\(name) \(item)\n".utf8)
                  guard write(handle, line, line.count) == line.count else { return }
                  // Each round at another answer, and while the other annotator is at theirs.
                  if name == "ben", number == 2 + round { kill(getpid(), SIGKILL) }
                }
              }
            }
            try await group.waitForAll()
          }
        }
      }
    }
    let lines = try String(contentsOf: acknowledged, encoding: .utf8).split(separator: "\n").map(String.init)
    #expect(lines.count >= 12 && Set(lines).count == lines.count)
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      let kept = try await anna.page("/export?f=survey").split(separator: "\n")
        .map { try JSONDecoder().decode(Annotation.self, from: Data($0.utf8)) }
      let byLine = Dictionary(grouping: kept) { "\($0.annotator) \($0.item)" }
      #expect(lines.allSatisfy { byLine[$0]?.count == 5 })
      #expect(byLine.values.allSatisfy { $0.count == 5 })
      // At most one answer of each annotator was kept and not acknowledged when the server died.
      #expect(byLine.count - lines.count <= 2 * 3)
    }
  }
}
