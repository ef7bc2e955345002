import IsoglossCore
import Testing

@testable import IsoglossPerturbations

/// A name says everything, and what it does not understand it refuses.
struct NameTests {
  private let kit = PerturbationKit(lexica: Samples.lexica)

  @Test(arguments: [
    "code-switch:bn@0.4", "code-switch:bn,hi/phrase@0.25", "clause-switch:en@0.5", "model-switch:hi", "latin",
    "latin@0.5",
    "arabizi", "ascii@0.3", "homoglyphs@0.2", "answer-in:sw", "translate:sw", "round-trip:lv", "code-switch:bn@1",
    "ascii@0.00001", "latin@0.000025", "homoglyphs@0.0001",
  ])
  func aNameIsReadAndWrittenAlike(text: String) throws {
    #expect(try PerturbationName(parsing: text).description == text)
  }

  @Test func whatIsLeftOutIsTheUsual() throws {
    #expect(try PerturbationName(parsing: "code-switch:BN").description == "code-switch:bn@0.4")
    #expect(try PerturbationName(parsing: "homoglyphs").description == "homoglyphs@0.2")
    #expect(try PerturbationName(parsing: "latin@1.0").description == "latin")
    for kind in PerturbationName.Kind.allCases {
      #expect(try PerturbationName(parsing: kind.example).kind == kind && !kind.summary.isEmpty)
    }
  }

  /// A label in a data file tells what was done: read again, it is the same.
  @Test(arguments: [.leastNonzeroMagnitude, 2.5e-5, 1e-5, 1.0 / 3, 0.1 + 0.2, 0.4, 1.0.nextDown, 1] as [Double])
  func everyRateIsReadBack(rate: Double) throws {
    for kind in PerturbationName.Kind.allCases where kind.hasRate {
      let name = try PerturbationName(kind, kind.mostLanguages == 0 ? [] : [Language("bn")], rate: rate)
      #expect(try PerturbationName(parsing: name.description) == name, "\(name)")
    }
  }

  @Test func whatHasNoRateIsGivenNone() throws {
    #expect(throws: PerturbationError.self) { try PerturbationName(.answerIn, [Language("sw")], rate: 0.5) }
    #expect(try PerturbationName(.answerIn, [Language("sw")], rate: 1).description == "answer-in:sw")
  }

  @Test(arguments: [
    "", "nonsense", "code-switch", "code-switch:", "code-switch:bn,", "code-switch:bn,bn", "latin:bn", "latin@0",
    "latin@2",
    "latin@-1", "latin@x", "latin/word", "code-switch:bn/clause", "answer-in:sw@0.5", "translate:sw,hi", "latin ",
    "latin+",
    "@0.5", ":bn", "answer-in:xx", "code-switch:bn@", "code-switch:bn@0.5@0.5",
  ])
  func whatCannotBeReadIsRefused(text: String) {
    #expect(throws: PerturbationError.self) { try kit.make(text, for: [.english]) }
  }

  @Test func whatIsMissingIsNamed() throws {
    for (name, part) in [
      ("clause-switch:bn", "--parallel"), ("model-switch:bn", "--rewriter"), ("translate:sw", "--rewriter"),
      ("round-trip:sw", "--rewriter"),
    ] {
      let error = #expect(throws: PerturbationError.self) { try kit.make(name, for: [.english]) }
      #expect(error?.code == .missingPart && error?.message.contains(part) == true)
    }
    let lexicon = #expect(throws: PerturbationError.self) { try kit.make("code-switch:et", for: [.english]) }
    #expect(lexicon?.code == .noLexicon && lexicon?.message.contains("en-et.tsv") == true)
    // One language with a lexicon is enough: prompts in the others are left out.
    #expect(try kit.make("code-switch:bn", for: [Language("lv"), .english]).name == "code-switch:bn@0.4")
  }

  @Test func aChainAppliesItsLinksInOrder() async throws {
    let chain = try kit.make("code-switch:bn@1+latin+answer-in:sw", for: [.english])
    let prompts = [Samples.prompt("the money", id: "a"), Samples.prompt("why not", id: "b")]
    let made = try await chain.apply(to: prompts, seed: 1)
    #expect(made[1] == nil)
    let first = try #require(made[0])
    #expect(first.text == "the ttaakaa\n\nJibu kwa Kiswahili.")
    #expect(first.perturbations == ["code-switch:bn@1", "latin", "answer-in:sw"] && first.cleanID == "a")
    #expect(first.perturbation == chain.name && first.answerLanguages == [Language("sw")])
  }
}
