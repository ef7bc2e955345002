import Foundation
import Synchronization
import Testing

@testable import TestServers

/// `isogloss data fetch` against a Hub on loopback.
@Suite(.waitsForPrograms)
struct FetchTests {
  private static let key = "hf_abcdefghijklmnopqrstuvwxyz"

  private func environment(_ server: LoopbackServer) -> [String: String] {
    ["HF_ENDPOINT": "http://127.0.0.1:\(server.port)", "HF_TOKEN": Self.key]
  }

  private static func settings() -> HubServer.Settings {
    var settings = HubServer.Settings()
    settings.token = key
    settings.files = [
      "MultiJail.csv": .init(bytes: Array("id,source,tags,en,it\n0,own,[],How to steal?,Come rubo?\n".utf8)),
      "data.parquet": .init(bytes: (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 7) }, isLarge: true),
    ]
    return settings
  }

  /// Waits outside the cooperative pool, which the tests' servers need meanwhile.
  private func run(_ arguments: [String], environment: [String: String] = [:]) async throws -> Program.Ending {
    try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(with: Result { try Program.run(arguments, environment: environment) })
      }
    }
  }

  @Test func whatIsFetchedCanBeRead() async throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.appending(path: "set").path
    try await LoopbackServer.with(HubServer(Self.settings()).act) { server in
      let ending = try await run(
        ["data", "fetch", "hub:owner/set", "--out", out, "--json"], environment: environment(server))
      #expect(ending.status == 0, "\(ending.errors)")
      #expect(ending.output.contains(HubServer.Settings().commit))
      #expect(!(ending.output + ending.errors).contains(Self.key))
      let again = try await run(["data", "fetch", "hub:owner/set", "--out", out], environment: environment(server))
      #expect(again.status == 0 && again.output.contains("2 of them were there"))
    }
    let read = try await run(["data", "validate", "multijail:\(out)"])
    #expect(read.status == 0, "\(read.errors)")
    #expect(read.output.contains("2 prompts, parallel"))
  }

  /// The first reply breaks off. When the program asks for the rest, what came is on disk: there it is killed, and the next
  /// one asks for no byte before.
  @Test func killedOnTheWayItGoesOnWhereItStopped() async throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    let out = folder.appending(path: "set")
    let settings = Self.settings()
    let bytes = try #require(settings.files["data.parquet"]?.bytes)
    let starts = Mutex([Int]())
    let victim = Mutex<Process?>(nil)
    let isOver = Mutex(false)
    let hub = HubServer(settings) { seen in
      guard seen.path.hasSuffix("data.parquet"), !isOver.withLock({ $0 }) else { return nil }
      guard let start = HubServer.start(of: seen) else {
        return .broken(body: Array(bytes.prefix(120_000)), count: bytes.count)
      }
      starts.withLock { $0.append(start) }
      victim.withLock { if let process = $0 { kill(process.processIdentifier, SIGKILL) } }
      return .hang
    }
    try await LoopbackServer.with(hub.act) { server in
      let arguments = ["data", "fetch", "hub:owner/set", "--out", out.path, "--include", "*.parquet"]
      // The server may be asked for the rest before the process is noted here: then it is killed here.
      let first = try Program.start(arguments, environment: environment(server), in: folder)
      victim.withLock { $0 = first.process }
      if !starts.withLock({ $0.isEmpty }) { kill(first.process.processIdentifier, SIGKILL) }
      #expect(try first.finish().status == SIGKILL)
      let start = try #require(starts.withLock { $0.first })
      #expect((1..<bytes.count).contains(start))
      #expect(!FileManager.default.fileExists(atPath: out.appending(path: "data.parquet").path))
      isOver.withLock { $0 = true }
      let before = server.seen.count
      let ending = try await run(arguments, environment: environment(server))
      #expect(ending.status == 0, "\(ending.errors)")
      let later = server.seen.dropFirst(before)
      #expect(later.count == 1 && later.first.flatMap(HubServer.start) == start)
    }
    #expect(try Data(contentsOf: out.appending(path: "data.parquet")) == Data(bytes))
  }

  @Test func whatCannotBeIsOneLineAndItsStatus() async throws {
    let folder = try Program.scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(try await run(["data", "fetch", "owner/set"]).status == 2)
    #expect(try await run(["data", "fetch", "hub:owner/set", "--concurrency", "0"]).status == 2)
    try await LoopbackServer.with(HubServer(Self.settings()).act) { server in
      let ending = try await run(
        ["data", "fetch", "hub:owner/other", "--out", folder.appending(path: "o").path],
        environment: environment(server))
      #expect(ending.status == 1)
      #expect(ending.errors.split(separator: "\n").count == 1 && ending.errors.contains("owner/other"))
    }
  }

  @Test func theFormatsAreListed() async throws {
    let ending = try await run(["data", "formats"])
    #expect(ending.status == 0)
    for prefix in ["refuseu", "multijail", "xsafety", "aya", "harmbench", "rtplx", "ptp", "table"] {
      #expect(ending.output.split(separator: "\n").contains { $0.hasPrefix(prefix) })
    }
  }
}
