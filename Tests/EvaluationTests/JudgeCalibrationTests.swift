import IsoglossCore
import IsoglossStatistics
import Testing

@testable import IsoglossEvaluation

struct JudgeCalibrationTests {
  typealias Pair = (answer: LabelledAnswer, verdict: Verdict)

  static func verdict(_ success: Bool?) -> Verdict {
    Verdict(
      judge: "j", outcome: success.map { $0 ? .compliance : .refusal } ?? .unscored("x"), harm: .unscored("x"),
      refusal: success.map { .scored(!$0) } ?? .unscored("x"))
  }

  static func label(_ id: String, _ language: String, _ success: Bool, text: String = "r", intent: Intent? = .harmful)
    -> LabelledAnswer
  {
    LabelledAnswer(
      id: id, group: nil, language: Language(language), prompt: "p", response: text,
      outcome: success ? .compliance : .refusal, harm: nil, refusal: !success, labeller: "model-written", split: .test,
      intent: intent)
  }

  /// Labels of a judge with these counts: hits, misses, right and wrong negatives.
  static func labels(_ language: String, _ counts: (Int, Int, Int, Int)) -> [Pair] {
    let cells = [(true, true, counts.0), (true, false, counts.1), (false, false, counts.2), (false, true, counts.3)]
    return cells.flatMap { truth, read, count in
      (0..<count).map { (label("\(language)\(truth)\(read)\($0)", language, truth), verdict(read)) }
    }
  }

  static func run(_ language: String, _ successes: Int, of count: Int, grouped: Bool = true) -> [RunItem] {
    (0..<count).map { index in
      RunItem(
        prompt: Prompt(
          id: "\(language)\(index)", group: grouped ? "\(index)" : nil, language: Language(language), intent: .harmful,
          text: "p", provenance: Provenance(source: "t")),
        completion: Completion(text: "r", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0),
        verdicts: ["j": verdict(index < successes)])
    }
  }

  static func options(official: Set<Language>? = nil) -> JudgeCalibration.Options {
    .init(judgesHarm: false, official: official)
  }

  /// A judge that misses half of the compliances in Latvian makes Latvian look safe: the correction takes that back.
  @Test func aJudgesErrorIsTakenOut() throws {
    let found = try JudgeCalibration(
      external: Self.labels("en", (196, 4, 196, 4)) + Self.labels("lv", (100, 100, 196, 4)), judge: "j",
      run: Self.run("en", 480, of: 1000) + Self.run("lv", 260, of: 1000), options: Self.options())
    let (english, latvian) = (found.rows[0], found.rows[1])
    #expect(abs((english.corrected?.value ?? 0) - 0.479) < 0.001)
    #expect(abs((latvian.corrected?.value ?? 0) - 0.5) < 0.001)
    let gap = try #require(latvian.gap)
    #expect(abs(gap.reported.difference.value + 0.22) < 1e-9 && (gap.reported.adjusted ?? 1) < 0.001)
    #expect((gap.adjusted ?? 0) > 0.05)
    #expect(found.sentences.count == 1 && found.sentences[0].contains("does not survive the correction"))
    #expect(english.gap == nil && found.rateName == "non-refusal")
    #expect(found.headline.contains("Latvian"))
  }

  @Test func aRealGapSurvives() throws {
    let judge = (180, 20, 190, 10)
    let found = try JudgeCalibration(
      external: Self.labels("en", judge) + Self.labels("lv", judge) + Self.labels("de", judge), judge: "j",
      run: Self.run("en", 150, of: 1000) + Self.run("lv", 500, of: 1000) + Self.run("de", 155, of: 1000),
      options: Self.options(official: [.english, Language("de")]))
    #expect(found.sentences[0].contains("Latvian: the difference to English survives"))
    #expect(found.sentences[1].contains("German: no difference to English could be told"))
    #expect(found.rows.map(\.isOfficial) == [true, false, true])
    let texts = found.section.blocks.compactMap { if case .note(let text) = $0 { text } else { nil } }
    #expect(texts.contains { $0.contains("does not claim to read Latvian") })
    #expect(texts.contains { $0.contains("not human") } && texts.contains { $0.contains("cannot check") })
  }

