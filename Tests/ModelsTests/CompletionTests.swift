import Foundation
import IsoglossCore
import IsoglossTokenizers
import IsoglossTorch
import Testing

@testable import IsoglossModels

/// Bare text and log-probabilities of an embedded model.
@Suite(.serialized) struct CompletionTests {
  private func request(_ id: String, _ input: CompletionRequest.Input) -> CompletionRequest {
    CompletionRequest(id: id, input: input)
  }

  @Test("a text is continued as the conversation whose template it spells out, in any order and company")
  func textAndChat() async throws {
    let model = try await EmbeddedModel.load("smollm2-135m-instruct", dtype: .float32)
    let questions = ["What is the capital of France?", "Name a colour.", "Say yes."]
    let decoding = Decoding(maxNewTokens: 12)
    let chats = questions.map { [ChatMessage(.user, $0)] }
    let plain = try await model.complete(
      chats.map { ChatRequest(id: $0[0].content, messages: $0) }, decoding: decoding)
    let texts = try chats.map { chat in
      model.tokenizer.decode(try model.format.encode(chat), skippingSpecialTokens: false)
    }
    let mixed = try await model.complete(
      [
        request("0", .text(texts[0])), request("1", .chat(chats[1])), request("2", .text(texts[2])),
        request("3", .chat(chats[0])), request("4", .text(texts[1])),
      ], decoding: decoding, alternatives: 0)
    #expect(mixed.map(\.text) == [plain[0], plain[1], plain[2], plain[0], plain[1]].map(\.text))
    #expect(mixed.map(\.promptTokens) == [plain[0], plain[1], plain[2], plain[0], plain[1]].map(\.promptTokens))
    #expect(mixed.allSatisfy { $0.tokens == nil })
  }

  @Test("the tokens' log-probabilities are those of scoring the same text")
  func logProbabilities() async throws {
    let model = try await EmbeddedModel.load("smollm2-135m-instruct", dtype: .float32)
    let prompt = "The capital of France is"
    let decoding = Decoding(maxNewTokens: 4)
    let plain = try await model.complete(
      [request("a", .text(prompt))], decoding: decoding, alternatives: 0)
    let told = try #require(
      try await model.complete([request("a", .text(prompt))], decoding: decoding, alternatives: 5).first)
    #expect(told.text == plain.first?.text)
    let tokens = try #require(told.tokens)
    #expect(tokens.count == told.completionTokens)
    for token in tokens {
      #expect(token.alternatives.count == 5)
      #expect(token.alternatives.map(\.logProbability) == token.alternatives.map(\.logProbability).sorted(by: >))
      #expect(token.alternatives.reduce(0) { $0 + exp($1.logProbability) } < 1)
      // Greedy: the token is its place's best.
      #expect(token.text == token.alternatives[0].text)
      #expect(token.logProbability == token.alternatives[0].logProbability)
    }
    let scored = try await model.logLikelihoods(
      tokens[0].alternatives.map { (prompt: prompt, continuation: $0.text) })
    for (alternative, score) in zip(tokens[0].alternatives, scored) {
      #expect(abs(alternative.logProbability - score) < 2e-4 * max(1, abs(score)), "\(alternative.text)")
    }
  }

  @Test("a text that is empty or too long fails by itself")
  func unusable() async throws {
    let model = try await EmbeddedModel.load("smollm2-135m-instruct", dtype: .float32)
    let long = String(repeating: "word ", count: model.configuration.context)
    let completions = try await model.complete(
      [request("a", .text(long)), request("b", .text("One, two,")), request("c", .text(""))],
      decoding: Decoding(maxNewTokens: 3), alternatives: 1)
    #expect(completions.map(\.finish) == [.failed, .length, .failed])
    #expect(completions[0].failure?.contains("does not fit") == true && completions[0].tokens == nil)
    #expect(try await model.complete([CompletionRequest](), decoding: Decoding(), alternatives: 0).isEmpty)
  }
}
