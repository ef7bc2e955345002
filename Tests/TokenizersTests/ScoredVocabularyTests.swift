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
    // Written as files, which can hold one id of a repeated text, it is the same.
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-scored-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let missing = try TokenizerFiles.write(GGUFVocabulary(metadata).parts(splittingDigits: false), to: folder)
    #expect(missing.count == 1 && missing[0].contains("one id for a text"))
    let written = try Tokenizer(folder: folder)
    for text in texts {
      let ids = tokenizer.encode(text)
      #expect(written.encode(text) == ids, "\(text.debugDescription)")
      #expect(same(written.decode(ids), tokenizer.decode(ids)), "\(text.debugDescription)")
    }
  }
}
