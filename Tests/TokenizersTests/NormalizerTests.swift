import Testing

@testable import IsoglossTokenizers

/// Canonical composition against the `tokenizers` package (Goldens/composition.json).
@Suite struct NormalizerTests {
  @Test func mixturesOfOldAndYoungScalars() throws {
    let golden = try golden("composition.json")
    let composed = try golden.get("composed").strings
    let texts = try golden.get("texts").strings
    #expect(texts.count == 700 && composed.count == 700)
    for (text, expected) in zip(texts, composed) {
      let scalars = text.unicodeScalars.map { String($0.value, radix: 16) }
      #expect(same(Normalizer.composed.apply(to: text), expected), "\(scalars)")
    }
  }

  @Test func everyScalar() throws {
    var hash = FNV()
    var changed: [Int32] = []
    for value in 0..<UInt32(0x11_0000) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let text = String(scalar)
      let composed = Normalizer.composed.apply(to: text)
      if !same(text, composed) { changed += [Int32(value)] + composed.unicodeScalars.map { Int32($0.value) } }
    }
    hash.add(line: changed)
    #expect(try hash.hex == golden("composition.json").get("single").string)
  }

  @Test func replacingIsByteForByte() {
    #expect(same("a \u{301}b ".replacingBytes(" ", with: "\u{2581}"), "a\u{2581}\u{301}b\u{2581}"))
    #expect("aaa".replacingBytes("aa", with: "b") == "ba" && "abc".replacingBytes("", with: "x") == "abc")
    #expect(same("\r\n x \r\n".trimmingWhitespace(), "x") && "".trimmingWhitespace().isEmpty)
  }
}
