import Foundation
import IsoglossCore
import IsoglossModelFiles
import IsoglossTokenizers
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// Generation on SmolLM2, as set up by `make setup`.
@Suite(.serialized) struct GenerationTests {
  static let model = Task { try await EmbeddedModel.load("smollm2-135m-instruct", dtype: .float32) }

  static let questions = [
    "Name a colour.", "Why is the sky blue?", "Wie spät ist es?", "Write a poem about rain.", "1 + 1 =",
    "Kas yra duona? Atsakyk trumpai, vienu sakiniu.", "Say hello.", "What do cats eat for breakfast in the morning?",
  ]

  static func requests(_ count: Int = questions.count) -> [ChatRequest] {
    questions.prefix(count).enumerated().map { ChatRequest(id: "q\($0.offset)", messages: [.init(.user, $0.element)]) }
  }

  private func texts(
    _ requests: [ChatRequest], _ decoding: Decoding, rows: Int = 4, tokens: Int = 256, sharing: Bool = true
  ) async throws -> [String: GeneratedText] {
    let model = try await Self.model.value
    let prompts = try requests.map { GenerationRequest(id: $0.id, prompt: try model.prompt($0, decoding: decoding)) }
    let texts = try await model.perform { decoder in
      var loop = GenerationLoop(decoder, model.tokenizer)
      loop.rows = rows
      loop.tokensPerStep = tokens
      loop.sharesPrefix = sharing
      return try loop.run(prompts, decoding: decoding)
    }
    return Dictionary(uniqueKeysWithValues: zip(requests.map(\.id), texts))
  }

  @Test(
    "a text does not depend on its batch, greedy or drawn",
    arguments: [
      Decoding(maxNewTokens: 24), Decoding(maxNewTokens: 24, temperature: 0.9, topP: 0.95, topK: 50, seed: 4),
    ])
  func independence(decoding: Decoding) async throws {
    let all = try await texts(Self.requests(), decoding)
    #expect(Set(all.values.map(\.text)).count > 4)
    let others = [
      try await texts(Self.requests().reversed(), decoding, rows: 3, tokens: 7),
      try await texts(Self.requests(), decoding, rows: 32, sharing: false),
      try await texts(Self.requests(1), decoding, rows: 1, tokens: 1),
    ]
    for other in others {
      for (id, text) in other {
        #expect(text.tokens == all[id]?.tokens)
        #expect(text.text == all[id]?.text)
        #expect(text.stopped == all[id]?.stopped)
      }
    }
  }

  @Test("another seed draws other texts, the same seed the same")
  func seeds() async throws {
    func drawn(_ seed: UInt64) async throws -> [String?] {
      let all = try await texts(Self.requests(3), Decoding(maxNewTokens: 12, temperature: 1.2, seed: seed))
      return Self.requests(3).map { all[$0.id]?.text }
    }
    let first = try await drawn(1)
    #expect(try await drawn(1) == first)
    #expect(try await drawn(2) != first)
  }

  @Test("an end token ends a text; so does a stop text, which is left out; so does the bound")
  func ends() async throws {
    let request = [ChatRequest(id: "x", messages: [.init(.user, "What is the capital of France?")])]
    let whole = try #require(try await texts(request, Decoding(maxNewTokens: 32))["x"])
    #expect(whole.stopped && whole.text == "The capital of France is Paris.")
    let model = try await Self.model.value
    #expect(whole.tokens.last.map { model.tokenizer.endTokens.contains($0) } == true)
    let cut = try #require(try await texts(request, Decoding(maxNewTokens: 32, stop: ["France is P"]))["x"])
    #expect(cut.stopped && cut.text == "The capital of ")
    let short = try #require(try await texts(request, Decoding(maxNewTokens: 3))["x"])
    #expect(!short.stopped && short.tokens.count == 3)
    #expect(try await texts(request, Decoding(maxNewTokens: 0))["x"]?.tokens == [])
  }

  @Test("the chat model answers in order, fails only what cannot be answered, and counts tokens")
  func completions() async throws {
    let model = try await Self.model.value
    var requests = Self.requests(3)
    requests.insert(ChatRequest(id: "long", messages: [.init(.user, String(repeating: "word ", count: 9000))]), at: 1)
    let answers = try await model.complete(requests, decoding: Decoding(maxNewTokens: 8))
    #expect(answers.map { $0.finish == .failed } == [false, true, false, false])
    #expect(answers[1].failure?.contains("8192") == true && answers[1].text.isEmpty)
    for (request, answer) in zip(requests, answers) where answer.finish != .failed {
      #expect(answer.promptTokens == (try model.format.encode(request.messages).count))
      #expect((1...8).contains(answer.completionTokens) && answer.seconds > 0)
      #expect(try await model.complete([request], decoding: Decoding(maxNewTokens: 8))[0].text == answer.text)
    }
  }

  @Test("a plan holds every request once, in batches of like length, and depends on its arguments alone")
  func plans() async throws {
    let model = try await Self.model.value
    let requests = (0..<300).map { index in
      ChatRequest(id: "\(index)", messages: [.init(.user, String(repeating: "a b ", count: (index * 37) % 50))])
    }
    let plan = try await model.plan(requests, decoding: Decoding())
    #expect(plan.map(\.count) == [128, 128, 44])
    #expect(plan.flatMap { $0 }.sorted() == Array(0..<300))
    let lengths = try plan.flatMap { $0 }.map { try model.format.encode(requests[$0].messages).count }
    #expect(lengths == lengths.sorted(by: >))
    _ = try await model.complete(Array(requests.prefix(2)), decoding: Decoding(maxNewTokens: 2))
    #expect(try await model.plan(requests, decoding: Decoding()) == plan)
    #expect(try await model.plan([], decoding: Decoding()) == [])
  }

  @Test("a cancelled task stops between steps")
  func cancellation() async throws {
    let model = try await Self.model.value
    let task = Task {
      try await model.complete(Self.requests(), decoding: Decoding(maxNewTokens: 8000))
    }
    task.cancel()
    await #expect(throws: CancellationError.self) { try await task.value }
  }

  @Test("requests that make no sense are refused")
  func refusals() async throws {
    let model = try await Self.model.value
    let tokenizer = model.tokenizer
    func run(_ request: GenerationRequest, _ decoding: Decoding) async throws {
      _ = try await model.perform { try GenerationLoop($0, tokenizer).run([request], decoding: decoding) }
    }
    let good = GenerationRequest(id: "a", prompt: [5])
    await #expect(throws: ModelError.self) { try await run(GenerationRequest(id: "a", prompt: []), Decoding()) }
    await #expect(throws: ModelError.self) { try await run(good, Decoding(temperature: -1)) }
    await #expect(throws: ModelError.self) { try await run(good, Decoding(temperature: 1, topP: 0)) }
    await #expect(throws: ModelError.self) {
      try await run(GenerationRequest(id: "a", prompt: [1 << 20]), Decoding(maxNewTokens: 2))
    }
  }

  @Test("bfloat16 answers as float32 does where the choice is clear")
  func bfloat16() async throws {
    let narrow = try await EmbeddedModel.load("smollm2-135m-instruct", dtype: .bfloat16)
    let answers = try await narrow.complete(
      [ChatRequest(id: "x", messages: [.init(.user, "What is the capital of France?")])],
      decoding: Decoding(maxNewTokens: 16))
    #expect(answers[0].text == "The capital of France is Paris.")
    #expect(narrow.identity.dtype == "bfloat16")
  }
}
