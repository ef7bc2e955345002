import IsoglossModelFiles
import Testing

@testable import IsoglossTokenizers

/// GGUF vocabularies that are damaged or contradict themselves.
@Suite struct HostileGGUFTests {
  static func sound() -> [String: GGUFValue] {
    var tokens = ["<unk>", "<s>", "</s>"]
    for byte in 0..<256 {
      let digits = String(byte, radix: 16, uppercase: true)
      tokens.append("<0x\(digits.count == 1 ? "0" : "")\(digits)>")
    }
    tokens += ["\u{2581}", "a", "b", "ab"]
    return [
      "general.architecture": .string("llama"), "tokenizer.ggml.model": .string("llama"),
      "tokenizer.ggml.tokens": .array(.string(tokens)),
      "tokenizer.ggml.scores": .array(.float32(tokens.map { _ in -1 })),
      "tokenizer.ggml.token_type": .array(.int32([2, 3, 3] + Array(repeating: 6, count: 256) + [1, 1, 1, 1])),
      "tokenizer.ggml.bos_token_id": .uint32(1), "tokenizer.ggml.eos_token_id": .uint32(2),
      "tokenizer.ggml.unknown_token_id": .uint32(0),
    ]
  }

  @Test func theSoundOneLoads() throws {
    let tokenizer = try Tokenizer(metadata: Self.sound())
    #expect(tokenizer.encode("ab") == [1, 259, 262] && tokenizer.decode([1, 259, 262, 2]) == "ab")
  }

  static let faults: [(key: String, value: GGUFValue?, message: String)] = [
    ("model", nil, "missing"), ("model", .string("bert"), "bert"), ("model", .uint32(3), "missing"),
    ("tokens", nil, "tokens"), ("tokens", .string("a"), "tokens"), ("tokens", .array(.int32([1])), "tokens"),
    ("tokens", .array(.string([])), "token_type"), ("scores", nil, "scores"),
    ("scores", .array(.float32([1])), "scores"),
    ("scores", .array(.string(["a"])), "scores"), ("token_type", .array(.int32([1])), "token_type"),
    ("token_type", .array(.int32(Array(repeating: 9, count: 263))), "9"), ("token_type", .bool(true), "token_type"),
    ("bos_token_id", .uint32(263), "bos_token_id"), ("bos_token_id", .int32(-1), "bos_token_id"),
    ("bos_token_id", .string("<s>"), "bos_token_id"), ("eos_token_id", .uint64(.max), "eos_token_id"),
    ("unknown_token_id", .uint32(99999), "unknown_token_id"), ("add_bos_token", .string("true"), "add_bos_token"),
    ("merges", .array(.string(["a q"])), "\"q\""), ("merges", .array(.string(["b a"])), "\"ba\""),
    ("merges", .array(.string(["ab"])), "merge"),
  ]

  @Test(arguments: faults.indices)
  func oneFault(index: Int) throws {
    let fault = Self.faults[index]
    var metadata = Self.sound()
    metadata["tokenizer.ggml.\(fault.key)"] = fault.value
    let broken = metadata
    let error = try #require(failure { try Tokenizer(metadata: broken) }, "\(fault.key) loads")
    #expect([.malformed, .unsupported].contains(error.code) && error.message.contains(fault.message), "\(error)")
  }

  @Test func byteLevelFaults() throws {
    let alphabet = ByteAlphabet.scalars.map { String(Character($0)) }
    var metadata: [String: GGUFValue] = [
      "tokenizer.ggml.model": .string("gpt2"), "tokenizer.ggml.tokens": .array(.string(alphabet + ["ab"])),
      "tokenizer.ggml.merges": .array(.string(["a b"])),
    ]
    #expect(try Tokenizer(metadata: metadata).encode("ab") == [256])
    for (pre, words) in [("llama-bpe", "ab"), ("qwen2", "ab"), ("tekken", "ab"), ("default", "ab"), ("smollm", "ab")] {
      metadata["tokenizer.ggml.pre"] = .string(pre)
      #expect(try Tokenizer(metadata: metadata).decode([256]) == words)
    }
    metadata["tokenizer.ggml.pre"] = .string("deepseek-v3")
    let unknown = metadata
    #expect(failure { try Tokenizer(metadata: unknown) }?.message.contains("deepseek-v3") == true)
    metadata["tokenizer.ggml.pre"] = nil
    metadata["tokenizer.ggml.merges"] = nil
    let unmerged = metadata
    #expect(failure { try Tokenizer(metadata: unmerged) }?.message.contains("merges") == true)
    metadata["tokenizer.ggml.merges"] = .array(.string([]))
    metadata["tokenizer.ggml.tokens"] = .array(.string(Array(alphabet.dropFirst(0x41)) + ["ab"]))
    let byteless = metadata
    #expect(failure { try Tokenizer(metadata: byteless) }?.message.contains("byte") == true)
    metadata["tokenizer.ggml.tokens"] = .array(.string([]))
    let empty = metadata
    #expect(failure { try Tokenizer(metadata: empty) }?.message.contains("empty") == true)
  }

  @Test func llama3FilesStartTextsAndKeepWholeTokens() throws {
    let alphabet = ByteAlphabet.scalars.map { String(Character($0)) }
    let metadata: [String: GGUFValue] = [
      "tokenizer.ggml.model": .string("gpt2"), "tokenizer.ggml.pre": .string("llama-bpe"),
      "tokenizer.ggml.tokens": .array(.string(alphabet + ["abc", "<|begin_of_text|>", "<|eot_id|>"])),
      "tokenizer.ggml.token_type": .array(.int32(Array(repeating: 1, count: 257) + [3, 3])),
      "tokenizer.ggml.merges": .array(.string([])), "tokenizer.ggml.bos_token_id": .uint32(257),
      "tokenizer.ggml.eos_token_id": .uint32(257),
    ]
    let tokenizer = try Tokenizer(metadata: metadata)
    #expect(tokenizer.encode("abc") == [257, 256] && tokenizer.endTokens == [257, 258])
  }
}
