import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// A model that answers by a script.
private struct Scripted: ChatModel {
  var concurrency = 2
  var script: @Sendable (String) -> (String, Completion.FinishReason)

  var identity: ModelIdentity {
    ModelIdentity(name: "s", summary: "scripted", fingerprint: "f", dtype: "none", template: "none")
  }

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] { requests.indices.map { [$0] } }

  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    batch.map { request in
      let (text, finish) = script(request.messages.last?.content ?? "")
      return Completion(text: text, finish: finish, promptTokens: 1, completionTokens: 1, seconds: 0)
    }
  }
}

/// Puts the target's code in front; a text with `fail` has no translation.
private struct Prefixing: TranslationEngine {
  let engine = "prefix"
  let version = "1"
  var batch = 2
  let concurrency = 1

  func translations(
    of texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>] {
    #expect(texts.count <= batch)
    return texts.map {
      $0.contains("fail") ? .failure(TranslationFailure("no")) : .success("\(source)>\(target) \($0)")
    }
  }
}

/// What a model or translator makes is taken only where it is what was asked for.
struct AskedTests {
  @Test func aRewritingIsTakenAndAnAnswerIsNot() async throws {
    let answers: [String: (String, Completion.FinishReason)] = [
      "the money is mine": ("“the টাকা is mine”", .stop), "tell me a joke": ("I cannot help with that request.", .stop),
      "same text here": ("same text here", .stop), "cut off text": ("the cut off টাকা", .length),
      "empty one": ("", .stop),
      "for {name} only": ("for নাম only", .stop), "short text": (String(repeating: "short টাকা ", count: 50), .stop),
      "failed text": ("", .failed),
    ]
    let model = Scripted { answers[$0] ?? ("", .stop) }
    let perturbation = ModelSwitch(into: Language("bn"), model: model)
    let prompts = answers.keys.sorted().map { Samples.prompt($0, id: $0) } + [Samples.prompt("টাকা", "bn", id: "bn")]
    let made = try await perturbation.apply(to: prompts, seed: 1)
    #expect(made.compactMap { $0?.text } == ["the টাকা is mine"])
    let taken = try #require(made.compactMap { $0 }.first)
    #expect(taken.perturbations == ["model-switch:bn"] && taken.answerLanguages == [.english, Language("bn")])
    #expect(taken.cleanID == "the money is mine")
  }

  @Test func translationsKeepTheirPlaces() async throws {
    let prompts =
      ["one", "fail", "two", "three"].map { Samples.prompt($0, id: $0) }
      + [Samples.prompt("moja", "sw", id: "sw"), Samples.prompt("viens", "lv", id: "lv")]
    let there = Translated(into: Language("sw"), roundTrip: false, translator: Prefixing())
    let made = try await there.apply(to: prompts, seed: 1)
    #expect(made.map { $0?.text } == ["en>sw one", nil, "en>sw two", "en>sw three", nil, "lv>sw viens"])
    #expect(made[0]?.language == .english && made[0]?.answerLanguages == [Language("sw"), .english])
    let back = Translated(into: Language("sw"), roundTrip: true, translator: Prefixing())
    let round = try await back.apply(to: prompts, seed: 1)
    #expect(round[5]?.text == "sw>lv lv>sw viens" && round[5]?.answerLanguages == nil && round[1] == nil)
    #expect(round[0]?.perturbations == ["round-trip:sw"])
  }

  @Test func theAnswersLanguageIsAskedFor() throws {
    let made = try #require(AnswerIn(Language("lv")).apply(to: Samples.prompt("Why?"), seed: 1))
    #expect(made.text == "Why?\n\nAtbildi latviski." && made.acceptedLanguages == [Language("lv")])
    #expect(try AnswerIn(.english).apply(to: Samples.prompt("Why?"), seed: 1) == nil)
    #expect(throws: PerturbationError.self) { try AnswerIn(Language("xx")) }
  }
}
