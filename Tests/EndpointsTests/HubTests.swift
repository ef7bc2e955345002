import Foundation
import Synchronization
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// Data sets fetched from a Hub on loopback. Waits between attempts are counted, not waited for.
struct HubTests {
  private let folder: URL
  private let files: [String: HubServer.File]

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-hub-\(UUID().uuidString)")
    func bytes(_ count: Int) -> [UInt8] { (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ $0 >> 8) } }
    files = [
      "README.md": .init(bytes: Array("# A set\n".utf8)), "empty.txt": .init(bytes: []),
      "data/lv/train 1+2.jsonl": .init(bytes: bytes(5000)),
      "data/train.parquet": .init(bytes: bytes(200_000), isLarge: true),
      "data/copy.parquet": .init(bytes: bytes(200_000), isLarge: true),
    ]
  }

  private func settings(_ change: (inout HubServer.Settings) -> Void = { _ in }) -> HubServer.Settings {
    var settings = HubServer.Settings()
    settings.files = files
    change(&settings)
    return settings
  }

  private func fetch(
    _ server: LoopbackServer, _ name: String = "hub:owner/set", include: [String] = [], token: String? = nil,
    time: TestTime = TestTime(), attempts: Int = 3
  ) async throws -> HubFetch.Result {
    var environment = ["HF_ENDPOINT": "http://127.0.0.1:\(server.port)/"]
    if let token { environment["HF_TOKEN"] = token }
    return try await HubFetch(
      HubRepository(name), into: folder, options: HubOptions(include: include, concurrency: 2, attempts: attempts),
      environment: environment, time: time.keeper()
    ).run()
  }

  private func bytes(_ path: String) -> [UInt8]? {
    (try? Data(contentsOf: folder.appending(path: path))).map { Array($0) }
  }

  /// Files of the folder, without its records.
  private var held: [String] {
    let all = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return all.filter { path in
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: folder.appending(path: path).path, isDirectory: &isFolder)
      return !isFolder.boolValue && !path.hasPrefix(HubFolder.records)
    }.sorted()
  }

  private var parts: [String] {
    let all =
      (try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: HubFolder.records).path)) ?? []
    return all.filter { $0.hasSuffix(".part") }
  }

  @Test func everyFileComesOverPagesAndRedirectsAndTheTokenStaysWithTheHub() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let store = HubServer(settings())
    try await LoopbackServer.with(store.act) { storeServer in
      let hub = HubServer(
        settings {
          $0.page = 2
          $0.token = KeyTests.key
          $0.store = "http://127.0.0.1:\(storeServer.port)"
          $0.redirectsSmallFiles = true
        })
      try await LoopbackServer.with(hub.act) { server in
        let result = try await fetch(server, token: KeyTests.key)
        #expect(result.snapshot.commit == hub.settings.commit)
        #expect(result.kept == 0)
        #expect(held == files.keys.sorted())
        for (path, file) in files { #expect(bytes(path) == file.bytes, "\(path)") }
        #expect(parts.isEmpty)
        // What is listed and fetched is the commit, whatever `main` becomes.
        #expect(server.seen.count { $0.path.contains("main") } == 1)
        #expect(server.seen.filter { $0.path.contains("/tree/") }.count == 3)
        #expect(server.seen.allSatisfy { $0.headers["authorization"] == "Bearer \(KeyTests.key)" })
        #expect(storeServer.seen.count == 2)
        #expect(storeServer.seen.allSatisfy { $0.headers["authorization"] == nil && $0.path.hasPrefix("/store/") })
        let before = server.seen.count
        let again = try await fetch(server, token: KeyTests.key)
        #expect(again.kept == files.count)
        #expect(server.seen.count == before)
      }
    }
    for path in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let data = try? Data(contentsOf: folder.appending(path: path))
      #expect(data?.firstRange(of: Data(KeyTests.key.utf8)) == nil, "the token is in \(path)")
    }
  }

  @Test func theCommitIsPinnedByTheFirstFetch() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let hub = HubServer(settings())
    try await LoopbackServer.with(hub.act) { server in
      let first = try await fetch(server, include: ["*.md"])
      #expect(first.files.map(\.path) == ["README.md"])
      let second = try await fetch(server, include: ["data/*"])
      #expect(second.files.map(\.path) == ["data/copy.parquet", "data/lv/train 1+2.jsonl", "data/train.parquet"])
      #expect(server.seen.count { $0.path.contains("/revision/") } == 1)
      #expect(try await fetch(server, "hub:owner/set@\(first.snapshot.commit)").kept == 4)
      let missing = await #expect(throws: EndpointError.self) { try await fetch(server, include: ["*.xlsx"]) }
      #expect(missing?.code == .notFound && missing?.message.contains("README.md") == true)
      let other = await #expect(throws: EndpointError.self) { try await fetch(server, "hub:owner/other") }
      #expect(other?.code == .file)
      hub.settings.commit = String(repeating: "0123456789", count: 4)
      let moved = await #expect(throws: EndpointError.self) {
        try await fetch(server, "hub:owner/set@\(hub.settings.commit)")
      }
      #expect(moved?.code == .file && moved?.message.contains("choose another folder") == true)
    }
  }

  struct Refusal: Sendable {
    var name: String
    var act: LoopbackServer.Act
    var token: String?
    var code: EndpointError.Code
    var says: String
  }

  static let refusals: [Refusal] = [
    Refusal(
      name: "no token", act: .json(#"{"error":"Invalid username or password."}"#, status: 401), code: .unauthorized,
      says: "HF_TOKEN holds"),
    Refusal(
      name: "a wrong token", act: .json(#"{"error":"bad token \#(KeyTests.key)"}"#, status: 401), token: KeyTests.key,
      code: .unauthorized, says: "does not accept the token"),
    Refusal(
      name: "gated, no token",
      act: .json(
        #"{"error":"Access to dataset is restricted"}"#, status: 401, headers: [("X-Error-Code", "GatedRepo")]),
      code: .unauthorized, says: "accept its terms"),
    Refusal(
      name: "gated", act: .json("", status: 403, headers: [("X-Error-Code", "GatedRepo")]), token: KeyTests.key,
      code: .unauthorized, says: "accept its terms"),
    Refusal(
      name: "gated as not found", act: .json("", status: 404, headers: [("X-Error-Code", "GatedRepo")]),
      code: .unauthorized, says: "accept its terms"),
    Refusal(name: "not there", act: .json("Not found", status: 404), code: .notFound, says: "check the name"),
    Refusal(
      name: "no such revision", act: .json("", status: 404, headers: [("X-Error-Code", "RevisionNotFound")]),
      code: .notFound, says: "no revision main"),
    Refusal(name: "forbidden", act: .json("", status: 403), token: KeyTests.key, code: .unauthorized, says: "HF_TOKEN"),
    Refusal(name: "no JSON", act: .json("<html>"), code: .unsupported, says: "the Hub's interface does not"),
    Refusal(name: "no commit", act: .json(#"{"sha":"main"}"#), code: .unsupported, says: "names no commit"),
    Refusal(
      name: "in circles", act: .json("", status: 302, headers: [("Location", "/api/datasets/owner/set/revision/main")]),
      code: .redirect, says: "without end"),
    Refusal(
      name: "to a file", act: .json("", status: 302, headers: [("Location", "file:///etc/passwd")]), code: .redirect,
      says: "not to an address"),
    Refusal(name: "to nowhere", act: .json("", status: 302), code: .redirect, says: "not to an address"),
  ]

  @Test(arguments: 0..<13)
  func aRefusalSaysWhatToDo(number: Int) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let refusal = Self.refusals[number]
    try await LoopbackServer.with({ _ in refusal.act }) { server in
      let error = await #expect(throws: EndpointError.self, "\(refusal.name)") {
        try await fetch(server, token: refusal.token)
      }
      #expect(error?.code == refusal.code, "\(refusal.name): \(error?.message ?? "")")
      #expect(error?.message.contains(refusal.says) == true, "\(refusal.name): \(error?.message ?? "")")
      #expect(error?.message.contains(KeyTests.key.dropLast(8)) == false)
      #expect(held.isEmpty)
    }
  }

  @Test func tooMuchToDoIsWaitedForAndThenGivenUp() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let busy = Mutex(2)
    let hub = HubServer(settings()) { _ in
      let isBusy = busy.withLock { left in
        left -= 1
        return left >= 0
      }
      return isBusy ? .json("", status: 429, headers: [("Retry-After", "7")]) : nil
    }
    try await LoopbackServer.with(hub.act) { server in
      let time = TestTime()
      _ = try await fetch(server, time: time)
      #expect(time.sleeps == [.seconds(7), .seconds(7)])
      #expect(held.count == files.count)
    }
    try await LoopbackServer.with({ _ in .json("", status: 503) }) { server in
      try FileManager.default.removeItem(at: folder)
      let error = await #expect(throws: EndpointError.self) { try await fetch(server) }
      #expect(error?.code == .requestFailed && error?.message.contains("status 503") == true)
      #expect(server.seen.count == 3)
    }
  }

  /// Every reply ends after some thousand bytes: the file comes piece by piece, each byte once.
  @Test func aBodyThatIsCutIsContinuedFromItsLastByte() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try #require(files["data/train.parquet"])
    let starts = Mutex([Int]())
    let hub = HubServer(settings()) { seen in
      guard seen.path.contains("resolve"), seen.path.hasSuffix("train.parquet") else { return nil }
      let start = HubServer.start(of: seen) ?? 0
      starts.withLock { $0.append(start) }
      let end = min(start + 17_000, file.bytes.count)
      let range = "bytes \(start)-\(file.bytes.count - 1)/\(file.bytes.count)"
      return .broken(
        status: start == 0 ? 200 : 206, headers: start == 0 ? [] : [("Content-Range", range)],
        body: Array(file.bytes[start..<end]), count: file.bytes.count - start)
    }
    try await LoopbackServer.with(hub.act) { server in
      _ = try await fetch(server, include: ["*train.parquet"], attempts: 2)
      #expect(bytes("data/train.parquet") == file.bytes)
      // A step may be shorter than what was sent: what is lost in a broken connection is asked for again.
      let asked = starts.withLock { $0 }
      #expect(asked.count >= 12 && asked == asked.sorted() && Set(asked).count == asked.count, "\(asked)")
    }
  }

  @Test func aServerWithoutRangesStartsTheFileAgain() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try #require(files["data/train.parquet"])
    let first = Mutex(true)
    let hub = HubServer(settings { $0.takesRanges = false }) { seen in
      let isFirst = first.withLock { isFirst in
        defer { isFirst = isFirst && !seen.path.hasSuffix("train.parquet") }
        return isFirst
      }
      guard isFirst, seen.path.hasSuffix("train.parquet") else { return nil }
      return .broken(body: Array(file.bytes.prefix(60_000)), count: file.bytes.count)
    }
    try await LoopbackServer.with(hub.act) { server in
      _ = try await fetch(server, include: ["data/train.parquet"])
      #expect(bytes("data/train.parquet") == file.bytes)
    }
  }

  @Test(arguments: ["data/train.parquet", "README.md"])
  func wrongBytesAreNotKept(path: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = try #require(files[path])
    let isWrong = Mutex(true)
    let hub = HubServer(settings()) { seen in
      guard seen.path.contains("resolve"), seen.path.hasSuffix(path), isWrong.withLock({ $0 }) else { return nil }
      return .reply(status: 200, body: file.bytes.dropLast() + [file.bytes[file.bytes.count - 1] ^ 1])
    }
    try await LoopbackServer.with(hub.act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server) }
      #expect(error?.code == .damaged && error?.message.contains(path) == true)
      #expect(bytes(path) == nil)
      isWrong.withLock { $0 = false }
      _ = try await fetch(server)
      #expect(bytes(path) == file.bytes)
    }
  }

  /// A part and a file that something else has spoilt since are found out, and fetched again.
  @Test func whatWasSpoiltHereIsFetchedAgain() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let hub = HubServer(settings())
    try await LoopbackServer.with(hub.act) { server in
      _ = try await fetch(server)
      try Data("spoilt".utf8).write(to: folder.appending(path: "README.md"))
      try FileManager.default.removeItem(at: folder.appending(path: "data/train.parquet"))
      let place = try HubFolder(folder)
      let snapshot = try #require(try place.snapshot())
      let file = try #require(snapshot.files.first { $0.path == "data/train.parquet" })
      try place.part(of: file).append([UInt8](repeating: 7, count: 1000))
      let busy = await #expect(throws: EndpointError.self, "the folder is locked") { try await fetch(server) }
      #expect(busy?.code == .file)
      withExtendedLifetime(place) {}
    }
    try await LoopbackServer.with(hub.act) { server in
      let result = try await fetch(server)
      #expect(result.kept == files.count - 2)
      for (path, file) in files { #expect(bytes(path) == file.bytes, "\(path)") }
      #expect(server.seen.contains { HubServer.start(of: $0) == 1000 })
    }
  }

  @Test(
    arguments: [
      "../outside", "/etc/outside", "a/../../outside", "a//b", "", ".", "a\\\\b", "a\\u0000b", ".isogloss-hub/lock",
    ])
  func aPathThatLeavesTheFolderIsRefused(path: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let oid = HubServer.gitBlob([])
    let tree = #"[{"type":"file","oid":"\#(oid)","size":0,"path":"\#(path)"}]"#
    try await LoopbackServer.with(HubServer(settings { $0.tree = tree }).act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server) }
      #expect(error?.code == .unsupported)
      #expect(server.seen.allSatisfy { !$0.path.contains("resolve") })
    }
  }

  @Test(arguments: [#"{"error":"no"}"#, "[", #"[{"type":"file","path":"a","oid":"x","size":1}]"#, "[1]"])
  func aListingThatIsNoneIsRefused(tree: String) async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    try await LoopbackServer.with(HubServer(settings { $0.tree = tree }).act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server) }
      #expect(error?.code == .unsupported)
    }
  }

  @Test func whatTheHubDoesNotListIsNotTaken() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let hub = HubServer(settings()) { seen in
      guard seen.path.contains("README.md") else { return nil }
      return .reply(status: 200, body: Array("# A set\nand more than is listed".utf8))
    }
    try await LoopbackServer.with(hub.act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server, include: ["README.md"]) }
      #expect(error?.code == .damaged && error?.message.contains("more of README.md") == true)
    }
    let other = HubServer(settings()) { seen in
      guard seen.path.contains("README.md") else { return nil }
      return .reply(status: 200, headers: [("X-Repo-Commit", "another")], body: Array("# A set\n".utf8))
    }
    try await LoopbackServer.with(other.act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server, include: ["README.md"]) }
      #expect(error?.code == .damaged && held.isEmpty)
    }
  }

  @Test func thePagesOfAListingStayOnTheHub() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let hub = HubServer(settings()) { seen in
      seen.path.contains("/tree/")
        ? .json("[]", headers: [("Link", "<http://localhost:9/api/next>; rel=\"next\"")]) : nil
    }
    try await LoopbackServer.with(hub.act) { server in
      let error = await #expect(throws: EndpointError.self) { try await fetch(server, token: KeyTests.key) }
      #expect(error?.code == .redirect && error?.message.contains("localhost") == true)
    }
  }

  @Test func aTokenIsNotSentInTheOpen() {
    let error = #expect(throws: EndpointError.self) {
      try HubFetch(
        HubRepository("hub:a/b"), into: folder,
        environment: ["HF_ENDPOINT": "http://mirror.example", "HF_TOKEN": KeyTests.key])
    }
    #expect(error?.code == .badAddress)
    #expect(error?.message.contains(KeyTests.key) == false)
    for address in ["ftp://a", "huggingface.co", "https://user:secret@a", "https://a?token=b", "https://"] {
      #expect(throws: EndpointError.self) {
        try HubFetch(HubRepository("hub:a/b"), into: folder, environment: ["HF_ENDPOINT": address])
      }
    }
  }

  @Test(arguments: ["hub:a/b", "hub:a/b@main", "hub:squad", "NASK-PIB/RefusEU", "hub:a/b@refs/convert/parquet"])
  func namesOfDataSets(name: String) throws {
    let repository = try HubRepository(name)
    #expect(try HubRepository(repository.description) == repository)
  }

  @Test(
    arguments: [
      "hub:", "hub:a/b/c", "hub:/b", "hub:a/", "hub:../b", "hub:a/b@", "hub:a b/c", "hub:-a/b", "hub:a/b?x=1",
      "hub:ä/b",
    ])
  func whatIsNoNameOfADataSet(name: String) {
    #expect(throws: EndpointError.self) { try HubRepository(name) }
  }

  @Test func linksAreReadAsTheRFCWritesThem() {
    #expect(HubReplies.next(in: nil) == nil)
    #expect(HubReplies.next(in: #"<https://h/a?x=1>; rel="next""#) == "https://h/a?x=1")
    #expect(HubReplies.next(in: #"<https://h/p>; rel="prev", </n>; title="x"; rel=next"#) == "/n")
    #expect(HubReplies.next(in: #"<https://h/p>; rel="last""#) == nil)
    #expect(HubReplies.next(in: ">;<") == nil)
  }
}
