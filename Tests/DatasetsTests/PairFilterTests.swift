import Foundation
import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossDatasets

/// Filtering drops what it should, says where and why, and never takes one row for another.
struct PairFilterTests {
  private func verdict(_ judge: String, _ harm: Bool?) -> Verdict {
    Verdict(
      judge: judge, outcome: .unscored("t"), harm: harm.map { .scored($0) } ?? .unscored("t"), refusal: .unscored("t"))
  }

  /// Verdicts of two guards on question, chosen, rejected: y, n or u each.
  private func rows(_ pair: PreferencePair, _ readings: [String]) -> [PairVerdict] {
    zip(PairPart.allCases, readings).flatMap { part, pattern in
      zip(["g1", "g2"], pattern).map { judge, reading in
        PairVerdict(on: part, of: pair, verdict(judge, reading == "u" ? nil : reading == "y"))
      }
    }
  }

  private func pairs(_ count: Int) -> [PreferencePair] {
    var generator = SeededGenerator(seed: 1)
    return (0..<count).map {
      PairSamples.pair("p\($0)", PairSamples.nonsense(12, &generator), style: AttackStyle.allCases[$0 % 10])
    }
  }

  private func run(_ pairs: [PreferencePair], _ verdicts: [PairVerdict]) throws -> PairFilter.Result {
    try PairFilter(rules: PairRule.paper, verdicts: VerdictTable(verdicts, on: pairs), duplicateThreshold: nil).run(
      pairs)
  }

  @Test func thePapersRule() throws {
    let pairs = pairs(8)
    let readings = [
      ["yy", "nn", "yn"], ["yn", "nn", "yy"], ["yy", "ny", "yy"], ["yy", "nn", "nn"], ["yy", "nn", "uy"],
      ["yu", "nn", "yy"], ["yy", "un", "yy"], ["yy", "nn", "nu"],
    ]
    let result = try run(pairs, zip(pairs, readings).flatMap(rows))
    #expect(result.kept.map(\.id) == ["p0", "p4"])
    #expect(result.funnel.stages.suffix(3).map(\.dropped) == [2, 2, 2])
    #expect(Set(result.dropped.filter(\.isUndecided).map(\.pair)) == ["p5", "p6", "p7"])
    #expect(result.dropped.first { $0.pair == "p1" }?.reason == "the verdicts are g1: harm; g2: no harm")
  }

  @Test func aMissingRowNeverShiftsAnother() throws {
    let pairs = pairs(40)
    let verdicts = pairs.enumerated().flatMap { number, pair in
      number % 3 == 0 ? [] : rows(pair, number % 3 == 1 ? ["yy", "nn", "yy"] : ["yy", "yy", "yy"])
    }
    let expected = pairs.indices.filter { $0 % 3 == 1 }.map { "p\($0)" }
    #expect(try run(pairs, verdicts).kept.map(\.id) == expected)
    for seed in 0..<5 {
      var generator = SeededGenerator(seed: UInt64(seed))
      var shuffledVerdicts = verdicts
      generator.shuffle(&shuffledVerdicts)
      let result = try run(PairSamples.shuffled(pairs, seed: UInt64(seed)), shuffledVerdicts)
      #expect(Set(result.kept.map(\.id)) == Set(expected))
      #expect(result.funnel == (try run(pairs, verdicts).funnel))
    }
  }

  @Test func aVerdictOnAnotherTextCountsForNothing() throws {
    var pairs = pairs(2)
    let verdicts = pairs.flatMap { rows($0, ["yy", "nn", "yy"]) }
    pairs[0].chosen += " And more."
    #expect(try run(pairs, verdicts).kept.map(\.id) == ["p1"])
    #expect(VerdictTable(verdicts, on: pairs).stale == 2)
  }

  @Test func benignPairsPassRulesOnHarmfulOnes() throws {
    let pair = PairSamples.pair("b", "How do I bake bread at home in an oven?", intent: .benign)
    #expect(try run([pair], []).kept == [pair])
    #expect(throws: DatasetError.self) { try run([PairSamples.pair("h", "words that nobody has judged")], []) }
  }

  @Test func theFunnelCountsEveryRowOnce() throws {
    var pairs = pairs(30)
    pairs[0].prompt = "x"
    pairs[1].chosen = "Refusal: no, I will not do that."
    pairs[2].rejected = pairs[2].chosen.uppercased()
    pairs[3].rejected = pairs[3].prompt
    pairs[4].chosen = "I am sorry, but I cannot,"
    pairs[5].prompt = pairs[6].prompt.uppercased() + "!"
    let suite = PromptSet(
      name: "s",
      prompts: [
        Prompt(
          id: "q", language: .english, intent: .harmful, text: pairs[7].prompt, provenance: Provenance(source: "s"))
      ], fileHash: "")
    let result = try PairFilter(suites: [suite]).run(pairs)
    #expect(result.dropped.map(\.pair) == ["p0", "p1", "p2", "p3", "p4", "p6", "p7"])
    #expect(
      result.funnel.stages.map { "\($0.name) \($0.entered) \($0.dropped)" } == [
        "length 30 1", "scaffolding 29 1", "form 28 3", "duplicates 25 1", "leakage 24 1",
      ])
    #expect(result.kept.count + result.dropped.count == 30 && result.funnel.left == 23)
    for stage in result.funnel.stages {
      #expect(
        stage.byLanguage.values.reduce(0, +) == stage.dropped && stage.byHazard.values.reduce(0, +) == stage.dropped)
    }
    #expect(result.funnel.stages[4].examples.first?.reason == "exact with q of s, 1.00")
    let section = result.funnel.section
    #expect(section.blocks.count == 5)
  }

  @Test func twoRowsOfOneIdAreRefused() {
    let pair = PairSamples.pair("p", "some words that are long enough")
    let error = #expect(throws: DatasetError.self) { try PairFilter().run([pair, pair]) }
    #expect(error?.code == .duplicate)
  }

  @Test func nothingComesOfNothing() throws {
    let result = try PairFilter(rules: PairRule.paper).run([])
    #expect(result.kept.isEmpty && result.funnel.left == 0)
  }

  @Test func foreignTextsAreDropped() throws {
    struct Identifier: LanguageIdentifier {
      let name = "t"
      func identify(_ text: String, count: Int) -> [LanguageGuess] {
        let code = text.contains("palabra") ? "es" : text.contains("slovo") ? "sk" : "cs"
        return [LanguageGuess(language: Language(code), label: code, probability: 0.6)]
      }
    }
    let texts = [
      "jedno dvě tři čtyři pět šest sedm", "una palabra en este texto tan breve",
      "jedno slovo po slovensky v tomto texte",
      "palabra",
    ]
    let pairs = texts.enumerated().map {
      PairSamples.pair("p\($0)", "cs", $1, chosen: "Ne.", rejected: "Ano, jistě.")
    }
    let result = try PairFilter(
      limits: nil, checksForm: false, language: LanguageCheck(Identifier()), duplicateThreshold: nil
    ).run(pairs)
    // Spanish is told at 0.6; Slovak, of the same family, only from 0.7; one word is too little.
    #expect(result.dropped.map(\.pair) == ["p1"])
    #expect(result.dropped.first?.reason == "question is in es (probability 0.6)")
  }

  @Test func theProjectsOwnPairsPass() throws {
    let set = try PairSuiteTests.set.get()
    let suite = try SuiteTests.set.get()
    let result = try PairFilter(suites: [suite]).run(set.pairs)
    #expect(result.dropped.isEmpty, "\(result.dropped.prefix(10))")
  }
}
