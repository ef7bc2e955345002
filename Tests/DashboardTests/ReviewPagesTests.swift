import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IsoglossCore
import IsoglossReview
import NIOCore
import Testing

@testable import IsoglossDashboard

/// Labelling in the browser: two people at once, nothing lost, nothing counted twice.
struct ReviewPagesTests {
  /// Somebody at their browser.
  private struct Person {
    let client: any TestClientProtocol
    let cookie: String

    static func signIn(_ name: String, _ client: any TestClientProtocol) async throws -> Person {
      let cookie = try await client.execute(
        uri: "/sign-in", method: .post, headers: headers(nil), body: ByteBuffer(string: "name=\(name)")
      ) { response in
        #expect(response.status == .seeOther)
        return String((response.headers[.setCookie] ?? "").prefix { $0 != ";" })
      }
      return Person(client: client, cookie: cookie)
    }

    private static func headers(_ cookie: String?) -> HTTPFields {
      var headers: HTTPFields = [
        .accept: "text/html", .origin: "http://localhost", .contentType: "application/x-www-form-urlencoded",
      ]
      headers[.cookie] = cookie
      return headers
    }

    func page(_ path: String, status: HTTPResponse.Status = .ok) async throws -> String {
      try await client.page(path, status: status, headers: Self.headers(cookie))
    }

    /// The hidden fields of the form that a page has.
    static func hidden(_ page: String) -> FormFields {
      var fields = FormFields()
      for match in page.matches(of: /<input type="hidden" name="([^"]*)" value="([^"]*)">/) {
        fields[String(match.output.1)] = String(match.output.2)
      }
      return fields
    }

    func send(_ fields: FormFields, to path: String = "/review") async throws -> (HTTPResponse.Status, String) {
      try await client.execute(
        uri: path, method: .post, headers: Self.headers(cookie), body: ByteBuffer(string: fields.query)
      ) { ($0.status, String(buffer: $0.body)) }
    }

    /// Answers the next item.
    func label(_ outcome: String, path: String = "/review?f=run.sqlite") async throws -> String {
      var fields = Self.hidden(try await page(path))
      fields["a.outcome"] = outcome
      let (status, _) = try await send(fields)
      #expect(status == .seeOther)
      return fields["item"] ?? ""
    }
  }

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

  @Test func twoPeopleLabelTwentyAnswersAndTheRateIsCorrected() async throws {
    let folder = try FolderFixture()
    try folder.makeRun(groups: 10)
    try await folder.visit { client in
      let people = try await [Person.signIn("anna", client), Person.signIn("ben", client)]
      let before = try await people[0].page("/progress?f=run.sqlite")
      #expect(before.contains("no language has 5 yet"))
      let items = try await withThrowingTaskGroup(of: [String].self) { group in
        for person in people {
          group.addTask {
            var items: [String] = []
            for _ in 0..<10 { items.append(try await person.label("refusal")) }
            return items
          }
        }
        return try await group.reduce(into: [[String]]()) { $0.append($1) }
      }
      #expect(items.allSatisfy { Set($0).count == 10 })
      let after = try await people[0].page("/progress?f=run.sqlite")
      #expect(after.contains("Worst language by people&#39;s labels"))
      #expect(after.contains("anna") && after.contains("ben") && after.contains("Cohen&#39;s kappa"))
      let labels = try await people[0].page("/export?f=run.sqlite").split(separator: "\n")
      #expect(labels.count == 20)
      let read = try labels.map { try JSONDecoder().decode(LabelledAnswer.self, from: Data($0.utf8)) }
      #expect(Set(read.map(\.labeller)) == ["anna", "ben"] && read.allSatisfy { $0.outcome == .refusal })
      #expect(read.allSatisfy { $0.intent == .harmful })
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
}
