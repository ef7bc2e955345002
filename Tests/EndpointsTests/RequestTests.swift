import Foundation
import IsoglossCore
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// What is sent, read back by another JSON reader (Foundation's).
struct RequestTests {
  private func object(_ bytes: [UInt8]) throws -> NSDictionary {
    try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? NSDictionary)
  }

  @Test func greedyChatSendsWhatEveryServerKnows() throws {
    let body = RequestBody.chat(
      model: "m/1", messages: [ChatMessage(.system, "s"), ChatMessage(.user, "u")], decoding: Decoding(), id: "1",
      top: 0)
    let expected: NSDictionary = [
      "model": "m/1", "max_tokens": 64, "temperature": 0, "stream": false,
      "messages": [["role": "system", "content": "s"], ["role": "user", "content": "u"]],
    ]
    #expect(try object(body) == expected)
  }

  @Test func samplingSendsSeedAndCandidates() throws {
    let decoding = Decoding(maxNewTokens: 5, temperature: 0.7, topP: 0.9, topK: 40, seed: 3, stop: ["\n\n", "\"end\""])
    let body = try object(RequestBody.plain(model: "m", prompt: "p", decoding: decoding, id: "a", top: 5))
    #expect(body["temperature"] as? Double == 0.7)
    #expect(body["top_p"] as? Double == 0.9)
    #expect(body["top_k"] as? Int == 40)
    #expect(body["stop"] as? [String] == ["\n\n", "\"end\""])
    #expect(body["logprobs"] as? Int == 5)
    #expect(body["seed"] as? Int == Int(RequestBody.seed(3, id: "a")))
  }

  @Test func everyRequestDrawsByItsOwnSeed() {
    let seeds = Set((0..<1000).map { RequestBody.seed(0, id: "prompt-\($0)") })
    #expect(seeds.count == 1000)
    #expect(RequestBody.seed(1, id: "a") != RequestBody.seed(2, id: "a"))
    #expect(seeds.allSatisfy { $0 < 1 << 31 })
  }

  @Test(arguments: [
    "", "plain", "quote \" backslash \\ slash /", "tab\tnewline\nreturn\rnull\u{0}bell\u{7}delete\u{7F}",
    "Žlutý kůň 中文 العربية 👩‍👩‍👧 \u{2028}\u{FEFF}", "</script>", String(repeating: "é\u{1}", count: 5000),
  ])
  func everyTextSurvives(text: String) throws {
    let body = try object(RequestBody.plain(model: text, prompt: text, decoding: Decoding(), id: "", top: 0))
    #expect((body["prompt"] as? String).map { Array($0.utf8) } == Array(text.utf8))
    #expect((body["model"] as? String).map { Array($0.utf8) } == Array(text.utf8))
  }

  @Test func completionsSendOneMessageAsItIs() async throws {
    let wire = "<|begin_of_text|>Task: Check\n\nUser: ž"
    try await LoopbackServer.with { _ in
      .json(#"{"choices":[{"text":"\n\nsafe","finish_reason":"length"}]}"#)
    } body: { server in
      let model = try model(at: server.address, options: EndpointOptions(api: .completions))
      let two = ChatRequest(id: "2", messages: [ChatMessage(.system, "s"), ChatMessage(.user, "u")])
      let answers = try await model.complete(
        [ChatRequest(id: "1", messages: [ChatMessage(.user, wire)]), two], decoding: Decoding())
      #expect(answers[0].text == "\n\nsafe")
      #expect(answers[0].finish == .length)
      #expect(answers[1].failure?.contains("one message") == true)
      #expect(server.seen.map(\.path) == ["/v1/completions"])
      #expect(server.seen.first?.prompt == wire)
      #expect(model.identity.template == "none")
    }
  }
}
