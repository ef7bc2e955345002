public import IsoglossCore
internal import IsoglossJudges
public import IsoglossStore

/// Lets judges read the answers of a run that they have no verdict on, and records each judge's verdicts as they come.
///
/// Answers are read from the file page by page, so memory does not grow with the run, and a judging that was interrupted
/// goes on with what has no verdict. Several pages are in work at once: a slow answer of a judge holds up only its own.
public struct AnswerJudging: Sendable {
  /// Which answers are judged.
  public enum Scope: Sendable {
    /// Those that a judge has no verdict on.
    case open
    /// Those, and those that a judge could not read.
    case unscored
    /// All of them.
    case all
  }

  private let judges: [any Judge]
  private let scope: Scope
  /// Answers a page: what is asked again at most after an interruption, times ``pagesAtOnce``.
  private let pageSize: Int
  private let pagesAtOnce: Int

  /// Judging by several judges, in order: one that comes later is spared what an ensemble before it has asked.
  public init(_ judges: [any Judge], scope: Scope = .open, pageSize: Int = 32, pagesAtOnce: Int = 8) {
    precondition(pageSize > 0 && pagesAtOnce > 0, "a page holds an answer or more")
    self.judges = judges
    self.scope = scope
    self.pageSize = pageSize
    self.pagesAtOnce = pagesAtOnce
  }

  /// Whose missing verdicts make an answer open; null where every answer is.
  private var names: [String]? { scope == .all ? nil : judges.map(\.name) }

  /// Judges what is there.
  /// - Throws: a judge's error, the store's error, `CancellationError`; what was recorded stays recorded.
  public func run(
    in store: RunStore, progress: @escaping @Sendable (Evaluator.Progress) -> Void = { _ in }
  ) async throws {
    try await run(in: store, after: nil, progress: progress)
  }

  /// Judges what is there and what arrives, until `arrivals` ends and nothing is left. Progress is told from then on.
  func run(
    in store: RunStore, after arrivals: AsyncStream<Void>?,
    progress: @escaping @Sendable (Evaluator.Progress) -> Void
  ) async throws {
    var pages = Pages(judging: self, store: store)
    try await withThrowingTaskGroup(of: Int.self) { group in
      if let arrivals {
        try await pages.judge(in: &group)
        for await _ in arrivals { try await pages.judge(in: &group) }
        try Task.checkCancellation()
      }
      let open = try store.openCount(to: names, retryingUnscored: scope == .unscored)
      try await pages.judge(in: &group, open: open, progress: progress)
    }
  }

  /// Takes pages of open answers in the order of their arrival.
  private struct Pages {
    let judging: AnswerJudging
    let store: RunStore
    var row: Int64 = 0
    var inWork = 0

    /// Starts all pages that can be had now.
    mutating func judge(in group: inout ThrowingTaskGroup<Int, any Error>) async throws {
      while let page = try await next() {
        if inWork == judging.pagesAtOnce { _ = try await finished(&group) }
        start(page, &group)
      }
    }

    /// Starts all pages, and waits for all.
    mutating func judge(
      in group: inout ThrowingTaskGroup<Int, any Error>, open: Int,
      progress: @Sendable (Evaluator.Progress) -> Void
    ) async throws {
      guard open > 0 || inWork > 0 else { return }
      let start = ContinuousClock.now
      var state = Evaluator.Progress(done: 0, total: open, doneNow: 0, seconds: 0, tokens: 0)
      progress(state)
      var isEnd = false
      while true {
        while !isEnd, inWork < judging.pagesAtOnce {
          if let page = try await next() { self.start(page, &group) } else { isEnd = true }
        }
        guard let count = try await finished(&group) else { break }
        try Task.checkCancellation()
        state.doneNow = min(open, state.doneNow + count)
        state.done = state.doneNow
        state.seconds = (ContinuousClock.now - start) / .seconds(1)
        progress(state)
      }
    }

    private mutating func next() async throws -> [StoredAnswer]? {
      let page = try await store.answers(
        after: row, limit: judging.pageSize, openTo: judging.names, retryingUnscored: judging.scope == .unscored)
      guard let last = page.last else { return nil }
      row = last.row
      return page
    }

    private mutating func start(_ page: [StoredAnswer], _ group: inout ThrowingTaskGroup<Int, any Error>) {
      inWork += 1
      group.addTask { [judging, store] in
        try await judging.judge(page, in: store)
        return page.count
      }
    }

    private mutating func finished(_ group: inout ThrowingTaskGroup<Int, any Error>) async throws -> Int? {
      guard let count = try await group.next() else { return nil }
      inWork -= 1
      return count
    }
  }

  /// Lets each judge in turn read a page, and records what it says before the next is asked.
  private func judge(_ page: [StoredAnswer], in store: RunStore) async throws {
    let own = Set(judges.map(\.name))
    var known = page.map { answer in
      answer.verdicts.filter { name, verdict in
        switch scope {
        case .open: true
        case .unscored: verdict.outcome.isScored
        case .all: !own.contains(name)
        }
      }
    }
    for judge in judges {
      let open = page.indices.filter { known[$0][judge.name] == nil }
      guard !open.isEmpty else { continue }
      let made = try await judge.newVerdicts(on: open.map { page[$0].input }, known: open.map { known[$0] })
      try await store.record(zip(open, made).map { (page[$0], $1) })
      for (index, verdicts) in zip(open, made) { known[index].merge(verdicts.byJudge) { $1 } }
    }
  }
}

extension Judge {
  /// New verdicts on each input, an ensemble's voices before its own. An answer that failed is unscored, and nobody is
  /// asked about it.
  func newVerdicts(on inputs: [JudgeInput], known: [[String: Verdict]]) async throws -> [[Verdict]] {
    let readable = inputs.indices.filter { inputs[$0].completion.finish != .failed }
    let shown = readable.map { inputs[$0] }
    let composite = self as? any CompositeJudge
    let made =
      if let composite {
        try await composite.judge(shown, known: readable.map { known[$0] })
      } else {
        try await judge(shown).map { [$0] }
      }
    precondition(made.count == shown.count, "a judge gives one verdict an input")
    var rest = made[...]
    return inputs.map { input in
      guard input.completion.finish == .failed else { return rest.removeFirst() }
      let reason = input.completion.failure ?? "the request failed"
      return ((composite?.ensemble.members ?? []) + [name]).map { .unscored(by: $0, reason) }
    }
  }
}

extension [Verdict] {
  /// The verdicts by the name of their judge.
  var byJudge: [String: Verdict] { Dictionary(map { ($0.judge, $0) }) { $1 } }
}
