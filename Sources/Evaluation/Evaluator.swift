internal import Foundation
public import IsoglossCore
public import IsoglossStore

/// Asks a model every prompt of a run that has no answer yet, judges the answers, and records both batch by batch.
///
/// What the judges that read by themselves say is recorded together with the answer. The others are asked while the model
/// goes on to the next prompts (``AnswerJudging``): a slow judge never holds up an answer, and the answers wait for it in
/// the run file and not in memory.
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
  private let judges: [any Judge]
  private let decoding: Decoding
  private let systemPrompt: String?

  /// An evaluator with one judge.
  public init(model: any ChatModel, judge: any Judge, decoding: Decoding, systemPrompt: String? = nil) {
    self.init(model: model, judges: [judge], decoding: decoding, systemPrompt: systemPrompt)
  }

  /// An evaluator with several judges.
  public init(model: any ChatModel, judges: [any Judge], decoding: Decoding, systemPrompt: String? = nil) {
    self.model = model
    self.judges = judges
    self.decoding = decoding
    self.systemPrompt = systemPrompt
  }

  /// Brings a run to its end: every prompt answered, every answer judged by every judge.
  /// - Parameters:
  ///   - progress: told as answers come.
  ///   - judging: told as the judges that have to be asked get on, once all answers are there.
  /// - Throws: the model's or a judge's error where nothing can go on, `CancellationError`; what was recorded stays
  ///   recorded.
  public func run(
    _ prompts: [Prompt], into store: RunStore, progress: @escaping @Sendable (Progress) -> Void = { _ in },
    judging: @escaping @Sendable (Progress) -> Void = { _ in }
  ) async throws {
    let answerJudging = AnswerJudging(judges)
    guard judges.contains(where: { !$0.isImmediate }) else {
      try await ask(prompts, into: store, recorded: {}, progress: progress)
      return try await answerJudging.run(in: store, progress: judging)
    }
    let (arrivals, arrival) = AsyncStream.makeStream(of: Void.self, bufferingPolicy: .bufferingNewest(1))
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        defer { arrival.finish() }
        try await ask(prompts, into: store, recorded: { arrival.yield() }, progress: progress)
      }
      group.addTask { try await answerJudging.run(in: store, after: arrivals, progress: judging) }
      // The first error ends both.
      while try await group.next() != nil {}
    }
  }

  /// Asks what has no answer yet, and records the answers with the verdicts of the judges that read by themselves.
  private func ask(
    _ prompts: [Prompt], into store: RunStore, recorded: @escaping @Sendable () -> Void,
    progress: @Sendable (Progress) -> Void
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

    let writer = GroupedWriter<RunStore.Record> { rows in
      try await store.recordTogether(rows)
      recorded()
    }
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
      for _ in 0..<Self.places(model.concurrency) { addBatch(to: &group) }
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

  /// Batches worked on at once. A place is free again only when its answer is judged and on disk; an eighth more of them than
  /// the model allows keeps as many requests on their way as are allowed, which a model that takes several sees to itself.
  static func places(_ concurrency: Int) -> Int { max(1, concurrency + concurrency / 8) }

  private func answer(
    _ requests: [ChatRequest], _ prompts: [Prompt], into writer: GroupedWriter<RunStore.Record>
  ) async throws -> (count: Int, tokens: Int) {
    let completions = try await model.complete(requests, decoding: decoding)
    precondition(completions.count == requests.count, "a model must answer every request of a batch")
    let inputs = zip(prompts, completions).map { JudgeInput(prompt: $0, completion: $1) }
    var made = inputs.map { _ in [Verdict]() }
    for judge in judges where judge.isImmediate {
      for (index, verdicts) in try await judge.newVerdicts(on: inputs, known: made.map(\.byJudge)).enumerated() {
        made[index] += verdicts
      }
    }
    try await writer.write(zip(inputs, made).map { (id: $0.prompt.id, completion: $0.completion, verdicts: $1) })
    return (requests.count, completions.reduce(0) { $0 + $1.completionTokens })
  }
}
