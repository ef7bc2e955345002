import Foundation
import Testing

@testable import IsoglossTokenizers

/// Small vocabularies with the pipelines of all families (Goldens/families.json), against `tokenizers`.
@Suite struct FamilyTests {
  static let names = (try? golden("families.json").get("families").members.map(\.key)) ?? []

  @Test func thereAreAllFamilies() {
    #expect(
      Set(Self.names).isSuperset(of: ["llama3", "qwen2", "tekken", "smollm", "llama2", "llama2-legacy", "gemma"]))
  }

  @Test(arguments: names)
  func idsAndTexts(name: String) throws {
    let family = try golden("families.json").get("families").get(name)
    let texts = try family["texts"]?.strings ?? golden("texts.json").get("texts").strings
    let tokenizer = try Tokenizer(TokenizerJSON(family.get("tokenizer")).parts())
    let isPlain = family["texts"] != nil
    let expected = try #require(family["ids"]?.array)
    let decoded = try family.get("decoded").strings
    let literal = try family.get("literal").strings
    let sample = try #require(family["sample"]?.array)
    #expect(expected.count == texts.count && decoded.count == texts.count && literal.count == texts.count)
    for (index, text) in texts.enumerated() {
      let ids = tokenizer.encode(text)
      if isPlain {
        #expect(ids == expected[index].ids, "\(text.debugDescription)")
      } else if index % 37 == 0 {
        #expect(ids == sample[index / 37].ids, "\(text.debugDescription)")
      } else {
        #expect(FNV.hex(ids) == expected[index].string, "\(text.debugDescription): \(ids)")
      }
      let text = tokenizer.decode(ids)
      #expect(FNV.hex(text.utf8.map { Int32($0) }) == decoded[index], "\(text.debugDescription)")
      let unparsed = tokenizer.encode(texts[index], addSpecialTokens: false, parsingSpecialTokens: false)
      #expect(FNV.hex(unparsed) == literal[index], "\(texts[index].debugDescription)")
    }
  }

  @Test func wordsAreCutOnlyWhereNoMergeCrosses() throws {
    let families = try golden("families.json").get("families")
    func mark(_ name: String) throws -> [UInt8]? {
      try Tokenizer(TokenizerJSON(families.get(name).get("tokenizer")).parts()).wordMark
    }
    #expect(try mark("llama2") != nil)
    #expect(try mark("gemma") != nil)
    #expect(try mark("mistral-cross") == nil)
    #expect(try mark("llama3") == nil)
  }
}
