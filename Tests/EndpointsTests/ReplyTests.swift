import IsoglossCore
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

struct ReplyTests {
  /// Bodies as real servers send them, cut to what matters.
  @Test(arguments: [
    (
      #"{"choices":[{"message":{"content":"a"},"finish_reason":"stop"}],"usage":null}"#, "a",
      Completion.FinishReason.stop
    ),
    (#"{"choices":[{"message":{"content":""},"finish_reason":"stop"}]}"#, "", .stop),
    (
      #"{"choices":[{"message":{"content":"a","tool_calls":[],"reasoning_content":"b"},"finish_reason":null}]}"#, "a",
      .stop
    ),
    (#"{"choices":[{"message":{"content":[{"type":"text","text":"a"},{"type":"text","text":"b"}]}}]}"#, "ab", .stop),
    (#"{"choices":[{"message":{"content":null,"refusal":"I cannot"},"finish_reason":"stop"}]}"#, "I cannot", .stop),
    (#"{"choices":[{"text":"a","finish_reason":"length","logprobs":null}],"error":null}"#, "a", .length),
    (#"{"choices":[{"message":{"content":"\u0142\ud83d\ude00"}}],"usage":{"prompt_tokens":1}}"#, "ł😀", .stop),
  ])
  func readsTheShapesInUse(body: String, text: String, finish: Completion.FinishReason) async throws {
    try await LoopbackServer.with { _ in
      .json(body)
    } body: { server in
      let answer = try await model(at: server.address).complete([request("a")], decoding: Decoding())[0]
      #expect(answer.text == text)
      #expect(answer.finish == finish)
    }
  }

  @Test(arguments: [
    (#"{"choices":[{"message":{"content":"part"},"finish_reason":"content_filter"}]}"#, "own filter withheld"),
    (#"{"choices":[{"message":{"content":null},"finish_reason":"tool_calls"}]}"#, "holds no text (tool_calls)"),
  ])
  func whatIsNoAnswerFailsWithoutAnotherAttempt(body: String, reason: String) async throws {
    try await LoopbackServer.with { _ in
      .json(body)
    } body: { server in
      let answer = try await model(at: server.address).complete([request("a")], decoding: Decoding())[0]
      #expect(answer.failure?.contains(reason) == true)
      #expect(server.seen.count == 1)
    }
  }

  @Test func tokensAndCostAreCounted() async throws {
    try await LoopbackServer.with { seen in
      switch seen.number {
      case 1: .json("", status: 500)
      case 2: .json(#"{"choices":[{"text":"a"}]}"#)
      case 3: .json(#"{"choices":[{"text":"a"}],"usage":{"prompt_tokens":9223372036854775807,"completion_tokens":-5}}"#)
      default: .json(#"{"choices":[{"text":"a"}],"usage":{"prompt_tokens":1000,"completion_tokens":200}}"#)
      }
    } body: { server in
      let model = try model(
        at: server.address,
        options: EndpointOptions(concurrency: 1, prices: TokenPrices(prompt: 2, completion: 10)))
      for id in 0..<4 { _ = try await model.complete([request("\(id)")], decoding: Decoding()) }
      let usage = model.usage
      #expect(usage.answered == 4)
      #expect(usage.retries == 1)
      #expect(usage.withoutCount == 1)
      // A claim beyond all reason is cut to a thousand million; two plain answers of 1000 + 200.
      #expect(usage.promptTokens == 1_000_002_000)
      #expect(usage.completionTokens == 400)
      #expect(abs((usage.cost ?? 0) - (1_000_002_000 * 2 + 400 * 10) / 1e6) < 1e-9)
      #expect(usage.summary.contains("4 answered"))
    }
  }

  @Test func namesTheModelsThatAreServed() async throws {
    try await LoopbackServer.with { seen in
      seen.path == "/v1/models"
        ? .json(#"{"object":"list","data":[{"id":"m","x":1},{"id":"n"}]}"#) : .json("", status: 404)
    } body: { server in
      let names = try await model(at: server.address).servedModels()
      #expect(names == ["m", "n"])
      let elsewhere = server.address.replacing("/v1#", with: "/other#")
      let none = try await model(at: elsewhere).servedModels()
      #expect(none == [])
    }
  }

  /// No bytes that a server may send end the process; what is read is read the same way twice.
  @Test func damagedBodiesAreValues() throws {
    let whole = Array(
      #"{"choices":[{"message":{"content":"ab\u00e9\\ň"},"finish_reason":"stop","logprobs":{"content":[{"token":"a","logprob":-1e2,"top_logprobs":[]}]}}],"usage":{"prompt_tokens":7,"completion_tokens":3}}"#
        .utf8)
    _ = try ReplyBody(whole).choice()
    var state: UInt64 = 1
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var problems = 0
    for _ in 0..<5000 {
      var bytes = whole
      for _ in 0...draw(3) {
        let position = draw(bytes.count)
        switch draw(3) {
        case 0: bytes[position] = UInt8(draw(256))
        case 1: bytes.remove(at: position)
        default: bytes.removeLast(min(draw(40), bytes.count - 1))
        }
      }
      do throws(ReplyProblem) {
        _ = try ReplyBody(bytes).choice().logprobs?.served
      } catch {
        problems += 1
      }
      _ = Complaints.message(in: bytes)
    }
    #expect(problems > 2000)
    let deep = Array((String(repeating: "[", count: 200_000)).utf8)
    #expect(throws: ReplyProblem.self) { try ReplyBody(deep) }
  }

  @Test(arguments: [
    (#"{"error":{"code":400,"message":"context is full","type":"exceed_context_size_error"}}"#, "context is full"),
    (#"{"error":"slow\ndown"}"#, "slow down"),
    (#"{"object":"error","message":"no such model","code":404}"#, "no such model"),
    (
      #"{"detail":"Unsupported fields in the request: {'logprobs'}"}"#,
      "Unsupported fields in the request: {'logprobs'}"
    ),
    (
      #"{"detail":[{"loc":["body"],"msg":"Field required"},{"msg":"Input should be a list"}]}"#,
      "Field required; Input should be a list"
    ),
    (#"{"error":7,"detail":"why"}"#, "why"), (#"{"error":{"message":null},"message":"why"}"#, "why"),
    (#"{"error":[]}"#, nil), (#"{"detail":[]}"#, nil), (#"{"error":""}"#, nil), (#"{"detail":{"a":1}}"#, nil),
    ("<html>", nil), ("", nil), ("[]", nil),
  ])
  func findsWhatServersComplainOf(body: String, message: String?) {
    #expect(Complaints.message(in: Array(body.utf8)) == message)
  }
}
