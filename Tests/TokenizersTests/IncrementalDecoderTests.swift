import Testing

@testable import IsoglossTokenizers

/// Decoding id by id.
@Suite struct IncrementalDecoderTests {
  @Test(arguments: Embedded.allCases)
  func givesTheSameTextAsDecodingAtOnce(model: Embedded) throws {
    let tokenizer = try model.tokenizer()
    for text in try golden("texts.json").get("texts").strings {
      let ids = tokenizer.encode(text)
      var decoder = tokenizer.incrementalDecoder(stop: ["\u{1}never\u{2}"])
      var pieces = ids.map { decoder.append($0) }
      pieces.append(decoder.finish())
      #expect(same(pieces.joined(), tokenizer.decode(ids)), "\(text.debugDescription)")
      #expect(same(decoder.text, pieces.joined()) && decoder.stopped == nil)
    }
  }

  @Test func neverShowsHalfACharacter() throws {
    let tokenizer = try Embedded.smollm.tokenizer()
    var decoder = tokenizer.incrementalDecoder()
    for id in tokenizer.encode("สวัสดี 👩‍👩‍👧 żółw") {
      #expect(!decoder.append(id).unicodeScalars.contains("\u{FFFD}"))
    }
  }

  @Test(arguments: [
    (text: "Paris.\nUser: and", stop: ["\nUser:"], expected: "Paris.", found: "\nUser:"),
    (text: "a b c", stop: ["c", "b c"], expected: "a ", found: "b c"),
    (text: "abc", stop: ["zz"], expected: "abc", found: ""),
    (text: "xSTOPy", stop: ["STOP"], expected: "x", found: "STOP"),
    (text: "STOP", stop: ["STOP"], expected: "", found: "STOP"),
    (text: "ends with ST", stop: ["STOP"], expected: "ends with ST", found: ""),
    (text: "aab", stop: ["ab"], expected: "a", found: "ab"),
    (text: "é👍🏽z", stop: ["👍🏽"], expected: "é", found: "👍🏽"), (text: "abc", stop: [""], expected: "abc", found: ""),
  ])
  func endsAtTheFirstStopText(text: String, stop: [String], expected: String, found: String) throws {
    for model in Embedded.allCases {
      let tokenizer = try model.tokenizer()
      var decoder = tokenizer.incrementalDecoder(stop: stop)
      var shown = ""
      for id in tokenizer.encode(text) {
        shown += decoder.append(id)
        // What has been shown never has to be taken back.
        #expect(expected.utf8.starts(with: shown.utf8), "\(shown)")
      }
      shown += decoder.finish()
      #expect(shown == expected && decoder.text == expected && (decoder.stopped ?? "") == found)
      #expect(decoder.append(tokenizer.encode("more").last ?? 0).isEmpty || decoder.stopped == nil)
    }
  }

  @Test func leadingSpaceOfLlama2IsDropped() throws {
    let family = try golden("families.json").get("families").get("llama2")
    let tokenizer = try Tokenizer(TokenizerJSON(family.get("tokenizer")).parts())
    for text in ["The committee", " x", "  y", ""] {
      let ids = tokenizer.encode(text)
      var decoder = tokenizer.incrementalDecoder()
      let shown = ids.map { decoder.append($0) }.joined() + decoder.finish()
      #expect(shown == tokenizer.decode(ids))
    }
  }
}
