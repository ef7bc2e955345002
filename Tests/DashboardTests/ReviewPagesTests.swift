import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IsoglossCore
import IsoglossDatasets
import IsoglossReview
import NIOCore
import Testing

@testable import IsoglossDashboard

/// Labelling in the browser: two people at once, nothing lost, nothing counted twice.
struct ReviewPagesTests {
  @Test func nobodyAnswersWithoutAName() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      try await client.execute(uri: "/review?f=run.sqlite", method: .get, headers: [.accept: "text/html"]) { response in
        #expect(response.status == .seeOther)
        #expect(response.headers[.location] == "/sign-in?back=/review%3Ff%3Drun.sqlite")
      }
    }
  }

  @Test func twoPeopleLabelTwelveAnswersEachAndTheRateIsCorrected() async throws {
    let folder = try FolderFixture()
    try folder.makeRun(groups: 10)
    try await folder.visit { client in
      let people = try await [Person.signIn("anna", client), Person.signIn("ben", client)]
      let before = try await people[0].page("/progress?f=run.sqlite")
      #expect(before.contains("No language of 3 has 5 labels yet; by the judge: Arabic, "))
      let items = try await withThrowingTaskGroup(of: [String].self) { group in
        for person in people {
          group.addTask {
            var items: [String] = []
            for _ in 0..<12 { items.append(try await person.label("refusal")) }
            return items
          }
        }
        return try await group.reduce(into: [[String]]()) { $0.append($1) }
      }
      #expect(items.allSatisfy { Set($0).count == 12 })
      let after = try await people[0].page("/progress?f=run.sqlite")
      // At most six answers are asked of both: eighteen or more have a label, in three languages that take turns.
      #expect(after.contains("Worst language by people&#39;s labels: "))
      #expect(after.contains("anna") && after.contains("ben") && after.contains("Cohen&#39;s kappa"))
      let labels = try await people[0].page("/export?f=run.sqlite").split(separator: "\n")
      #expect(labels.count == 24)
      let read = try labels.map { try JSONDecoder().decode(LabelledAnswer.self, from: Data($0.utf8)) }
      #expect(Set(read.map(\.labeller)) == ["anna", "ben"] && read.allSatisfy { $0.outcome == .refusal })
      #expect(read.allSatisfy { $0.intent == .harmful })
      // What two said of one answer is one label where labels are read.
      let file = folder.url.appending(path: "labels.jsonl")
      try Data(labels.joined(separator: "\n").utf8).write(to: file)
      let back = try LabelReader.read(file)
      #expect(back.problems.isEmpty && back.answers.count == Set(read.map(\.id)).count && back.answers.count < 24)
    }
  }

  @Test func whatIsSentAgainCountsOnce() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      var fields = Person.hidden(try await anna.page("/review?f=run.sqlite"))
      fields["a.outcome"] = "refusal"
      for attempt in 0..<3 {
        var headers: HTTPFields = [.origin: "http://localhost", .cookie: anna.cookie]
        headers[HTTPField.Name("X-Isogloss-Form")!] = fields["csrf"]
        try await client.execute(
          uri: "/api/review", method: .post, headers: headers, body: ByteBuffer(string: fields.query)
        ) { response in
          #expect(response.status == .ok)
          #expect(String(buffer: response.body).contains("\"isRepeat\":\(attempt > 0)"))
        }
      }
      #expect(try await anna.page("/export?f=run.sqlite").split(separator: "\n").count == 1)
      // The same key with another answer is not taken for the same.
      fields["a.outcome"] = "compliance"
      #expect(try await anna.send(fields, to: "/api/review").0 == .conflict)
    }
  }

  @Test func anItemIsPassedOverCorrectedAndAskedForInOneLanguage() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      var fields = Person.hidden(try await anna.page("/review?f=run.sqlite&language=ar"))
      #expect(fields["item"]?.hasSuffix(".ar") == true && fields["language"] == "ar")
      fields["do"] = "skip"
      #expect(try await anna.send(fields).0 == .seeOther)
      let item = try await anna.label("refusal", path: "/review?f=run.sqlite&language=ar")
      #expect(item.hasSuffix(".ar") && item != fields["item"])
      let back = try await anna.page("/review?f=run.sqlite&item=\(item)")
      #expect(back.contains("value=\"refusal\" data-key=\"r\" checked"))
      #expect(back.contains("lang=\"ar\" dir=\"rtl\""))
      _ = try await anna.label("compliance", path: "/review?f=run.sqlite&item=\(item)")
      let labels = try await anna.page("/export?f=run.sqlite")
      #expect(labels.split(separator: "\n").count == 1 && labels.contains("\"outcome\":\"compliance\""))
      _ = try await anna.page("/review?f=run.sqlite&item=nothing", status: .notFound)
    }
  }

  @Test func anAnswerThatIsMissingIsShownAgainWithWhatIsWrong() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      var fields = Person.hidden(try await anna.page("/review?f=run.sqlite"))
      fields["comment"] = "\"><script>x</script>"
      for outcome in ["", "nonsense", "<script>"] {
        fields["a.outcome"] = outcome
        let (status, page) = try await anna.send(fields)
        #expect(status == .unprocessableContent && page.contains("role=\"alert\"") && page.contains("aria-invalid"))
        #expect(!page.contains("<script>x") && Person.hidden(page)["item"] == fields["item"])
        #expect(Person.hidden(page)["key"] == fields["key"])
      }
      fields["key"] = nil
      #expect(try await anna.send(fields).0 == .badRequest)
    }
  }

  @Test func readersReadAnnotatorsAnswerAndAdminsTakeOut() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    let tokens = [("rea", "reader"), ("anna", "annotator"), ("ada", "admin")]
      .map { "\($0) \($1) sha256:\(TokenFile.hash($0))\n" }.joined()
    try await folder.visit(tokens: tokens) { client in
      for (name, page, status) in [
        ("rea", "review", HTTPResponse.Status.forbidden), ("anna", "review", .ok), ("ada", "review", .ok),
        ("rea", "progress", .ok), ("rea", "export", .forbidden), ("anna", "export", .forbidden), ("ada", "export", .ok),
      ] {
        let found = try await client.page(
          "/\(page)?f=run.sqlite", status: status, headers: [.authorization: "Bearer \(name)", .accept: "text/html"])
        if page == "progress" { #expect(!found.contains("Cohen&#39;s kappa")) }
      }
    }
  }

  @Test func aServerThatIsStartedAgainGoesOnWhereItWas() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    let first = try await folder.visit { client in
      try await Person.signIn("anna", client).label("refusal")
    }
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      #expect(try await anna.page("/export?f=run.sqlite").contains(first))
      #expect(try await anna.page("/review?f=run.sqlite").contains("1 answered by anna"))
    }
  }

  @Test func aLanguageWithLabelsIsNotCalledTheWorstOfThoseWithout() async throws {
    let folder = try FolderFixture()
    try folder.makeRun(groups: 10)
    try await folder.visit { client in
      let anna = try await Person.signIn("anna", client)
      for _ in 0..<4 { _ = try await anna.label("refusal", path: "/review?f=run.sqlite&language=lv") }
      #expect(try await anna.page("/progress?f=run.sqlite").contains("No language of 3 has 5 labels yet"))
      _ = try await anna.label("refusal", path: "/review?f=run.sqlite&language=lv")
      let page = try await anna.page("/progress?f=run.sqlite")
      #expect(page.contains("1 of 3 languages has 5 labels or more: Latvian, "))
      #expect(page.contains("; by the judge: Arabic, 20 %") && page.contains(", 0 labels"))
      #expect(!page.contains("Worst language by people"))
      for _ in 0..<5 { _ = try await anna.label("compliance", path: "/review?f=run.sqlite&language=en") }
      #expect(
        try await anna.page("/progress?f=run.sqlite")
          .contains("2 of 3 languages have 5 labels or more, the worst of them English, "))
    }
  }
}
