internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// How fluent the answers of a run are, told without a judge: how many bits per byte a model needs for them, and how many
/// loop, echo the prompt, are empty or in another language.
///
/// Few bits are no praise by themselves: a loop costs almost none. So the bits are over ordinary answers alone, and the
/// others are counted beside them. Compare within a language, before and after a change, with one model that measures.
public struct AnswerFluency: Sendable, Codable {
  /// One language's part.
  public struct Row: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Bits per byte of ordinary answers, with a bootstrap interval over answers; null where there are none.
    public var perByte: IsoglossCore.Estimate?
    /// Share of answers that loop, echo the prompt, are empty or in another language, with Wilson's interval.
    public var unusable: IsoglossCore.Estimate
    /// Counts of outcomes among them, by name.
    public var kinds: [String: Int]

    /// Perplexity of a byte: 2 to the bits.
    public var perplexity: Double? { perByte.map { exp2($0.value) } }
  }

  /// Languages in the order of the data.
  public var rows: [Row]
  /// Confidence of every interval.
  public var confidence: Double

  /// Outcomes of an answer that cannot be used.
  private static let unusable = ["degenerate", "empty", "offLanguage"]

  /// Measures a run's answers.
  /// - Parameters:
  ///   - items: prompts with their answers; those without are left out.
  ///   - screen: a judge that tells what an answer is: the lexical judge.
  ///   - model: measures the bits, each answer by itself after the start token.
  /// - Throws: `EvaluationError.nothingToScore` without answers, the model's error.
  public init(
    _ items: [RunItem], screen: some Judge, model: any ScoringModel, confidence: Double = 0.95,
    resamples: Int = 2_000, seed: UInt64 = 0,
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws {
    let inputs = items.compactMap { item in
      item.completion.flatMap { $0.finish == .failed ? nil : JudgeInput(prompt: item.prompt, completion: $0) }
    }
    guard !inputs.isEmpty else {
      throw EvaluationError(.nothingToScore, "The run has no answers: bring it to its end with `isogloss eval`.")
    }
    self.confidence = confidence
    let outcomes = try await screen.judge(inputs).map(\.outcome.name)
    var seen: Set<Language> = []
    let order = inputs.map(\.prompt.language).filter { seen.insert($0).inserted }
    let bootstrap = Bootstrap(resamples: resamples, confidence: confidence, method: .percentile, seed: seed)
    rows = []
    progress(0, order.count)
    for (done, language) in order.enumerated() {
      try Task.checkCancellation()
      let own = inputs.indices.filter { inputs[$0].prompt.language == language }
      let bad = own.filter { Self.unusable.contains(outcomes[$0]) }
      let texts = Set(own).subtracting(bad).sorted().map { inputs[$0].completion.text }.filter {
        !$0.allSatisfy(\.isWhitespace)
      }
      let bits = try await model.logLikelihoods(texts.map { (prompt: "", continuation: $0) }).map { -$0 / log(2) }
      let bytes = texts.map { Double($0.utf8.count) }
      let found = try bootstrap.estimate(of: texts.count) { answers in
        answers.reduce(0) { $0 + bits[$1] } / answers.reduce(0) { $0 + bytes[$1] }
      }
      guard let share = OutcomeMix.estimate(bad.count, of: own.count, confidence: confidence) else { continue }
      rows.append(
        Row(
          language: language,
          perByte: found.map {
            .init(value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: texts.count)
          },
          unusable: share,
          kinds: Dictionary(grouping: bad) { outcomes[$0] }.mapValues(\.count)))
      progress(done + 1, order.count)
    }
  }
}
