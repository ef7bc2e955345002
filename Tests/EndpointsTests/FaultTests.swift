import IsoglossCore
import Synchronization
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// Everything that servers do wrong, on loopback. Waits between attempts are counted, not waited for; only the timeout
/// of a server that hangs is real.
struct FaultTests {
  /// What a server does wrong, what the run's reader is told of it, and how often it is worth another attempt.
  enum Fault: String, CaseIterable, Sendable {
    case refusal, overload, serverError, hang, stall, cut, notJSON, otherJSON, noChoice, errorInside, invalidUTF8, empty
    case tooLong, announcedTooLong, drop

    var act: LoopbackServer.Act {
      switch self {
      case .refusal: .json(#"{"error":{"message":"slow down"}}"#, status: 429, headers: [("Retry-After", "7")])
      case .overload: .json("", status: 503)
      case .serverError: .json(#"{"error":{"message":"out of memory"}}"#, status: 500)
      case .hang: .hang
      case .stall: .stall
      case .cut: .cut
      case .notJSON: .json("<html>not json")
      case .otherJSON: .json(#"{"choices":"none"}"#)
      case .noChoice: .json(#"{"choices":[]}"#)
      case .errorInside: .json(#"{"error":{"message":"upstream is away","code":502}}"#)
      case .invalidUTF8:
        .reply(
          status: 200,
          body: Array(#"{"choices":[{"message":{"content":""#.utf8) + [0xC3, 0x28, 0xFF] + Array(#""}}]}"#.utf8))
      case .empty: .json("")
      case .tooLong: .pour(bytes: 1 << 20)
      case .announcedTooLong: .json(String(repeating: " ", count: 100_000))
      case .drop: .drop
      }
    }

    var reason: String {
      switch self {
      case .refusal: "status 429"
      case .overload: "status 503"
      case .serverError: "status 500: out of memory"
      case .hang, .stall: "no whole answer in 0.3 s"
      case .cut, .drop: "closed the connection"
      case .notJSON: "is not JSON"
      case .otherJSON: "is JSON, but no completion"
      case .noChoice: "holds no choice"
      case .errorInside: "upstream is away"
      case .invalidUTF8: "is not valid UTF-8"
      case .empty: "is empty"
      case .tooLong, .announcedTooLong: "longer than 65536 bytes"
      }
    }
  }

  private static func options(_ fault: Fault, timeout: Duration = .seconds(30)) -> EndpointOptions {
    EndpointOptions(
      concurrency: 16, attempts: 3, requestTimeout: fault == .hang || fault == .stall ? timeout : .seconds(60),
      maxBodyBytes: 65_536)
  }

  @Test(arguments: Fault.allCases)
  func aRequestThatFailsForGoodIsAValueWithItsReason(fault: Fault) async throws {
    try await LoopbackServer.with { _ in
      fault.act
    } body: { server in
      let time = TestTime()
      let model = try model(
        at: server.address, options: Self.options(fault, timeout: .milliseconds(300)), time: time, chance: 1)
      let answer = try #require(try await model.complete([request("a")], decoding: Decoding()).first)
      #expect(answer.finish == .failed)
      #expect(answer.text.isEmpty)
      #expect(answer.failure?.contains(fault.reason) == true, "\(answer.failure ?? "no reason")")
      #expect(answer.failure?.contains("after 3 attempts") == true)
      // An attempt may run out of its time before it reaches the server.
      let isTimed = fault == .hang || fault == .stall
      #expect(server.seen.count == 3 || isTimed && server.seen.count < 3)
      #expect(time.sleeps == (fault == .refusal ? [.seconds(7), .seconds(7)] : [.seconds(0.5), .seconds(1)]))
      #expect(model.usage.failed == 1)
      #expect(model.usage.retries == 2)
    }
  }

  @Test(arguments: Fault.allCases)
  func everyTenthRequestFaultyLosesNothingAndAsksNothingTwice(fault: Fault) async throws {
    let answered = Mutex([String: Int]())
    try await LoopbackServer.with { seen in
      if seen.number % 10 == 0 { return fault.act }
      answered.withLock { $0[seen.prompt, default: 0] += 1 }
      return .answer("echo \(seen.prompt)")
    } body: { server in
      var options = Self.options(fault, timeout: .seconds(2))
      options.attempts = 8
      let model = try model(at: server.address, options: options)
      let ids = (0..<(fault == .hang || fault == .stall ? 60 : 300)).map { "prompt \($0)" }
      let answers = try await model.complete(ids.map(request), decoding: Decoding())
      #expect(answers.map(\.text) == ids.map { "echo \($0)" })
      #expect(answers.allSatisfy { $0.finish == .stop && $0.failure == nil })
      #expect(answered.withLock { $0 } == Dictionary(uniqueKeysWithValues: ids.map { ($0, 1) }))
      #expect(server.seen.count > ids.count)
      #expect(model.usage.retries == server.seen.count - ids.count)
      #expect(model.usage.answered == ids.count)
      #expect(server.peak <= 16)
    }
  }

  @Test func nobodyListens() async throws {
    let server = LoopbackServer { _ in .drop }
    try await server.start()
    let address = server.address
    await server.stop()
    let notices = Mutex([String]())
    let options = EndpointOptions(attempts: 3) { notice in notices.withLock { $0.append(notice) } }
    let time = TestTime()
    let model = try model(at: address, options: options, time: time)
    // What nobody ever answered is no answer of the model: the run ends, and its prompts stay open.
    let error = await #expect(throws: EndpointError.self) {
      try await model.complete((0..<5).map { request("\($0)") }, decoding: Decoding())
    }
    #expect(error?.code == .unreachable)
    #expect(error?.message.contains("does not answer: connection refused (after 3 attempts)") == true)
    let heard = notices.withLock { $0 }
    #expect(heard.count == 1)
    #expect(heard.first?.contains("does not answer (connection refused)") == true, "\(heard)")
    #expect(heard.first?.contains("up to 3 times, with waits of up to 2 s in all") == true, "\(heard)")
    let other = await #expect(throws: EndpointError.self) { try await model.servedModels() }
    #expect(other?.code == .unreachable)
  }

  @Test func aServerThatIsOutIsSpokenOfOnceAndSoIsItsReturn() async throws {
    let notices = Mutex([String]())
    try await LoopbackServer.with { seen in
      seen.number <= 3 ? .json(#"{"error":{"message":"loading"}}"#, status: 503) : .answer("fine")
    } body: { server in
      let options = EndpointOptions(concurrency: 1) { notice in notices.withLock { $0.append(notice) } }
      let model = try model(at: server.address, options: options)
      for id in 0..<3 { _ = try await model.complete([request("\(id)")], decoding: Decoding()) }
      let heard = notices.withLock { $0 }
      #expect(heard.count == 2, "\(heard)")
      #expect(heard.first?.contains("gives no answer of use (status 503") == true)
      #expect(heard.last?.hasSuffix("answers again.") == true)
    }
  }

  /// Whoever tells of a silent server begins to wait with the first request, and stops with the first reply of any kind.
  @Test func theFirstRequestAndTheFirstReplyAreToldOnce() async throws {
    let heard = Mutex([String]())
    try await LoopbackServer.with { seen in
      heard.withLock { $0.append("request \(seen.number)") }
      return seen.number == 1 ? .json("", status: 503) : .answer("fine")
    } body: { server in
      var options = EndpointOptions(concurrency: 1)
      options.firstRequest = { heard.withLock { $0.append("first request") } }
      options.firstReply = { heard.withLock { $0.append("first reply") } }
      let model = try model(at: server.address, options: options)
      let before = heard.withLock { $0 }
      #expect(before.isEmpty)
      for id in 0..<2 { _ = try await model.complete([request("\(id)")], decoding: Decoding()) }
    }
    let all = heard.withLock { $0 }
    #expect(all == ["first request", "request 1", "first reply", "request 2", "request 3"])
  }

  @Test func aFailureAmongAnswersIsNotSpokenOf() {
    let watch = OutageWatch()
    #expect(!watch.answered(at: .seconds(0)))
    #expect(!watch.failed(at: .seconds(4)))
    #expect(!watch.answered(at: .seconds(8)))
    #expect(!watch.failed(at: .seconds(12)))
    #expect(watch.failed(at: .seconds(13)))
    #expect(!watch.failed(at: .seconds(60)))
    #expect(watch.answered(at: .seconds(61)))
    #expect(!watch.answered(at: .seconds(62)))
  }

  @Test func aServerThatDiesAndReturns() async throws {
    /// Kills the server once, and revives it after 20 waits of its clients.
    actor Fate {
      private var death: Task<Void, Never>?
      private var isRevived = false
      func kill(_ server: LoopbackServer) { death = death ?? Task { await server.stop() } }
      func revive(_ server: LoopbackServer) async throws {
        guard let death, !isRevived else { return }
        isRevived = true
        await death.value
        try await server.start()
      }
    }
    let fate = Fate()
    let killer = Mutex<LoopbackServer?>(nil)
    try await LoopbackServer.with { seen in
      if seen.number == 40, let server = killer.withLock({ $0 }) {
        Task { await fate.kill(server) }
        return .drop
      }
      return .answer("echo \(seen.prompt)")
    } body: { server in
      killer.withLock { $0 = server }
      defer { killer.withLock { $0 = nil } }
      let time = TestTime { count in if count >= 20 { try await fate.revive(server) } }
      // Waits take no time here, so that many attempts may pass before the server is back.
      let options = EndpointOptions(concurrency: 8, attempts: 100, totalTime: .seconds(1_000_000))
      let model = try model(at: server.address, options: options, time: time)
      let ids = (0..<200).map { "prompt \($0)" }
      let answers = try await model.complete(ids.map(request), decoding: Decoding())
      #expect(answers.map(\.text) == ids.map { "echo \($0)" })
      #expect(time.sleeps.count >= 20)
    }
  }

  @Test(arguments: [400, 403, 413, 422])
  func whatTheServerRejectsIsNotAskedAgain(status: Int) async throws {
    try await LoopbackServer.with { seen in
      seen.prompt == "bad" ? .json(#"{"error":"too\nmany tokens"}"#, status: status) : .answer("fine")
    } body: { server in
      let answers = try await model(at: server.address).complete(
        [request("bad"), request("good")], decoding: Decoding())
      #expect(answers[0].failure == "status \(status): too many tokens")
      #expect(answers[1].text == "fine")
      #expect(server.seen.count == 2)
    }
  }

  @Test(arguments: [
    (401, EndpointError.Code.unauthorized), (402, .quota), (404, .notFound), (301, .redirect), (307, .redirect),
  ])
  func whatNoRequestCanPassEndsTheRun(status: Int, code: EndpointError.Code) async throws {
    try await LoopbackServer.with { _ in
      .json(#"{"detail":"no"}"#, status: status, headers: [("Location", "http://127.0.0.1:1/v1")])
    } body: { server in
      let model = try model(at: server.address)
      let error = await #expect(throws: EndpointError.self) {
        try await model.complete([request("a")], decoding: Decoding())
      }
      #expect(error?.code == code)
      #expect(server.seen.count == 1)
    }
  }

  @Test func anAddressWithoutItsPathIsToldWhatItMayLack() async throws {
    try await LoopbackServer.with { seen in
      seen.path.hasPrefix("/v1/") ? .answer("fine") : .json("", status: 404)
    } body: { server in
      let address = server.address.replacing("/v1#", with: "#")
      let error = await #expect(throws: EndpointError.self) {
        try await model(at: address).complete([request("a")], decoding: Decoding())
      }
      #expect(error?.message.contains("http://127.0.0.1:\(server.port)/v1)") == true, "\(error?.message ?? "")")
    }
  }

  @Test func notFoundOnceTheServerHasAnsweredIsOneRequestsFailure() async throws {
    try await LoopbackServer.with {
      $0.number == 1 ? .answer("fine") : .json("", status: 404)
    } body: { server in
      let model = try model(at: server.address)
      #expect(try await model.complete([request("a")], decoding: Decoding())[0].text == "fine")
      #expect(try await model.complete([request("b")], decoding: Decoding())[0].failure == "status 404")
    }
  }

  @Test func theTotalTimeBoundsTheWaits() async throws {
    try await LoopbackServer.with { _ in
      .json("", status: 429, headers: [("Retry-After", "40")])
    } body: { server in
      let time = TestTime()
      let model = try model(
        at: server.address, options: EndpointOptions(attempts: 50, totalTime: .seconds(100)), time: time)
      let answer = try #require(try await model.complete([request("a")], decoding: Decoding()).first)
      #expect(time.sleeps == [.seconds(40), .seconds(40)])
      #expect(answer.failure?.contains("after the limit of 100 s") == true, "\(answer.failure ?? "no reason")")
    }
  }

  @Test func aWaitThatIsAskedOfEverybodyHoldsWhoWasNotRefused() async throws {
    try await LoopbackServer.with { _ in
      .answer("fine")
    } body: { server in
      let time = TestTime()
      let model = try model(at: server.address, time: time)
      for _ in 0..<2 {
        let permit = try await model.client.window.enter()
        model.client.window.leave(permit, .refused(until: .seconds(60)))
      }
      #expect(try await model.complete([request("a")], decoding: Decoding())[0].text == "fine")
      #expect(time.sleeps == [.seconds(60)])
      // The pause is over: the next one goes at once.
      #expect(try await model.complete([request("b")], decoding: Decoding())[0].text == "fine")
      #expect(time.sleeps.count == 1)
    }
  }

  @Test func aServerOfLimitedCapacityIsFoundOutAndServed() async throws {
    let refused = Mutex(0)
    try await LoopbackServer.with { seen in
      guard seen.inFlight > 12 else { return .answer("echo \(seen.prompt)") }
      refused.withLock { $0 += 1 }
      return .json("", status: 429, headers: [("Retry-After", "1")])
    } body: { server in
      let model = try model(
        at: server.address, options: EndpointOptions(concurrency: 64, attempts: 20, totalTime: .seconds(10_000)))
      let ids = (0..<500).map { "p\($0)" }
      let answers = try await model.complete(ids.map(request), decoding: Decoding())
      #expect(answers.map(\.text) == ids.map { "echo \($0)" })
      #expect(model.usage.refusals == refused.withLock { $0 })
      #expect(model.window < 64 || model.usage.refusals == 0)
    }
  }

  @Test func aServerThatIsLateUnderLoadIsAskedLess() async throws {
    let late = Mutex(0)
    try await LoopbackServer.with { seen in
      guard seen.inFlight > 4 else { return .answer("echo \(seen.prompt)") }
      late.withLock { $0 += 1 }
      return .hang
    } body: { server in
      let model = try model(
        at: server.address,
        options: EndpointOptions(
          concurrency: 32, attempts: 50, requestTimeout: .milliseconds(300), totalTime: .seconds(10_000)))
      let ids = (0..<120).map { "p\($0)" }
      let answers = try await model.complete(ids.map(request), decoding: Decoding())
      #expect(answers.map(\.text) == ids.map { "echo \($0)" })
      #expect(model.window < 32 || late.withLock { $0 } == 0)
      #expect(model.usage.refusals == 0)
    }
  }

  @Test func cancellingEndsWhatIsInFlightAndWhatWaits() async throws {
    let arrived = AsyncStream.makeStream(of: Void.self)
    try await LoopbackServer.with { _ in
      arrived.continuation.yield()
      return .hang
    } body: { server in
      let model = try model(at: server.address, options: EndpointOptions(concurrency: 3))
      let task = Task { try await model.complete((0..<20).map { request("\($0)") }, decoding: Decoding()) }
      var iterator = arrived.stream.makeAsyncIterator()
      await iterator.next()
      task.cancel()
      await #expect(throws: CancellationError.self) { try await task.value }
      #expect(server.seen.count <= 3)
    }
  }
}
