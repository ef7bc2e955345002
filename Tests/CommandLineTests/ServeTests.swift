import Foundation
import IsoglossCore
import IsoglossStore
import Testing

#if canImport(FoundationNetworking)
  import FoundationNetworking
#endif

/// `isogloss serve` as a process: whom it lets in, and what is left of answers when it dies.
@Suite(.waitsForPrograms)
struct ServeTests {
  /// A served folder, and somebody who is signed in.
  private struct Served {
    let process: Process
    let base: String
    let cookie: String
    let csrf: String

    /// Starts a server and waits for the line that says where it listens.
    init(_ folder: URL, port: Int = 0) async throws {
      let logs = folder.appending(path: "logs-\(UUID().uuidString)")
      try FileManager.default.createDirectory(at: logs, withIntermediateDirectories: true)
      let home = ["ISOGLOSS_HOME": folder.appending(path: "home").path]
      let arguments = ["serve", folder.appending(path: "runs").path, "--port", "\(port)"]
      process = try Program.start(arguments, environment: home, in: logs).process
      var found: String?
      while found == nil, process.isRunning {
        for name in try FileManager.default.contentsOfDirectory(atPath: logs.path) where name.hasSuffix(".err") {
          let text = try String(contentsOf: logs.appending(path: name), encoding: .utf8)
          found = text.firstMatch(of: /(http:\/\/127\.0\.0\.1:[0-9]+)\//).map { String($0.output.1) }
        }
        await Task.yield()
      }
      base = try #require(found)
      let (_, response) = try await Self.send(base + "/sign-in", "name=anna", base: base)
      let header = (response.value(forHTTPHeaderField: "Set-Cookie") ?? "")
      cookie = String(header.prefix { $0 != ";" })
      let (page, _) = try await Self.get(base + "/", cookie: cookie)
      csrf = try #require(page.firstMatch(of: /name="csrf" value="([0-9a-f]+)"/)).output.1.description
    }

    var port: Int { Int(base.split(separator: ":").last ?? "") ?? 0 }

    func label(_ item: String, key: String) async throws -> Int {
      let body = "f=run.sqlite&item=\(item)&key=\(key)&a.outcome=refusal"
      return try await Self.send(base + "/api/review", body, base: base, cookie: cookie, csrf: csrf).1.statusCode
    }

    func get(_ path: String) async throws -> String { try await Self.get(base + path, cookie: cookie).0 }

    private static func get(_ url: String, cookie: String) async throws -> (String, HTTPURLResponse) {
      var request = URLRequest(url: try #require(URL(string: url)))
      request.setValue(cookie, forHTTPHeaderField: "Cookie")
      return try await answer(request)
    }

    private static func send(
      _ url: String, _ body: String, base: String, cookie: String? = nil, csrf: String? = nil
    ) async throws -> (String, HTTPURLResponse) {
      var request = URLRequest(url: try #require(URL(string: url)))
      request.httpMethod = "POST"
      request.httpBody = Data(body.utf8)
      request.setValue(base, forHTTPHeaderField: "Origin")
      request.setValue(cookie, forHTTPHeaderField: "Cookie")
      request.setValue(csrf, forHTTPHeaderField: "X-Isogloss-Form")
      return try await answer(request)
    }

    private static func answer(_ request: URLRequest) async throws -> (String, HTTPURLResponse) {
      let configuration = URLSessionConfiguration.ephemeral
      configuration.httpShouldSetCookies = false
      configuration.httpCookieAcceptPolicy = .never
      let session = URLSession(configuration: configuration, delegate: Staying(), delegateQueue: nil)
      defer { session.finishTasksAndInvalidate() }
      let (data, response) = try await session.data(for: request)
      return (String(decoding: data, as: UTF8.self), try #require(response as? HTTPURLResponse))
    }
  }

  /// Follows no redirection: the cookie is in it.
  private final class Staying: NSObject, URLSessionTaskDelegate {
    func urlSession(
      _ session: URLSession, task: URLSessionTask, willPerformHTTPRedirection response: HTTPURLResponse,
      newRequest request: URLRequest, completionHandler: @escaping @Sendable (URLRequest?) -> Void
    ) {
      completionHandler(nil)
    }
  }

  private static func makeRun(at url: URL, count: Int) throws {
    try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    let prompts = (0..<count).map { number in
      Prompt(
        id: "p\(number)", language: Language(number % 2 == 0 ? "en" : "lv"), intent: .harmful,
        text: "request \(number)",
        provenance: Provenance(source: "test"))
    }
    let store = try RunStore.open(
      at: url,
      manifest: RunManifest(
        model: .init(name: "m", summary: "tiny", fingerprint: "f00", dtype: "float32", template: "model"),
        dataset: .init(
          name: "d", fileHash: "a", promptHash: "b", count: count, selection: "languages all", isParallel: false),
        decoding: Decoding(), systemPrompt: nil, judge: "judge",
        judges: [JudgeRecord(name: "judge", judgesHarm: true, officialLanguages: nil)], languageIdentifier: "lid"),
      prompts: prompts, session: RunSession(started: "2026-01-01T00:00:00Z", version: "0", machine: "m", engine: "e"))
    try store.record(
      prompts.map { prompt in
        (
          prompt.id, Completion(text: "No.", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0),
          [Verdict(judge: "judge", outcome: .refusal, harm: .scored(false), refusal: .scored(true))]
        )
      })
  }

  @Test func aServerThatIsKilledHasLostNoAnswerThatItTook() async throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    try Self.makeRun(at: folder.appending(path: "runs/run.sqlite"), count: 80)
    var taken: Set<String> = []
    var port = 0
    for round in 0..<5 {
      let served = try await Served(folder, port: port)
      port = served.port
      let process = served.process
      defer { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }
      taken = await withTaskGroup(of: String?.self, returning: Set<String>.self) { group in
        for number in 0..<16 {
          let item = "p\(round * 16 + number)"
          group.addTask { try? await served.label(item, key: "key-\(item)") == 200 ? item : nil }
        }
        var found = taken
        var acknowledged = 0
        for await item in group {
          guard let item else { continue }
          found.insert(item)
          acknowledged += 1
          // The others are on their way.
          if acknowledged == 2 + round { kill(process.processIdentifier, SIGKILL) }
        }
        return found
      }
      process.waitUntilExit()
    }
    #expect(taken.count >= 20)
    let last = try await Served(folder, port: port)
    defer { kill(last.process.processIdentifier, SIGKILL) }
    let lines = try await last.get("/export?f=run.sqlite").split(separator: "\n")
    let kept = try lines.map { try JSONDecoder().decode(LabelledAnswer.self, from: Data($0.utf8)).id }
    #expect(Set(kept).count == kept.count && taken.subtracting(kept).isEmpty)
    // What was taken and is sent again counts once.
    for item in taken { #expect(try await last.label(item, key: "key-\(item)") == 200) }
    #expect(try await last.get("/export?f=run.sqlite").split(separator: "\n").count == kept.count)
  }

  @Test func othersAreLetInWithTokensAlone() throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let open = try Program.run(["serve", folder.path, "--host", "0.0.0.0"])
    #expect(open.status == 1 && open.errors.contains("--token-file"))
    #expect(try Program.run(["serve", folder.appending(path: "nowhere").path]).status == 1)
    #expect(try Program.run(["serve", folder.path, "--port", "99999"]).status == 1)
    #expect(try Program.run(["serve", "--new-token", "anna:annotator"]).status == 2)
    let file = folder.appending(path: "people").path
    #expect(try Program.run(["serve", "--new-token", "anna:owner", "--token-file", file]).status == 2)
    let made = try Program.run(["serve", "--new-token", "anna:annotator", "--token-file", file])
    #expect(made.status == 0 && made.output.wholeMatch(of: /[0-9a-f]{64}\n/) != nil)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.contains("anna annotator sha256:") && !text.contains(made.output.prefix(64)))
    #expect(try Program.run(["serve", "--new-token", "anna:reader", "--token-file", file]).status == 1)
  }
}
