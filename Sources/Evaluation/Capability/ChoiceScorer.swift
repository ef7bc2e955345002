public import IsoglossCore

/// Has a model choose by the log-likelihood of the letters, as lm-evaluation-harness does.
public struct ChoiceScorer: Sendable {
  /// Questions that are scored together.
  private static let portion = 256

  /// What came of a task.
  public struct Result: Sendable {
    /// One score a question that was answered, in the order of the task.
    public var scores: [ChoiceScore]
    /// Questions whose request failed.
    public var failed = 0
    /// Seconds of scoring, tokenising included.
    public var seconds: Double
  }

  private let model: any ScoringModel

  /// A scorer.
  public init(_ model: any ScoringModel) { self.model = model }

  /// Scores every question.
  /// - Parameters:
  ///   - known: scores of an earlier sitting, which are taken as they are.
  ///   - record: given new scores as they come, some hundred at once.
  ///   - progress: told how many questions are done, of how many.
  /// - Throws: the model's error, `CancellationError`.
  public func run(
    _ task: ChoiceTask, known: [ChoiceScore] = [], record: @Sendable ([ChoiceScore]) async throws -> Void = { _ in },
    progress: @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) async throws -> Result {
    let start = ContinuousClock.now
    let earlier = Dictionary(known.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var scores = task.questions.map { earlier[$0.id] }
    var done = scores.count { $0 != nil }
    progress(done, scores.count)
    for whole in task.portions(of: Self.portion) {
      let portion = whole.filter { scores[$0] == nil }
      guard !portion.isEmpty else { continue }
      try Task.checkCancellation()
      let items = portion.flatMap { position in
        let prompt = task.prompt(position)
        return ChoicePrompt.continuations.map { (prompt: prompt, continuation: $0) }
      }
      let values: [Double]
      var cut: Set<Int> = []
      if let windowed = model as? any WindowedScoringModel {
        (values, cut) = try await windowed.windowedLogLikelihoods(items)
      } else {
        values = try await model.logLikelihoods(items)
      }
      precondition(values.count == items.count, "a model must score every item")
      for (index, position) in portion.enumerated() {
        let letters = Array(values[index * 4..<index * 4 + 4])
        scores[position] = ChoiceScore(
          task.questions[position], logLikelihoods: letters, choice: Self.largest(letters),
          isCut: cut.contains(index * 4))
      }
      try await record(portion.compactMap { scores[$0] })
      done += portion.count
      progress(done, scores.count)
    }
    return Result(scores: scores.compactMap { $0 }, seconds: (ContinuousClock.now - start) / .seconds(1))
  }

  /// The first of the largest.
  private static func largest(_ values: [Double]) -> Int? {
    values.indices.reduce(nil) { best, index in
      best.map { values[index] > values[$0] ? index : $0 } ?? index
    }
  }
}