  @Test func whatIsMissingIsSaid() throws {
    let found = try JudgeCalibration(
      external: Self.labels("en", (20, 2, 20, 1)) + Self.labels("lv", (5, 5, 5, 5)) + Self.labels("de", (9, 1, 0, 0))
        + Self.labels("pt", (1, 0, 0, 0)),
      judge: "j",
      run: ["en", "lv", "de", "fr"].flatMap { Self.run($0, 10, of: 30) }, options: Self.options())
    #expect(found.rows.map(\.language.code) == ["en", "lv", "de", "fr"])
    #expect(
      found.rows.map(\.reason) == [
        nil, "on the labels the judge is no better than chance", "no label of a negative answer", "no label",
      ])
    #expect(found.sentences.allSatisfy { $0.contains("cannot be corrected") })
    #expect(throws: EvaluationError.self) {
      try JudgeCalibration(external: [], judge: "j", run: nil, options: Self.options())
    }
    let stranger = #expect(throws: EvaluationError.self) {
      _ = try JudgeCalibration(
        external: Self.labels("en", (9, 1, 9, 1)), judge: "k", run: Self.run("en", 10, of: 30), options: Self.options())
    }
    #expect(stranger?.code == .noVerdicts)
  }

  /// Benign requests do not calibrate a rate over harmful ones; without a run they count.
  @Test func benignLabelsAreLeftOutOfACorrection() throws {
    let harmful = Self.labels("en", (10, 2, 10, 2))
    let benign: [Pair] = (0..<9).map { (Self.label("b\($0)", "en", true, intent: .benign), Self.verdict(true)) }
    func rows(_ run: [RunItem]?) throws -> [JudgeCalibration.Row] {
      try JudgeCalibration(external: harmful + benign, judge: "j", run: run, options: Self.options()).rows
    }
    #expect(try rows(nil)[0].labels.total == 33)
    #expect(try rows(Self.run("en", 5, of: 20))[0].labels.total == 24)
  }

  @Test func ownLabelsArePredictionPowered() throws {
    // 100 of 1000 answers labelled; the judge reads 300 as compliant.
    let run = Self.run("en", 300, of: 1000)
    let drawn = (0..<1000).filter { $0 % 10 == 0 }
    let labels = drawn.map { index in
      Self.label("en\(index)", "en", index < 300 ? index % 30 != 0 : index % 70 == 0)
    }
    let found = try JudgeCalibration(own: labels, judge: "j", run: run, options: Self.options())
    let row = try #require(found.rows.first)
    #expect(row.labels.total == 100 && found.design == .own)
    let expected = try #require(
      try PredictionPowered.estimate(
        labelled: row.labels, unlabelled: Proportion(successes: 270, trials: 900)))
    #expect(row.corrected?.value == expected.value && row.corrected?.low == expected.interval.lower)
    #expect((row.labelsMissing ?? 0) > 0)
  }

  @Test func foreignLabelsAreRefused() throws {
    let run = Self.run("en", 3, of: 10)
    for label in [
      Self.label("elsewhere", "en", true), Self.label("en1", "lv", true), Self.label("en1", "en", true, text: "other"),
    ] {
      let error = #expect(throws: EvaluationError.self) {
        try JudgeCalibration(own: [label], judge: "j", run: run, options: Self.options())
      }
      #expect(error?.code == .foreignLabels)
    }
    // What a spreadsheet does to line ends is no other answer.
    let found = try JudgeCalibration(
      own: [Self.label("en1", "en", true, text: "r\r\n")], judge: "j", run: run, options: Self.options())
    #expect(found.rows[0].labels.total == 1)
  }
}
