import IsoglossCore
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

struct KeyTests {
  static let key = "sk-test-51Hx9qQyZ0PmRt"

  @Test func isSentAndOnlyAsAHeader() async throws {
    try await LoopbackServer.with { _ in
      .answer("a")
    } body: { server in
      _ = try await model(at: server.address, key: Self.key).complete([request("a")], decoding: Decoding())
      let seen = try #require(server.seen.first)
      #expect(seen.headers["authorization"] == "Bearer \(Self.key)")
      #expect(!seen.path.contains(Self.key) && !seen.body.contains(Self.key))
      _ = try await model(at: server.address).complete([request("a")], decoding: Decoding())
      #expect(server.seen.last?.headers["authorization"] == nil)
    }
  }

  @Test func isNotShownByAnythingThatHoldsIt() throws {
    let model = try EndpointModel(
      EndpointAddress("http://127.0.0.1:9/v1#m"), options: EndpointOptions(keyVariable: "K"),
      environment: ["K": " \(Self.key)\n"])
    var shown = "\(model)\n\(String(reflecting: model))\n\(model.identity)\n\(model.usage.summary)\n"
    dump(model, to: &shown)
    let key = try #require(try APIKey.read("K", from: ["K": Self.key]))
    dump(key, to: &shown)
    shown += "\(key) \(String(reflecting: key))"
    #expect(!shown.contains(Self.key))
    #expect(key.authorization == "Bearer \(Self.key)")
  }

  /// A server that sends back what it was sent, in every place where it can.
  @Test(arguments: [200, 400, 401, 402, 404, 500])
  func doesNotComeBackInAnAnswerOrAnError(status: Int) async throws {
    let half = Self.key.dropLast(8)
    try await LoopbackServer.with { _ in
      .json(
        #"{"error":\#(status == 200 ? "null" : "{\"message\":\"wrong key \(Self.key), or \(half)\"}"),"#
          + #""choices":[{"message":{"content":"your key is \#(Self.key)"},"finish_reason":"stop","#
          + #""logprobs":{"content":[{"token":" \#(Self.key)","logprob":-1}]}}]}"#,
        status: status)
    } body: { server in
      let model = try model(at: server.address, options: EndpointOptions(attempts: 2), key: Self.key)
      var shown = ""
      do {
        shown = "\(try await model.complete([request("a")], decoding: Decoding()))"
      } catch {
        shown = "\(error) \(String(reflecting: error))"
      }
      #expect(!shown.isEmpty)
      #expect(!shown.contains(half), "\(shown)")
      if status == 200 { #expect(shown.contains("your key is [key]")) }
    }
  }

  @Test(arguments: [nil, "", "  ", "two words", "line\nbreak", "schlüssel"] as [String?])
  func aKeyThatIsNoneIsRefused(value: String?) throws {
    let error = #expect(throws: EndpointError.self) {
      try EndpointModel(
        EndpointAddress("http://h/v1#m"), options: EndpointOptions(keyVariable: "MY_KEY"),
        environment: value.map { ["MY_KEY": $0] } ?? [:])
    }
    #expect(error?.code == .badKey)
    #expect(error?.message.contains("MY_KEY") == true)
    if let value, value.count > 3 { #expect(error?.message.contains(value) == false) }
  }

  @Test func aPlaceholderKeyDoesNotEatTheAnswer() throws {
    let key = try #require(try APIKey.read("K", from: ["K": "x"]))
    #expect(key.removed(from: "max") == "max")
    #expect(key.partsRemoved(from: "max") == "max")
  }
}
