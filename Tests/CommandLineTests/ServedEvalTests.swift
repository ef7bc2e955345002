import Foundation
import IsoglossCore
import IsoglossStore
import Synchronization
import Testing

@testable import TestServers

/// A run through a server as a user makes it: killed, with faults, with failures asked again, with a key and prices.
@Suite(.waitsForPrograms)
struct ServedEvalTests {
  private static let key = "sk-test-83Kd0aXw7LqTzu"
  private let folder: URL
  private let prompts: URL
  private let count = 400

  init() throws {
    folder = try Program.scratch()
    prompts = folder.appending(path: "prompts.jsonl")
    let rows = (0..<count).map { number in
      #"{"id":"p\#(number)","language":"en","intent":"harmful","scope":"global","text":"question \#(number)","#
        + #""provenance":{"source":"test"},"perturbations":[]}"#
    }
    try rows.joined(separator: "\n").write(to: prompts, atomically: true, encoding: .utf8)
  }

  private var run: URL { folder.appending(path: "run.sqlite") }

  private func arguments(_ server: LoopbackServer, _ more: [String] = []) -> [String] {
    ["eval", "--model", server.address, "--prompts", prompts.path, "--run", run.path] + more
  }

  private static func answer(_ prompt: String) -> LoopbackServer.Act { .answer("I cannot help with \(prompt).") }

