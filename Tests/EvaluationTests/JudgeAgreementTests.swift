import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossEvaluation

struct JudgeAgreementTests {
  /// An answer with the refusal readings of judges `a`, `b`, ...; null is unscored.
  static func item(
    _ language: String, _ index: Int, _ readings: [Bool?], hazard: Hazard = .S1, grouped: Bool = true
  ) -> RunItem {
    var verdicts: [String: Verdict] = [:]
    for (name, reading) in zip(["a", "b", "c"], readings) {
      verdicts[name] = Verdict(
        judge: name, outcome: reading.map { $0 ? .refusal : .compliance } ?? .unscored("x"),
        harm: reading.map { .scored(!$0) } ?? .unscored("x"), refusal: reading.map { .scored($0) } ?? .unscored("x"))
    }
    return RunItem(
      prompt: Prompt(
        id: "\(index).\(language)", group: grouped ? "\(index)" : nil, language: Language(language), hazard: hazard,
        intent: .harmful, text: "t", provenance: Provenance(source: "t")),
      completion: Completion(text: "x", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0),
      verdicts: verdicts)
  }

  /// Kappa by language is that of the readings alone, and the least agreement comes first.
  @Test func languagesAreKeptApart() throws {
    let english = (0..<40).map { Self.item("en", $0, [$0 % 2 == 0, $0 % 2 == 0]) }
    let latvian = (0..<40).map { Self.item("lv", $0, [$0 % 2 == 0, $0 % 4 == 0], hazard: $0 < 20 ? .S1 : .S9) }
    let found = try JudgeAgreement(english + latvian, judges: ["a", "b"], field: .refusal, resamples: 200)
    #expect(found.languages.map(\.part) == ["English", "Latvian"])
    #expect(found.languages[0].kappa?.value == 1)
    let kappa = try #require(
      try CohenKappa.value((0..<40).map { $0 % 2 == 0 }, (0..<40).map { $0 % 4 == 0 }))
    #expect(abs((found.languages[1].kappa?.value ?? 0) - kappa) < 1e-12)
    #expect(found.hazards.map(\.items) == [60, 20] && found.pairs.isEmpty)
    #expect(found.all.items == 80 && found.isClustered)
    #expect(found.headline.contains("Latvian, kappa 0.50"))
    // Complete agreement is not certainty.
    let raw = try #require(found.languages[0].raw)
    #expect(raw.value == 1 && raw.low < 0.95 && raw.low > 0.8)
    #expect(try #require(found.languages[0].pabak).low == 2 * raw.low - 1)
    let section = found.section
    guard case .figure(let figure) = section.blocks[1], case .bars(let bars, _, _, _, let areCoefficients) = figure.kind
    else { Issue.record("no chart second"); return }
    #expect(areCoefficients && bars.count == 2 && bars[1].isWorst)
  }

  @Test func oneCategoryIsSaid() throws {
    let found = try JudgeAgreement(
      (0..<12).map { Self.item("sl", $0, [true, true]) }, judges: ["a", "b"], field: .refusal, resamples: 100)
    let row = try #require(found.languages.first)
    #expect(row.kappa == nil && row.alpha == nil && row.isOneCategory && row.pabak?.value == 1)
    #expect(found.headline.contains("kappa cannot be told"))
    #expect(
      found.section.blocks.contains { if case .note(let text) = $0 { text.contains("Slovenian") } else { false } })
  }

  @Test func unscoredReadingsAreNoReadings() throws {
    let items = [
      Self.item("en", 0, [true, nil]), Self.item("en", 1, [nil, false]), Self.item("lv", 2, [true, true]),
    ]
    let found = try JudgeAgreement(items, judges: ["a", "b"], field: .refusal, resamples: 100)
    #expect(found.languages[0].items == 0 && found.languages[0].raw == nil)
    #expect(
      found.section.blocks.contains {
        if case .note(let text) = $0 { text.contains("English no answer") } else { false }
      })
  }

  @Test func severalJudgesHavePairs() throws {
    let items = (0..<30).map { Self.item("en", $0, [$0 % 2 == 0, $0 % 3 == 0, $0 % 2 == 0]) }
    let found = try JudgeAgreement(
      items, judges: ["a", "b", "c"], field: .harm, official: ["b": [Language("de")]], resamples: 100)
    #expect(found.pairs.map(\.part) == ["a and b", "a and c", "b and c"])
    #expect(found.all.kappa == nil && found.all.alpha != nil && found.pairs[1].kappa?.value == 1)
    #expect(found.languages[0].unofficial == ["b"])
  }

  @Test func labelSetsAreComparedById() throws {
    func label(_ id: Int, _ refusal: Bool?, _ name: String) -> LabelledAnswer {
      LabelledAnswer(
        id: "\(id)", group: "\(id)", language: .english, prompt: "p", response: "r", outcome: .unscored("x"), harm: nil,
        refusal: refusal, labeller: name, split: .test)
    }
    let found = try JudgeAgreement(
      labels: [
        ("anna", (0..<20).map { label($0, $0 % 2 == 0, "anna") }),
        ("ben", (5..<25).map { label($0, $0 == 5 ? nil : $0 % 2 == 0, "ben") }),
      ], field: .refusal, resamples: 100)
    #expect(found.all.items == 14 && found.all.kappa?.value == 1)
  }

  @Test func wrongJudgesAreNamed() throws {
    let items = [Self.item("en", 0, [true, true])]
    #expect(throws: EvaluationError.self) { try JudgeAgreement(items, judges: ["a"], field: .harm) }
    #expect(throws: EvaluationError.self) { try JudgeAgreement(items, judges: ["a", "a"], field: .harm) }
    let error = #expect(throws: EvaluationError.self) { try JudgeAgreement(items, judges: ["a", "z"], field: .harm) }
    #expect(error?.code == .noVerdicts && error?.message.contains("a, b") == true)
  }

  /// An ensemble repeats its voices, and an adjudicator reads the hard cases alone.
  @Test func onlyReadingsOfTheirOwnAreCompared() throws {
    func record(_ name: String, members: [String] = [], adjudicator: String? = nil) -> JudgeRecord {
      JudgeRecord(
        name: name, judgesHarm: true, officialLanguages: nil, rule: members.isEmpty ? nil : "paper", members: members,
        adjudicator: adjudicator)
    }
    let records = [
      record("e/1(a & b; c)", members: ["a", "b"], adjudicator: "c"), record("a"), record("b"), record("c"),
    ]
    var items = (0..<10).map { Self.item("en", $0, $0 < 3 ? [true, false, true] : [true, true]) }
    let names = ["e/1(a & b; c)", "a", "b", "c", "unknown"]
    let found = IndependentJudges(names, records: records, items: items)
    #expect(found.names == ["a", "b", "unknown"])
    #expect(
      found.leftOut.map(\.reason) == [
        "is made of the readings of a, b and c", "was asked about the answers on which others differ: 3 of 10",
      ])
    // An adjudicator that read every answer is a judge like others, and an ensemble alone is one.
    items = (0..<10).map { Self.item("en", $0, [true, false, true]) }
    #expect(IndependentJudges(["a", "c"], records: records, items: items).names == ["a", "c"])
    #expect(IndependentJudges([names[0], "unknown"], records: records, items: items).names == [names[0], "unknown"])
    let agreement = try JudgeAgreement(
      items, judges: ["a", "b"], field: .refusal, leftOut: found.leftOut, resamples: 100)
    let notes = agreement.section.blocks.compactMap { if case .note(let text) = $0 { text } else { nil } }
    #expect(notes.contains { $0.hasPrefix("e/1 is not counted: it is made of the readings") })
  }
}
