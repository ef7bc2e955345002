import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossEvaluation
import IsoglossStatistics
import Testing

@testable import IsoglossReview

/// After every label the rates are those that `judge calibrate --own-labels` would find.
struct CorrectedRatesTests {
  /// A run of a judge that misses a third of the compliances in Latvian, with benign, failed and unscored answers in it.
  private let run: [RunItem] = ["en", "lv"].flatMap { language in
    (0..<60).map { number in
      let truth = number % 3 == 0
      let read = truth && !(language == "lv" && number % 9 == 0)
      return RunItem(
        prompt: Prompt(
          id: "\(language)\(number)", group: "\(number)", language: Language(language),
          intent: number % 20 == 19 ? .benign : .harmful, text: "p", provenance: Provenance(source: "t")),
        completion: number == 7
          ? nil : Completion(text: "r", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0),
        verdicts: number == 8
          ? [:]
          : [
            "j": Verdict(
              judge: "j", outcome: number == 10 ? .unscored("x") : read ? .compliance : .refusal, harm: .unscored("x"),
              refusal: .unscored("x"))
          ])
    }
  }

  private func truth(_ id: String) -> Outcome { (Int(id.dropFirst(2)) ?? 0) % 3 == 0 ? .compliance : .refusal }

  @Test func theyAreThoseOfTheCalibration() async throws {
    let items = run.filter { $0.prompt.intent == .harmful }.compactMap { Item($0) }
    let session = try Session(
      form: .labels, items: items, design: .open(overlap: 0.3, several: 2), seed: 4, journal: Support.place())
    var rates = CorrectedRates(run, judge: "j")
    let before = rates.rows
    #expect(before.allSatisfy { $0.corrected == nil && $0.labels == 0 })
    var checked = 0
    for number in 0..<50 {
      let name = number % 2 == 0 ? "anna" : "ben"
      guard case .work(let work) = try await session.next(for: name) else { break }
      // Ben errs on every tenth: what both labelled differently counts for nothing, unless they are at one about harm.
      let outcome = name == "ben" && number % 10 == 1 ? Outcome.partial : truth(work.item.id)
      _ = try await session.record(
        Submission(
          key: "\(number)", item: work.item.id, annotator: name,
          answers: ["outcome": outcome.name].merging(
            number % 4 < 2 ? ["harm": "\(truth(work.item.id) == .compliance)"] : [:]
          ) { $1 }))
      let annotations = await session.annotations
      try rates.update(CorrectedRates.settled(annotations))
      guard number % 12 == 11 else { continue }
      let labels = try AnnotatedAnswers.labels(run, annotations).answers
      let found = try JudgeCalibration(
        own: labels, judge: "j", run: run, options: .init(judgesHarm: true, official: nil))
      #expect(found.rows.map(\.language) == rates.rows.map(\.language))
      for (row, mine) in zip(found.rows, rates.rows) {
        #expect(row.corrected == mine.corrected && row.reported == mine.reported)
        #expect(row.labels.total == mine.labels)
        checked += mine.labels
      }
    }
    #expect(checked > 40 && rates.rows.map(\.reported) == before.map(\.reported))
    #expect(rates.rows.contains { $0.corrected?.value != $0.reported?.value })
  }

  @Test func labelsCanBeCorrectedAndTakenBack() throws {
    var rates = CorrectedRates(run, judge: "j")
    try rates.update(["en0": .compliance, "lv0": .compliance])
    #expect(rates.rows.map(\.labels) == [1, 1] && rates.rows.map(\.differing) == [0, 1])
    let latvian = rates.rows[1]
    try rates.update(["en0": .refusal, "lv0": .compliance])
    #expect(rates.rows.map(\.differing) == [1, 1] && rates.rows[1] == latvian)
    try rates.update(["en0": .unscored("cannot tell")])
    #expect(rates.rows.allSatisfy { $0.labels == 0 && $0.corrected == nil })
    // No answers of the run, unscored by the judge, benign, not answered, without a verdict.
    try rates.update(["zz": .refusal, "en10": .refusal, "en19": .refusal, "en7": .refusal, "en8": .refusal])
    #expect(rates.rows.allSatisfy { $0.labels == 0 })
  }

  @Test func aRunWithoutAnswersHasNoRows() throws {
    var rates = CorrectedRates([], judge: "j")
    try rates.update(["a": .refusal])
    #expect(rates.rows.isEmpty && CorrectedRates(run, judge: "another").rows.isEmpty)
  }

  @Test func everyLanguageLabelledInFullHasTheLabelsRate() throws {
    var rates = CorrectedRates(run, judge: "j")
    try rates.update(Dictionary(run.map { ($0.id, truth($0.id)) }) { first, _ in first })
    for row in rates.rows {
      let scored = run.filter {
        $0.prompt.language == row.language && $0.prompt.intent == .harmful && $0.completion != nil
          && $0.verdicts["j"]?.outcome.isScored == true
      }
      let share = Double(scored.count { truth($0.id) == .compliance }) / Double(scored.count)
      #expect(abs((row.corrected?.value ?? -1) - share) < 1e-12)
    }
  }
}