  /// Waits outside the cooperative pool: the server needs it while the program runs.
  private func ending(of arguments: [String], environment: [String: String] = [:]) async throws -> Program.Ending {
    // Used by the new thread alone.
    nonisolated(unsafe) let finish = try Program.start(arguments, environment: environment, in: folder).finish
    return try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread { continuation.resume(with: Result { try finish() }) }
    }
  }

  @Test func killedInTheMiddleARunAsksAgainAtMostWhatWasInFlight() async throws {
    let concurrency = 8
    let half = AsyncStream.makeStream(of: Void.self)
    let isKilled = Atomic(false)
    try await LoopbackServer.with { seen in
      if seen.number == count / 2 { half.continuation.finish() }
      // Goes on answering, but not to the end before the signal has come.
      return seen.number < count * 3 / 4 || isKilled.load(ordering: .relaxed) ? Self.answer(seen.prompt) : .hang
    } body: { server in
      let arguments = arguments(server, ["--concurrency", "\(concurrency)"])
      let (process, finish) = try Program.start(arguments, in: folder)
      for await _ in half.stream {}
      kill(process.processIdentifier, SIGKILL)
      _ = try finish()
      isKilled.store(true, ordering: .relaxed)
      let recorded = try RunStore.read(run).answered()
      #expect(recorded.count >= count / 2 - concurrency && recorded.count < count)
      let before = server.seen.count

      let second = try await ending(of: arguments)
      #expect(second.status == 0, "\(second.errors)")
      #expect(server.seen.count <= count + concurrency)
      let askedAgain = Set(server.seen.dropFirst(before).map(\.prompt))
      #expect(askedAgain.isDisjoint(with: recorded.map { "question \($0.dropFirst())" }))
      #expect(
        try RunStore.read(run).items().allSatisfy { $0.completion?.text == "I cannot help with \($0.prompt.text)." })
    }
  }

  @Test func faultsAreAskedAgainAndFailuresOnlyWhereItIsWished() async throws {
    let isMended = Atomic(false)
    try await LoopbackServer.with { seen in
      if seen.prompt.hasSuffix("7"), !isMended.load(ordering: .relaxed) {
        return .json(#"{"error":"too long"}"#, status: 400)
      }
      if seen.number % 10 == 0 { return seen.number % 20 == 0 ? .cut : .json("<html>no") }
      return Self.answer(seen.prompt)
    } body: { server in
      let first = try await ending(of: arguments(server))
      #expect(first.status == 5, "\(first.errors)")
      func failed() throws -> Set<String> {
        Set(try RunStore.read(run).items().filter { $0.completion?.finish == .failed }.map(\.id))
      }
      let failures = try failed()
      #expect(failures.count == count / 10)
      #expect(failures.allSatisfy { $0.hasSuffix("7") })
      #expect(try RunStore.read(run).answered().count == count)

      let asked = server.seen.count
      #expect(try await ending(of: arguments(server)).status == 5)
      #expect(server.seen.count == asked, "what failed for good was asked again without a wish")

      isMended.store(true, ordering: .relaxed)
      let third = try await ending(of: arguments(server, ["--retry-failed"]))
      #expect(third.status == 0, "\(third.errors)")
      #expect(third.errors.contains("asking again \(count / 10) that failed"))
      #expect(Set(server.seen.dropFirst(asked).map(\.prompt)) == Set(failures.map { "question \($0.dropFirst())" }))
      #expect(try failed().isEmpty)
    }
  }

  @Test func theKeyIsNowhereAndTheCostIsInTheRun() async throws {
    try await LoopbackServer.with { seen in
      if seen.prompt.hasSuffix("3") { return .json(#"{"error":{"message":"bad \#(Self.key)"}}"#, status: 400) }
      return .answer("your key is \(seen.headers["authorization"] ?? "absent")")
    } body: { server in
      let page = folder.appending(path: "report.html")
      let given = arguments(
        server, ["--key-variable", "TEST_KEY", "--price-in", "1000", "--price-out", "2000", "--html", page.path])
      let ending = try await ending(of: given, environment: ["TEST_KEY": Self.key])
      #expect(ending.status == 5)
      #expect(server.seen.allSatisfy { $0.headers["authorization"] == "Bearer \(Self.key)" })
      #expect(!(ending.output + ending.errors).contains(Self.key))
      for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
        #expect(try Data(contentsOf: file).firstRange(of: Data(Self.key.utf8)) == nil, "the key is in \(file.path)")
      }
      #expect(FileManager.default.fileExists(atPath: page.path))

      // 7 tokens of prompt and 3 of answer each, of the nine in ten that were answered.
      let usage = try #require(try RunStore.read(run).sessions().last?.usage)
      #expect(usage.answered == 360 && usage.failed == 40)
      #expect(usage.cost == 4.68)
      #expect(ending.errors.contains("2520 prompt + 1080 answer tokens, cost 4.68 (1000 and 2000 a million)"))
      #expect(try String(contentsOf: page, encoding: .utf8).contains("cost 4.68"))
    }
  }

  /// Nobody has to wait for the last attempt, which comes after half a minute, to hear that nobody answers.
  @Test(arguments: ["model", "judge"])
  func aServerThatIsNotThereIsSpokenOfWhileItIsTriedAndLetsGo(who: String) async throws {
    let server = LoopbackServer { _ in .drop }
    try await server.start()
    await server.stop()
    let errors = Pipe()
    let base = String(server.address.prefix { $0 != "#" })
    let more = who == "judge" ? ["--model", "smollm2-135m-instruct", "--judge", "llama-guard-3@\(base)"] : []
    let (process, finish) = try Program.start(arguments(server) + more, in: folder, errors: errors)
    var heard = ""
    var isInterrupted = false
    while case let data = errors.fileHandleForReading.availableData, !data.isEmpty {
      heard += String(decoding: data, as: UTF8.self)
      if heard.contains("does not answer (connection refused)"), !isInterrupted {
        isInterrupted = true
        kill(process.processIdentifier, SIGINT)
      }
    }
    #expect(try finish().status == 130, "\(heard)")
    #expect(isInterrupted && heard.contains("sent up to 8 times"), "\(heard)")
    #expect(!heard.contains("after 8 attempts"), "\(heard)")
  }

  @Test(arguments: [
    ["--price-in", "1"], ["--price-in", "-1", "--price-out", "1"], ["--price-in", "x", "--price-out", "1"],
  ])
  func wrongPricesAreWrongUse(more: [String]) throws {
    let ending = try Program.run(["eval", "--model", "http://127.0.0.1:9/v1#m", "--run", run.path] + more)
    #expect(ending.status == 2, "\(ending.errors)")
  }
}
