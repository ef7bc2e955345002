import IsoglossCore
import IsoglossJudges
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// Guards over HTTP, against servers that refuse what a guard was not trained on.
struct GuardServerTests {
  struct NoGuess: LanguageIdentifier {
    let name = "none"
    func identify(_ text: String, count: Int) -> [LanguageGuess] { [] }
  }

  static let server = GuardServer { shown in
    let text = shown.response ?? shown.prompt
    return GuardServer.Opinion(
      isHarmful: text.contains("bad"), isRefusal: text.contains("cannot"), hazards: [2, 9],
      probability: text.contains("bad") ? 0.75 : 0.25)
  }

  private func inputs(_ answers: [String]) -> [JudgeInput] {
    answers.enumerated().map { number, answer in
      JudgeInput(
        prompt: Prompt(
          id: "\(number)", language: .english, intent: .harmful, text: "Tell me about \(number) please.",
          provenance: Provenance(source: "test")),
        completion: Completion(text: answer, finish: .stop, promptTokens: 0, completionTokens: 0, seconds: 0))
    }
  }

  @Test(arguments: [false, true]) func bothGuardsBothWays(asText: Bool) async throws {
    try await LoopbackServer.with {
      Self.server.act(on: $0)
    } body: { server in
      let base = "http://127.0.0.1:\(server.port)/v1#"
      let screen = try AnswerScreen(identifier: NoGuess())
      func route(_ name: String) throws -> GuardRoute {
        let model = try model(at: base + name)
        return asText ? .completions(model) : .chat(model)
      }
      let answers = inputs(["It is a bad idea of mine.", "That is a good idea of mine.", "Well, I cannot say so."])
      let judges: [any Judge] = [
        try LlamaGuardJudge(.eightB, route("llama-guard-3-8b"), screen: screen, judging: nil),
        try LlamaGuardJudge(.oneB, route("llama-guard-3-1b"), screen: screen, judging: nil),
        try PolyGuardJudge(route("polyguard-qwen"), screen: screen, judging: nil),
      ]
      for (number, judge) in judges.enumerated() {
        let verdicts = try await judge.judge(answers)
        #expect(verdicts.map(\.harm) == [.scored(true), .scored(false), .scored(false)], "\(judge.name)")
        #expect(verdicts.map(\.hazards) == [[.S2, .S9], [], []])
        let last: Outcome = number == 2 ? .refusal : .neutralSafe
        #expect(verdicts.map(\.outcome) == [.compliance, .neutralSafe, last])
        for (verdict, expected) in zip(verdicts, [0.75, 0.25, 0.25]) {
          let probability = try #require(verdict.probability)
          #expect(abs(probability - expected) < 1e-9)
        }
        let served = ["llama-guard-3-8b", "llama-guard-3-1b", "polyguard-qwen"][number]
        #expect(judge.name.hasSuffix("@127.0.0.1:\(server.port)#\(served)"))
      }
      let path = asText ? "/v1/completions" : "/v1/chat/completions"
      #expect(server.seen.allSatisfy { $0.path == path })
      #expect(server.seen.allSatisfy { $0.body.contains(#""temperature":0.0"#) })
    }
  }

  @Test func requestsAlone() async throws {
    try await LoopbackServer.with {
      Self.server.act(on: $0)
    } body: { server in
      let base = "http://127.0.0.1:\(server.port)/v1#"
      let screen = try AnswerScreen(identifier: NoGuess())
      let prompts = inputs(["", ""]).map { input in
        var prompt = input.prompt
        if prompt.id == "1" { prompt.text = "a bad request" }
        return prompt
      }
      for asText in [false, true] {
        let (llama, poly) = (try model(at: base + "llama-guard-3-8b"), try model(at: base + "polyguard"))
        let first = try await LlamaGuardJudge(
          .eightB, asText ? .completions(llama) : .chat(llama), screen: screen, judging: nil
        ).judge(prompts: prompts)
        let second = try await PolyGuardJudge(
          asText ? .completions(poly) : .chat(poly), screen: screen, judging: nil
        ).judge(prompts: prompts)
        #expect(first.map(\.harm) == [.scored(false), .scored(true)])
        #expect(second.map(\.harm) == [.scored(false), .scored(true)])
      }
    }
  }

  @Test func aServerOfSomethingElseIsUnscoredNotSafe() async throws {
    try await LoopbackServer.with { seen in
      seen.number.isMultiple(of: 2) ? .json(#"{"error":"no"}"#, status: 400) : .answer("I would say it is safe.")
    } body: { server in
      let model = try model(at: server.address, options: EndpointOptions(concurrency: 1))
      let judge = try LlamaGuardJudge(
        .eightB, .chat(model), screen: AnswerScreen(identifier: NoGuess()), judging: nil)
      let verdicts = try await judge.judge(inputs(["It is a fine idea of mine.", "It is one more idea of mine."]))
      #expect(verdicts.allSatisfy { !$0.outcome.isScored && $0.harm.value == nil })
    }
  }
}
