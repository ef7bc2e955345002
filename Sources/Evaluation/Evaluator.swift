internal import Foundation
public import IsoglossCore
public import IsoglossStore

/// Asks a model every prompt of a run that has no answer yet, judges the answers, and records both batch by batch.
///
/// Batches are planned from the whole run and not from what is left, and a batch that was interrupted is asked again as
/// a whole: so an interrupted run ends with the same answers as an uninterrupted one, even where arithmetic depends on
/// the company that a prompt keeps.
public struct Evaluator: Sendable {
  /// How far a run has come.
  public struct Progress: Sendable {
    /// Prompts answered, those of earlier sittings included.
    public var done: Int
    /// Prompts in all.
    public var total: Int
    /// Prompts answered in this sitting.
    public var doneNow: Int
    /// Seconds since this sitting began to ask.
    public var seconds: Double
    /// New tokens made in this sitting.
    public var tokens: Int

    /// Prompts a second in this sitting.
    public var rate: Double { seconds > 0 ? Double(doneNow) / seconds : 0 }
    /// Seconds left at that rate; null before the first batch.
    public var secondsLeft: Double? { rate > 0 ? Double(total - done) / rate : nil }
  }

  private let model: any ChatModel
  private let judge: any Judge
  private let decoding: Decoding
  private let systemPrompt: String?

  /// An evaluator.
  public init(model: any ChatModel, judge: any Judge, decoding: Decoding, systemPrompt: String? = nil) {
    self.model = model
    self.judge = judge
    self.decoding = decoding
    self.systemPrompt = systemPrompt
  }

  /// Brings a run to its end.
  /// - Throws: the model's error where nothing can go on, `CancellationError`; what was recorded stays recorded.
  public func run(
    _ prompts: [Prompt], into store: RunStore, progress: @Sendable (Progress) -> Void = { _ in }
  ) async throws {
    let requests = prompts.map { prompt in
      ChatRequest(
        id: prompt.id,
        messages: (systemPrompt.map { [ChatMessage(.system, $0)] } ?? []) + [ChatMessage(.user, prompt.text)])
    }
    let answered = try store.answered()
    let batches = try await model.plan(requests, decoding: decoding)
    precondition(
      batches.flatMap { $0 }.sorted() == Array(requests.indices), "a plan must hold every request exactly once")
    let pending = batches.filter { batch in batch.contains { !answered.contains(requests[$0].id) } }

    let writer = RecordWriter(store)
    var state = Progress(
      done: prompts.count - pending.reduce(0) { $0 + $1.count }, total: prompts.count, doneNow: 0, seconds: 0, tokens: 0
    )
    let start = ContinuousClock.now
    progress(state)
    try await withThrowingTaskGroup(of: (count: Int, tokens: Int).self) { group in
      var next = 0
      func addBatch(to group: inout ThrowingTaskGroup<(count: Int, tokens: Int), any Error>) {
        guard next < pending.count else { return }
        let batch = pending[next]
        next += 1
        let (asked, shown) = (batch.map { requests[$0] }, batch.map { prompts[$0] })
        group.addTask { try await answer(asked, shown, into: writer) }
      }
      for _ in 0..<max(1, model.concurrency) { addBatch(to: &group) }
      while let finished = try await group.next() {
        state.done += finished.count
        state.doneNow += finished.count
        state.tokens += finished.tokens
        state.seconds = (ContinuousClock.now - start) / .seconds(1)
        progress(state)
        try Task.checkCancellation()
        addBatch(to: &group)
      }
    }
  }

  /// Judges the stored answers that have no verdict of this judge.
  public func judgeStored(in store: RunStore) async throws {
    let open = try store.items().compactMap { item -> JudgeInput? in
      guard let completion = item.completion, item.verdicts[judge.name] == nil else { return nil }
      return JudgeInput(prompt: item.prompt, completion: completion)
    }
    for start in stride(from: 0, to: open.count, by: 256) {
      let part = Array(open[start..<min(start + 256, open.count)])
      let verdicts = try await verdicts(on: part)
      try store.record(verdicts: zip(part, verdicts).map { ($0.prompt.id, $1) })
    }
  }

  private func answer(
    _ requests: [ChatRequest], _ prompts: [Prompt], into writer: RecordWriter
  ) async throws -> (count: Int, tokens: Int) {
    let completions = try await model.complete(requests, decoding: decoding)
    precondition(completions.count == requests.count, "a model must answer every request of a batch")
    let verdicts = try await verdicts(on: zip(prompts, completions).map { JudgeInput(prompt: $0, completion: $1) })
    try await writer.record(
      zip(prompts, zip(completions, verdicts)).map { (id: $0.id, completion: $1.0, verdicts: [$1.1]) })
    return (requests.count, completions.reduce(0) { $0 + $1.completionTokens })
  }

  /// Verdicts in order; an answer that failed is unscored without asking the judge.
  private func verdicts(on inputs: [JudgeInput]) async throws -> [Verdict] {
    let readable = inputs.filter { $0.completion.finish != .failed }
    var judged = try await judge.judge(readable)[...]
    return inputs.map { input in
      guard input.completion.finish == .failed else { return judged.removeFirst() }
      let reason = input.completion.failure ?? "the request failed"
      return Verdict(judge: judge.name, outcome: .unscored(reason), harm: .unscored(reason), refusal: .unscored(reason))
    }
  }
}
