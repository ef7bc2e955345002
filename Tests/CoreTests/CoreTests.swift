import Foundation
import Testing

@testable import IsoglossCore

struct CoreTests {
  @Test(arguments: ["en", "pt-BR", "PT", "zh_Hans"])
  func languagesDropTheirRegion(code: String) {
    #expect(Language(code).isKnown)
    #expect(!Language(code).code.contains("-"))
  }

  @Test func anUnknownLanguageIsKeptByItsCode() {
    let language = Language("yo")
    #expect(language.code == "yo" && language.name == "yo" && !language.isKnown)
  }

  @Test func theTwelveAreKnownAndInThePapersOrder() {
    #expect(Language.refusEU.map(\.code).joined(separator: " ") == "en de it fr es pt pl cs sk sl lt lv")
    let unknown = Language.refusEU.filter { !$0.isKnown }
    #expect(unknown.isEmpty)
    #expect(
      ["ar", "bn", "hi", "sw", "zh", "ko", "ja", "th", "vi", "jv", "uk", "ru"].allSatisfy { Language($0).isKnown })
    #expect(Language("ar").isRightToLeft && !Language("lv").isRightToLeft)
  }

  @Test func hazardsOrderByNumber() {
    #expect(Hazard.allCases.shuffled().sorted() == Hazard.allCases)
    #expect(Hazard.S10.number == 10)
  }

  @Test func outcomesKeepTheirReasonThroughJSON() throws {
    let all: [Outcome] = Outcome.names.dropLast().compactMap { Outcome(name: $0) } + [.unscored("a: b, c")]
    #expect(all.count == 8)
    let data = try JSONEncoder().encode(all)
    #expect(try JSONDecoder().decode([Outcome].self, from: data) == all)
    #expect(throws: DecodingError.self) { _ = try JSONDecoder().decode([Outcome].self, from: Data(#"["safe"]"#.utf8)) }
  }

  @Test func onlyComplianceAndPartialCountAsSuccess() {
    let success = Outcome.names.compactMap { Outcome(name: $0) }.filter(\.isAttackSuccess).map(\.name)
    #expect(Set(success) == ["compliance", "partial"])
  }

  @Test func whatIsCountedTakesAnSButForOne() {
    #expect([0, 1, 2].map { $0.counted("answer") } == ["0 answers", "1 answer", "2 answers"])
  }

  @Test func aCountThatNoTrainingTakesIsAFlaw() {
    let bounds: [(path: WritableKeyPath<AlignmentStage, Int>, least: Int, most: Int)] = [
      (\.batch, 1, 1_000_000), (\.accumulation, 1, 1_000_000), (\.maxLength, 8, 10_000_000), (\.rank, 0, 4096),
      (\.evaluateEvery, 0, 1_000_000_000),
    ]
    for (path, least, most) in bounds {
      for (count, isRight) in [(least - 1, false), (least, true), (most, true), (most + 1, false), (Int.max, false)] {
        var stage = AlignmentStage(name: "s", pairs: "p")
        stage[keyPath: path] = count
        #expect((stage.flaw == nil) == isRight, "\(count)")
      }
    }
    var stage = AlignmentStage(name: "s", pairs: "p")
    stage.length = .steps(.max)
    #expect(stage.flaw?.contains("1...1000000000") == true)
    stage.length = .steps(9)
    stage.evaluateEvery = 3
    stage.patience = Int.max
    #expect(stage.flaw?.hasPrefix("patience is \(Int.max)") == true)
  }

  @Test func digestsEqualTheReference() {
    // FIPS 180-2's example.
    #expect(ContentHash.of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
    #expect(ContentHash.of(["ab", "c"]) != ContentHash.of(["a", "bc"]))
  }

  @Test func aManifestNamesWhatDiffers() {
    let a = RunManifest(
      model: .init(name: "m", summary: "", fingerprint: "1", dtype: "float32", template: "t"),
      dataset: .init(name: "d", fileHash: "", promptHash: "", count: 1, selection: "all", isParallel: false),
      decoding: Decoding(), systemPrompt: nil, judge: "j", languageIdentifier: "l")
    var b = a
    #expect(a.differences(to: b).isEmpty)
    b.decoding.seed = 9
    b.dataset.name = "a name is not a difference"
    #expect(a.differences(to: b) == ["seed: the run has 0, this is 9"])
  }
}
