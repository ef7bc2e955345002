import IsoglossCore
import Synchronization
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

private final class MemoryCache: ResponseCache {
  private let stored = Mutex([String: Completion]())
  var keys: Set<String> { stored.withLock { Set($0.keys) } }
  func completion(for key: String) async throws -> Completion? { stored.withLock { $0[key] } }
  func store(_ completion: Completion, for key: String) async throws { stored.withLock { $0[key] = completion } }
}

struct CacheTests {
  @Test func theSecondTimeNothingIsSent() async throws {
    try await LoopbackServer.with {
      .answer("echo \($0.prompt)")
    } body: { server in
      let cache = MemoryCache()
      let first = try model(at: server.address, cache: cache)
      let answers = try await first.complete([request("a"), request("b")], decoding: Decoding())
      let second = try model(at: server.address, cache: cache)
      #expect(try await second.complete([request("b"), request("a")], decoding: Decoding()) == answers.reversed())
      #expect(server.seen.count == 2)
      #expect(second.usage.fromCache == 2)
      #expect(second.usage.answered == 0 && second.usage.promptTokens == 0)
    }
  }

  @Test func answersWithTokensAreKeptWithThem() async throws {
    let guards = GuardServer { _ in GuardServer.Opinion(isHarmful: true, hazards: [1]) }
    try await LoopbackServer.with {
      guards.act(on: $0)
    } body: { server in
      let cache = MemoryCache()
      let asked = [CompletionRequest(id: "a", input: .chat([ChatMessage(.user, "a")]))]
      func ask(_ alternatives: Int) async throws -> Completion? {
        let model = try model(at: "http://127.0.0.1:\(server.port)/v1#llama-guard-3-8b", cache: cache)
        return try await model.complete(asked, decoding: Decoding(), alternatives: alternatives).first
      }
      let first = try #require(await ask(5))
      #expect(first.tokens?.isEmpty == false)
      #expect(try await ask(5) == first)
      #expect(server.seen.count == 1)
      // Without tokens it is another request.
      #expect(try await ask(0)?.tokens == nil)
      #expect(server.seen.count == 2)
    }
  }

  @Test func everythingThatChangesAnAnswerIsInTheKey() async throws {
    let cache = MemoryCache()
    try await LoopbackServer.with { _ in
      .answer("a")
    } body: { server in
      func ask(
        _ request: ChatRequest, _ decoding: Decoding, at address: String? = nil, api: EndpointOptions.API = .chat
      ) async throws {
        _ = try await model(at: address ?? server.address, options: EndpointOptions(api: api), cache: cache)
          .complete([request], decoding: decoding)
      }
      let sampled = Decoding(temperature: 0.5)
      func changed(_ change: (inout Decoding) -> Void) -> Decoding {
        var decoding = sampled
        change(&decoding)
        return decoding
      }
      let base = request("a")
      try await ask(base, sampled)
      for decoding in [
        changed { $0.maxNewTokens = 65 }, changed { $0.temperature = 0.6 }, changed { $0.topP = 0.9 },
        changed { $0.topK = 5 }, changed { $0.seed = 1 }, changed { $0.stop = ["x"] }, Decoding(),
      ] {
        try await ask(base, decoding)
      }
      try await ask(request("b"), sampled)
      // Another draw of the same words, another role, another model, another door, another server.
      try await ask(ChatRequest(id: "b", messages: base.messages), sampled)
      try await ask(ChatRequest(id: "a", messages: [ChatMessage(.system, "a")]), sampled)
      try await ask(base, sampled, at: server.address + "2")
      try await ask(base, sampled, api: .completions)
      try await ask(base, sampled, at: server.address.replacing("127.0.0.1", with: "localhost"))
      #expect(server.seen.count == 14)
      #expect(cache.keys.count == 14)
      // And nothing else: a greedy answer does not depend on the request's id or the seed.
      try await ask(ChatRequest(id: "other", messages: base.messages), Decoding(seed: 9))
      #expect(server.seen.count == 14)
    }
  }

  @Test func failuresAreNotStored() async throws {
    try await LoopbackServer.with {
      $0.number == 1 ? .json("", status: 400) : .answer("a")
    } body: { server in
      let cache = MemoryCache()
      let model = try model(at: server.address, cache: cache)
      #expect(try await model.complete([request("a")], decoding: Decoding())[0].finish == .failed)
      #expect(cache.keys.isEmpty)
      #expect(try await model.complete([request("a")], decoding: Decoding())[0].text == "a")
    }
  }

  @Test func theKeyOfTheServerIsNotInTheCache() async throws {
    try await LoopbackServer.with { _ in
      .answer("it is \(KeyTests.key)")
    } body: { server in
      let cache = MemoryCache()
      _ = try await model(at: server.address, key: KeyTests.key, cache: cache)
        .complete([request("a")], decoding: Decoding())
      for key in cache.keys {
        #expect(!key.contains(KeyTests.key))
        #expect(try await cache.completion(for: key)?.text == "it is [key]")
      }
    }
  }
}
