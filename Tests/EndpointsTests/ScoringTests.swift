import Foundation
import IsoglossCore
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

struct ScoringTests {
  @Test(arguments: [
    // Text of the prompt, of the continuation, the echoed tokens, the continuation's positions.
    ("ab", " c", ["a", "b", " c"], 2..<3),
    ("ab", " cd", ["<s>", "ab", " c", "d", " more"], 2..<4),
    ("ab", "cd", ["a", "bc", "d", "x"], 1..<3),  // a token over the boundary belongs to the continuation
    ("", "a", ["a"], 0..<1),
    ("é", "č", ["é", "č"], 1..<2),
  ])
  func findsTheContinuation(prompt: String, continuation: String, tokens: [String], range: Range<Int>) {
    #expect(EchoedTokens.continuation(of: prompt, continuation, in: tokens) == range)
  }

  @Test(arguments: [["a"], [], ["x", "y", "z"], ["a", "\u{FFFD}", "\u{FFFD}"]])
  func tokensThatDoNotSpellTheTextAreNotGuessedAt(tokens: [String]) {
    #expect(EchoedTokens.continuation(of: "a", "č", in: tokens) == nil)
  }

  /// A server with one token a word: the n-th token of a text has log-probability -n.
  private static func scorer(_ seen: LoopbackServer.Seen, garbled: Bool = false) -> LoopbackServer.Act {
    let words = seen.prompt.split(separator: " ", omittingEmptySubsequences: false).enumerated()
      .map { $0 == 0 ? String($1) : " \($1)" }
    let tokens = ["<s>"] + (garbled ? words.map { _ in "\u{FFFD}" } : words) + [" generated"]
    let quoted = tokens.map { "\"\($0)\"" }.joined(separator: ",")
    let values = (["null"] + (1..<tokens.count).map { "-\($0)" }).joined(separator: ",")
    let logprobs = seen.body.contains("echo") ? #"{"tokens":[\#(quoted)],"token_logprobs":[\#(values)]}"# : "null"
    return .json(
      #"{"choices":[{"text":"","logprobs":\#(logprobs)}],"usage":{"prompt_tokens":\#(tokens.count - 1),"completion_tokens":1}}"#
    )
  }

  @Test(arguments: [false, true])
  func sumsTheContinuationOnly(garbled: Bool) async throws {
    try await LoopbackServer.with {
      Self.scorer($0, garbled: garbled)
    } body: { server in
      let model = try model(at: server.address)
      let sums = try await model.logLikelihoods([("a b", " c"), ("a b", " c d"), ("a b c", " d e f"), ("a", "")])
      #expect(sums == [-3, -7, -15, 0])
      #expect(server.seen.allSatisfy { $0.path == "/v1/completions" })
    }
  }

  @Test func aServerWithoutEchoIsNamed() async throws {
    try await LoopbackServer.with { _ in
      .answer("a")
    } body: { server in
      let error = await #expect(throws: EndpointError.self) {
        try await model(at: server.address).logLikelihoods([("a", "b")])
      }
      #expect(error?.code == .unsupported)
    }
  }

  @Test func firstTokensOfChatAndOfCompletions() async throws {
    try await LoopbackServer.with { seen in
      seen.path.contains("chat")
        ? .json(
          #"{"choices":[{"message":{"content":"unsafe"},"logprobs":{"content":[{"token":"unsafe","logprob":-0.1,"#
            + #""top_logprobs":[{"token":"unsafe","logprob":-0.1},{"token":"safe","logprob":-2.4}]}]}}]}"#)
        : .json(
          #"{"choices":[{"text":"unsafe","logprobs":{"tokens":["unsafe"],"token_logprobs":[-0.1],"#
            + #""top_logprobs":[{"safe":-2.4,"unsafe":-0.1}]}}]}"#)
    } body: { server in
      for api in EndpointOptions.API.allCases {
        let input: CompletionRequest.Input = api == .chat ? .chat([ChatMessage(.user, "a")]) : .text("a")
        let completion = try #require(
          await model(at: server.address).complete(
            [CompletionRequest(id: "a", input: input)], decoding: Decoding(), alternatives: 2
          ).first)
        #expect(completion.text == "unsafe")
        let token = try #require(completion.tokens?.first)
        #expect(token.alternatives.map(\.text) == ["unsafe", "safe"])
        #expect(token.alternatives.map(\.logProbability) == [-0.1, -2.4])
      }
      #expect(server.seen.first?.body.contains(#""top_logprobs":2"#) == true)
    }
  }

  @Test func aServerWithoutLogProbabilitiesIsAskedForThemOnce() async throws {
    try await LoopbackServer.with { seen in
      seen.body.contains("logprobs") ? .json(#"{"error":"logprobs are off"}"#, status: 400) : .answer("safe")
    } body: { server in
      let model = try model(at: server.address)
      for _ in 0..<3 {
        let completion = try await model.complete(
          [CompletionRequest(id: "a", input: .text("a"))], decoding: Decoding(), alternatives: 2)
        #expect(completion.map(\.text) == ["safe"])
        #expect(completion.map(\.tokens) == [nil])
      }
      #expect(server.seen.count == 4)
    }
  }
}
