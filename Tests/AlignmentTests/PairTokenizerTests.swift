import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossModelFiles
import IsoglossTokenizers
import Testing

@testable import IsoglossAlignment
@testable import IsoglossModels

/// Every id of 510 pairs in twelve languages as TRL gives it, under four templates (scripts/goldens/pair_tokens.py).
struct PairTokenizerTests {
  struct Golden: Decodable {
    struct Case: Decodable {
      var name: String
      var maxLength: Int
      var dropped: [Int]
      var hashes: [String]
      var rows: [String: [[Int32]]]
    }
    var pairs: [[String]]
    var hard: [[String]]
    var cases: [Case]
  }

  static let golden = Result {
    try JSONDecoder().decode(Golden.self, from: Data(contentsOf: Place.goldens.appending(path: "pair_tokens.json")))
  }

  private func pairs() throws -> [PreferencePair] {
    let golden = try Self.golden.get()
    let answers = try LabelReader.read(Place.root.appending(path: "data/labels/isogloss-12/labels.jsonl")).answers
    let byID = Dictionary(uniqueKeysWithValues: answers.map { ($0.id, $0) })
    let source = Provenance(source: "test")
    let made = try golden.pairs.map { ids in
      let (chosen, rejected) = (try #require(byID[ids[0]]), try #require(byID[ids[1]]))
      return PreferencePair(
        id: "", language: chosen.language, intent: .harmful, prompt: chosen.prompt, chosen: chosen.response,
        rejected: rejected.response, provenance: source)
    }
    let hard = golden.hard.map { texts in
      PreferencePair(
        id: "", language: .english, intent: .harmful, prompt: texts[0], chosen: texts[1], rejected: texts[2],
        provenance: source)
    }
    return (made + hard).enumerated().map { index, pair in
      var pair = pair
      pair.id = "\(index)"
      return pair
    }
  }

  private func check(_ name: String, _ format: PromptFormat) throws {
    let pairs = try pairs()
    #expect(pairs.count == 510 && Set(pairs.map(\.language)).count == 12)
    let cases = try Self.golden.get().cases.filter { $0.name == name }
    #expect(cases.count == 2)
    for golden in cases {
      let result = try PairTokenizer(format, maxLength: golden.maxLength).tokenize(pairs)
      #expect(result.dropped == golden.dropped.map(String.init), "\(name), \(golden.maxLength)")
      #expect(result.pairs.count == golden.hashes.count)
      for (pair, hash) in zip(result.pairs, golden.hashes) {
        #expect(
          FNV.hex([pair.prompt, pair.chosen, pair.rejected]) == hash, "\(name), \(golden.maxLength), row \(pair.id)")
        if let whole = golden.rows[pair.id] { #expect([pair.prompt, pair.chosen, pair.rejected] == whole) }
      }
    }
  }

  @Test(.enabled(if: Place.hasModels, "the embedded models are not there"))
  func gemmaUnderTheFrameOfABaseModel() throws {
    let tokenizer = try Tokenizer(gguf: GGUFFile(contentsOf: Place.gemma))
    try check("gemma question-answer", PromptFormat(tokenizer, named: nil))
  }

  @Test(.enabled(if: Place.hasModels, "the embedded models are not there"))
  func gemmaUnderTheTurnsOfItsFamily() throws {
    let tokenizer = try Tokenizer(gguf: GGUFFile(contentsOf: Place.gemma))
    try check("gemma", PromptFormat(tokenizer, named: "gemma"))
  }

  @Test(.enabled(if: Place.hasModels && Place.hasShared, "the embedded models or the shared data are not there"))
  func gemmaUnderItsPublishedTemplate() throws {
    let tokenizer = try Tokenizer(gguf: GGUFFile(contentsOf: Place.gemma))
    let source = try String(contentsOf: Place.shared.appending(path: "templates/gemma-3.jinja"), encoding: .utf8)
    try check("gemma", PromptFormat(tokenizer, own: ChatTemplate(source: source)))
  }

  @Test(.enabled(if: Place.hasModels, "the embedded models are not there"))
  func smollmUnderItsOwnTemplate() throws {
    try check("smollm", PromptFormat(Tokenizer(gguf: GGUFFile(contentsOf: Place.smollm)), named: nil))
  }

  @Test func llama3UnderItsPublishedTemplate() throws {
    try check("llama3", PairTokenizerTests.llama3())
  }

  static func llama3() throws -> PromptFormat {
    let tokenizer = try Tokenizer(folder: Place.goldens.appending(path: "llama3"))
    let file = Place.root.appending(path: "Tests/TokenizersTests/Templates/llama-3.1-8b-instruct.jinja")
    return PromptFormat(tokenizer, own: try ChatTemplate(source: String(contentsOf: file, encoding: .utf8)))
  }

  @Test func aPairWithoutTokensOfItsOwnIsAnError() throws {
    let same = PreferencePair(
      id: "p", language: .english, intent: .harmful, prompt: "x", chosen: "", rejected: "y",
      provenance: Provenance(source: "t"))
    let plain = PromptFormat(
      try Tokenizer(folder: Place.goldens.appending(path: "llama3")),
      own: try ChatTemplate(source: "{{ messages[0].content }}"))
    let error = #expect(throws: AlignmentError.self) { _ = try PairTokenizer(plain).tokenize([same]) }
    #expect(error?.code == .badPair)
  }

  @Test func cutAndShiftedPairsAreNamed() throws {
    let pairs = try pairs()
    let short = try PairTokenizer(Self.llama3(), maxLength: 200).tokenize(pairs)
    #expect(!short.cut.isEmpty && !short.dropped.isEmpty)
    #expect(short.pairs.allSatisfy { $0.prompt.count + max($0.chosen.count, $0.rejected.count) <= 200 })
    #expect(try PairTokenizer(Self.llama3()).tokenize(pairs).cut.isEmpty)
    let tokenizer = try PairTokenizer(Self.llama3(), maxLength: 200)
    let told = try #require(tokenizer.lengthNote(dropped: short.dropped.count, cut: short.cut.count))
    #expect(told.contains("200 tokens of the training: \(short.dropped.count) left out, "))
    #expect(told.hasSuffix("\(short.cut.count) with an answer that is cut there"))
    #expect(tokenizer.lengthNote(dropped: 0, cut: 0) == nil)
  }
}
