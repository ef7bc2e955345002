import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import IsoglossCore
import NIOCore
import Testing

@testable import IsoglossDashboard

/// What a dashboard does with foreign pages, foreign names, hostile runs and hostile answers.
struct SecurityTests {
  private static let tokens = [("anna", "annotator"), ("ben", "annotator"), ("rea", "reader"), ("ada", "admin")]
    .map { "\($0) \($1) sha256:\(TokenFile.hash("token of \($0)"))\n" }.joined()
  private static let form: HTTPFields = [
    .contentType: "application/x-www-form-urlencoded", .origin: "http://localhost", .accept: "text/html",
  ]

  @Test func othersAreReachedWithTokensAlone() throws {
    let folder = try FolderFixture()
    for host in ["0.0.0.0", "::", "192.168.1.2", "dash.example.org"] {
      #expect(throws: DashboardError.self) { try folder.settings(host: host) }
      _ = try folder.settings(tokens: Self.tokens, host: host)
    }
    #expect(throws: DashboardError.self) {
      try Dashboard(
        DashboardSettings(
          folder: folder.url.appending(path: "nowhere"), keyFile: folder.url.appending(path: "k"),
          answers: folder.url,
          report: folder.settings().report))
    }
  }

  @Test func everyResponseForbidsWhatIsNotOurs() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit { client in
      for path in ["/", "/run?f=run.sqlite", "/samples?f=run.sqlite", "/nowhere", "/run?f=nothing", "/sign-in"] {
        try await client.execute(uri: path, method: .get, headers: [.accept: "text/html"]) { response in
          let policy = response.headers[HTTPField.Name("Content-Security-Policy")!] ?? ""
          #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"), "\(path)")
          #expect(response.headers[HTTPField.Name("X-Content-Type-Options")!] == "nosniff")
          Self.expectNothingInline(String(buffer: response.body), path)
        }
      }
    }
  }

  /// No script, style or handler in the page itself, and no address outside it.
  private static func expectNothingInline(_ page: String, _ path: String) {
    #expect(!page.contains("<style"), "\(path)")
    #expect(page.components(separatedBy: "<script").count == 2, "\(path)")
    let bare = page.replacing(/"[^"]*"/, with: "\"\"")
    #expect(!bare.contains(/<[^>]*\sstyle=/), "\(path)")
    #expect(!bare.contains(/<[^>]*\son[a-z]+\s*=/), "\(path)")
    #expect(page.firstMatch(of: /(?:href|src|action)="(?!\/|#)[^"]*"/) == nil, "\(path)")
  }

  @Test(arguments: [
    "../../etc/passwd", "/etc/passwd", "..%2F..%2Fetc%2Fpasswd", "%2e%2e/secret.sqlite", "run.sqlite%00", "link.sqlite",
    "out/secret.sqlite", "", ".hidden.sqlite", "../secret.sqlite",
  ])
  func noPathLeadsOutOfTheFolder(name: String) async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try folder.makeRun("../secret.sqlite")
    try folder.makeRun(".hidden.sqlite")
    let outside = folder.url.deletingLastPathComponent()
    let files = FileManager.default
    try files.createSymbolicLink(
      at: folder.url.appending(path: "link.sqlite"), withDestinationURL: outside.appending(path: "secret.sqlite"))
    try files.createSymbolicLink(at: folder.url.appending(path: "out"), withDestinationURL: outside)
    try await folder.visit { client in
      for page in ["run", "samples", "sample", "api/run"] {
        _ = try await client.page("/\(page)?f=\(name)&id=g0.harmful.lv", status: .notFound)
      }
      #expect(try await !client.page("/").contains("secret"))
    }
  }

  @Test func whatAModelOrAFileSaysIsTextAndNothingElse() async throws {
    let folder = try FolderFixture()
    let hostile = "</blockquote><script>alert(1)</script><img src=x onerror=alert(1)>\" onload=\"x\u{202E}\u{0}&lt;"
    try folder.makeRun("<img src=x onerror=alert(2)>.sqlite", groups: 1) { _, _ in hostile }
    let name = FormFields.escape("<img src=x onerror=alert(2)>.sqlite")
    let paths = [
      "/", "/run?f=\(name)", "/samples?f=\(name)", "/samples?f=\(name)&q=\(FormFields.escape("\"><script>x</script>"))",
      "/sample?f=\(name)&id=g0.harmful.lv&back=javascript:alert(1)",
      "/search?q=\(FormFields.escape("<script>alert(3)"))",
      "/sign-in?back=\(FormFields.escape("\"><script>"))",
    ]
    try await folder.visit { client in
      for path in paths {
        let page = try await client.page(path)
        #expect(!page.contains("<img") && !page.contains("<script>") && !page.contains("javascript:"), "\(path)")
        #expect(!page.contains("\u{202E}") && !page.contains("\u{0}"), "\(path)")
        Self.expectNothingInline(page, path)
      }
      let run = try await client.page(paths[1]) { $0.contains("Which language is worst") }
      #expect(!run.contains("<img") && !run.contains("<script>"))
    }
  }

  @Test(arguments: [0, 15, 100, 4096, 5000])
  func aRunThatIsCutShortIsAMessage(length: Int) async throws {
    let folder = try FolderFixture()
    let url = try folder.makeRun()
    let whole = try Data(contentsOf: url)
    for tail in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: url.path + tail) }
    try whole.prefix(length).write(to: url)
    try await folder.visit { client in
      let page = try await client.page("/run?f=run.sqlite", status: .unprocessableContent)
      #expect(page.contains("cannot be read") && !page.contains(folder.url.path))
      #expect(try await client.page("/").contains("cannot be read"))
    }
  }

  @Test func aForeignNameGetsNothing() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await Dashboard(folder.settings()).application().test(.live) { client in
      let port = try #require(client.port)
      try await TestClient.withClient(host: "localhost", port: port) { other in
        for (authority, status) in [
          ("evil.example", HTTPResponse.Status.misdirectedRequest), ("evil.example:\(port)", .misdirectedRequest),
          ("localhost:\(port)", .ok), ("127.0.0.1:\(port)", .ok),
        ] {
          let response = try await other.execute(
            TestClient.Request("/", method: .get, authority: authority, headers: [.connection: "keep-alive"]))
          #expect(response.status == status, "\(authority)")
        }
      }
    }
  }

  @Test func withoutATokenThereIsTheDoorAndNothingElse() async throws {
    let folder = try FolderFixture()
    try folder.makeRun()
    try await folder.visit(tokens: Self.tokens) { client in
      for path in ["/", "/run?f=run.sqlite", "/search?q=x", "/review?f=run.sqlite"] {
        try await client.execute(uri: path, method: .get, headers: [.accept: "text/html"]) { response in
          #expect(response.status == .seeOther)
          #expect(response.headers[.location]?.hasPrefix("/sign-in?back=") == true)
          #expect(!String(buffer: response.body).contains("run.sqlite"))
        }
      }
      try await client.execute(uri: "/api/run?f=run.sqlite", method: .get) { #expect($0.status == .forbidden) }
      for name in Self.tokens.split(separator: "\n").map({ $0.split(separator: " ")[0] }) {
        let page = try await client.page(
          "/", headers: [.authorization: "Bearer token of \(name)", .accept: "text/html"])
        #expect(page.contains("run.sqlite") && !page.contains("token of"))
      }
    }
  }

  @Test func wrongTokensRunOut() async throws {
    let folder = try FolderFixture()
    try await folder.visit(tokens: Self.tokens) { client in
      var statuses: [HTTPResponse.Status] = []
      let start = ContinuousClock.now
      for number in 0..<15 {
        try await client.execute(
          uri: "/sign-in", method: .post, headers: Self.form, body: ByteBuffer(string: "token=wrong\(number)")
        ) { response in
          statuses.append(response.status)
          #expect(!String(buffer: response.body).contains("wrong\(number)"))
        }
      }
      // Ten at once, and one more every five seconds: a busy machine may take that long.
      let seconds = (ContinuousClock.now - start) / .seconds(1)
      #expect(statuses.prefix(10).allSatisfy { $0 == .forbidden })
      #expect(Double(statuses.count { $0 == .forbidden }) <= 11 + 0.2 * seconds, "\(statuses) in \(seconds) s")
      #expect(statuses.allSatisfy { $0 == .forbidden || $0 == .tooManyRequests })
      // Who has a token gets in all the same.
      try await client.execute(
        uri: "/sign-in", method: .post, headers: Self.form, body: ByteBuffer(string: "token=token+of+anna")
      ) { #expect($0.status == .seeOther) }
    }
  }

  @Test func aChangeNeedsTheSessionsOwnMark() async throws {
    let folder = try FolderFixture()
    try await folder.visit(tokens: Self.tokens) { client in
      let cookie = try await client.execute(
        uri: "/sign-in", method: .post, headers: Self.form, body: ByteBuffer(string: "token=token+of+anna&back=/search")
      ) { response in
        #expect(response.headers[.location] == "/search")
        return response.headers[.setCookie] ?? ""
      }
      #expect(cookie.contains("HttpOnly") && cookie.contains("SameSite=Strict") && cookie.contains("Path=/"))
      var headers = Self.form
      headers[.cookie] = String(cookie.prefix { $0 != ";" })
      let page = try await client.page("/", headers: headers)
      let csrf = try #require(page.firstMatch(of: /name="csrf" value="([0-9a-f]{64})"/)).output.1
      #expect(page.contains("anna"))
      func signOut(_ body: String, _ origin: String?) async throws -> HTTPResponse.Status {
        var headers = headers
        headers[.origin] = origin
        return try await client.execute(
          uri: "/sign-out", method: .post, headers: headers, body: ByteBuffer(string: body)
        ) { $0.status }
      }
      #expect(try await signOut("", "http://localhost") == .forbidden)
      #expect(try await signOut("csrf=\(String(repeating: "0", count: 64))", "http://localhost") == .forbidden)
      #expect(try await signOut("csrf=\(csrf)", "https://evil.example") == .forbidden)
      #expect(try await signOut("csrf=\(csrf)", nil) == .forbidden)
      #expect(try await signOut("csrf=\(csrf)", "http://localhost") == .seeOther)
    }
  }

  @Test func aProxysCookieGoesOverTLSAlone() throws {
    let folder = try FolderFixture()
    let site = try Site(folder.settings(origin: "https://dash.example.org"))
    let header = site.access.header(signingIn: Account(name: "anna", role: .reader, tokenHash: nil))
    #expect(header.hasPrefix("__Host-isogloss-") && header.hasSuffix("; Secure"))
  }

  @Test func aFormThatIsTooLongIsRefused() async throws {
    let folder = try FolderFixture()
    try await folder.visit { client in
      try await client.execute(
        uri: "/sign-in", method: .post, headers: Self.form, body: ByteBuffer(repeating: 0x61, count: 1 << 20)
      ) { #expect($0.status == .contentTooLarge) }
    }
  }
}
