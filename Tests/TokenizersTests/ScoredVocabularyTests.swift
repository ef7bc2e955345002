import Foundation
import IsoglossModelFiles
import Testing

@testable import IsoglossTokenizers

/// GGUF vocabularies of kind `llama`, with tied scores and a repeated token, as transformers reads them
/// (Goldens/scored.json).
@Suite struct ScoredVocabularyTests {
  @Test(arguments: ["llama", "gemma"])
  func idsFollowTheScores(architecture: String) throws {
    let golden = try golden("scored.json")
    let scores = try golden.get("scores").array ?? []
    let metadata: [String: GGUFValue] = [
      "general.architecture": .string(architecture == "gemma" ? "gemma2" : "llama"),
      "tokenizer.ggml.model": .string("llama"),
      "tokenizer.ggml.tokens": .array(.string(try golden.get("tokens").strings)),
      "tokenizer.ggml.scores": .array(
        .float32(
          scores.map { score in
            if case .number(let value) = score { Float(value) } else { Float(score.integer ?? 0) }
          })),
      "tokenizer.ggml.token_type": .array(.int32(try golden.get("kinds").ids)),
      "tokenizer.ggml.bos_token_id": .uint32(1), "tokenizer.ggml.eos_token_id": .uint32(2),
      "tokenizer.ggml.unknown_token_id": .uint32(0),
    ]
    let tokenizer = try Tokenizer(metadata: metadata)
    let texts = try golden.get("texts").strings
    let expected = try #require(golden[architecture]?.array)
    let decoded = try golden.get("\(architecture)-decoded").strings
    #expect(expected.count == texts.count && texts.count > 60)
    for (index, text) in texts.enumerated() {
      let ids = tokenizer.encode(text, addSpecialTokens: false)
      #expect(ids == expected[index].ids, "\(text.debugDescription)")
      #expect(same(tokenizer.decode(ids), decoded[index]), "\(text.debugDescription)")
    }
    #expect(tokenizer.encode("") == [1])
  }
}
