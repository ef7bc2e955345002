import Foundation
import IsoglossCore
import IsoglossJudges
import IsoglossStore
import Synchronization
import Testing

@testable import IsoglossEvaluation

/// A guard that follows a script, counts what it is asked, and can be told to break.
final class ScriptedGuard: Judge {
  let name: String
  let officialLanguages: Set<Language>? = [Language("en")]
  let judgesHarm = true
  let isImmediate: Bool
  private let harm: @Sendable (String) -> Reading<Bool>
  private let breaksAfter: Int
  private let asked = Mutex<[String]>([])

  struct Broken: Error {}

  init(
    _ name: String, isImmediate: Bool = false, breaksAfter: Int = .max,
    harm: @escaping @Sendable (String) -> Reading<Bool>
  ) {
    self.name = name
    self.isImmediate = isImmediate
    self.breaksAfter = breaksAfter
    self.harm = harm
  }

  /// Ids of the prompts that it was asked about, in order.
  var seen: [String] { asked.withLock { $0 } }

  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    let count = asked.withLock { asked in
      asked += inputs.map(\.prompt.id)
      return asked.count
    }
    if count > breaksAfter { throw Broken() }
    return inputs.map { input in
      switch harm(input.prompt.id) {
      case .scored(let value):
        Verdict(
          judge: name, outcome: value ? .compliance : .neutralSafe, harm: .scored(value), refusal: .unscored("no"),
          hazards: value ? [.S1] : [], raw: input.completion.text)
      case .unscored(let why): .unscored(by: name, why)
      }
    }
  }
}

/// Judging beside the model and after it: everything is judged once, by everybody, whatever is interrupted.
struct AnswerJudgingTests {
  private let folder: URL
  private let prompts = (0..<30).map {
    Prompt(
      id: "p\($0)", language: Language($0 < 15 ? "en" : "lv"), intent: .harmful, text: "t\($0)",
      provenance: Provenance(source: "t"))
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-judging-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func store(_ name: String) throws -> RunStore {
    let manifest = RunManifest(
      model: ScriptedModel().identity,
      dataset: .init(name: "d", fileHash: "", promptHash: "", count: 30, selection: "", isParallel: false),
      decoding: Decoding(), systemPrompt: nil, judge: "words", languageIdentifier: "l")
    return try .open(
      at: folder.appending(path: name), manifest: manifest, prompts: prompts,
      session: .init(started: "", version: "", machine: "", engine: ""))
  }

  private static func number(_ id: String) -> Int { Int(id.dropFirst()) ?? 0 }
  private let a = ScriptedGuard("a") { .scored(number($0) % 2 == 0) }
  private let b = ScriptedGuard("b") { .scored(number($0) % 3 == 0) }
  private let c = ScriptedGuard("c") { .scored(number($0) % 5 == 0) }
  private let words = ScriptedGuard("words", isImmediate: true) { _ in .scored(false) }

  private func evaluator(_ judges: [any Judge], failing: Set<String> = []) -> Evaluator {
    Evaluator(model: ScriptedModel(concurrency: 3, failing: failing), judges: judges, decoding: Decoding())
  }

  @Test func everyJudgeJudgesEveryAnswerAndTheAdjudicatorOnlyWhatIsOpen() async throws {
    let store = try store("all")
    let ensemble = try EnsembleJudge(.paper, members: [a, b], adjudicator: c)
    try await evaluator([words, a, ensemble]).run(prompts, into: store)
    let differing = Set((0..<30).filter { ($0 % 2 == 0) != ($0 % 3 == 0) }.map { "p\($0)" })
    #expect(Set(a.seen).count == 30 && a.seen.count == 30, "the single judge's verdicts serve the ensemble too")
    #expect(b.seen.count == 30 && Set(c.seen) == differing && c.seen.count == differing.count)
    for item in try store.items() {
      let n = Self.number(item.id)
      #expect(item.verdicts["words"]?.raw == item.completion?.text)
      #expect(item.verdicts["a"]?.harm == .scored(n % 2 == 0) && item.verdicts["b"]?.harm == .scored(n % 3 == 0))
      #expect((item.verdicts["c"] != nil) == differing.contains(item.id))
      let expected = (n % 2 == 0) == (n % 3 == 0) ? n % 2 == 0 : n % 5 == 0
      #expect(item.verdicts[ensemble.name]?.harm == .scored(expected))
    }
  }

  @Test(arguments: [0, 5, 17])
  func aJudgingThatBreaksGoesOnWithWhatHasNoVerdict(after: Int) async throws {
    let whole = try store("whole")
    try await evaluator([words, a, b]).run(prompts, into: whole)
    let store = try store("broken")
    let breaking = ScriptedGuard("a", breaksAfter: after) { .scored(Self.number($0) % 2 == 0) }
    let fresh = ScriptedGuard("b") { .scored(Self.number($0) % 3 == 0) }
    await #expect(throws: ScriptedGuard.Broken.self) {
      try await evaluator([words, breaking, fresh]).run(prompts, into: store)
    }
    let judged = try store.verdictCounts()["a"]?.all ?? 0
    let second = ScriptedGuard("a") { .scored(Self.number($0) % 2 == 0) }
    let other = ScriptedGuard("b") { .scored(Self.number($0) % 3 == 0) }
    try await evaluator([words, second, other]).run(prompts, into: store)
    #expect(second.seen.count == 30 - judged)
    #expect(try store.items() == whole.items())
  }

  @Test func storedAnswersAreJudgedPageByPageOnce() async throws {
    let store = try store("stored")
    try await evaluator([words]).run(prompts, into: store)
    let seen = Mutex<[Int]>([])
    try await AnswerJudging([a], pageSize: 7, pagesAtOnce: 2).run(in: store) { progress in
      seen.withLock { $0.append(progress.done) }
    }
    #expect(a.seen.count == 30 && Set(a.seen).count == 30)
    let told = seen.withLock { $0 }
    #expect(told == told.sorted() && told.first == 0 && told.last == 30)
    try await AnswerJudging([a]).run(in: store)
    #expect(a.seen.count == 30, "what has a verdict is not asked again")
    for item in try store.items() { #expect(item.verdicts["a"]?.raw == item.completion?.text) }
  }

  @Test func unscoredVerdictsAreAskedAgainOnlyOnDemand() async throws {
    let store = try store("again")
    try await evaluator([words]).run(prompts, into: store)
    let failing = ScriptedGuard("a") { Self.number($0) % 4 == 0 ? .unscored("no answer") : .scored(false) }
    try await AnswerJudging([failing]).run(in: store)
    try await AnswerJudging([a]).run(in: store)
    #expect(a.seen.isEmpty)
    try await AnswerJudging([a], scope: .unscored, pageSize: 3).run(in: store)
    #expect(Set(a.seen) == Set((0..<30).filter { $0 % 4 == 0 }.map { "p\($0)" }) && a.seen.count == 8)
    #expect(try store.verdictCounts()["a"]?.unscored == 0)
  }

  @Test func nobodyIsAskedAboutAnAnswerThatFailed() async throws {
    let store = try store("failed")
    let ensemble = try EnsembleJudge(.paper, members: [a, b], adjudicator: c)
    try await evaluator([ensemble], failing: ["p2", "p9"]).run(prompts, into: store)
    #expect(!a.seen.contains("p2") && !b.seen.contains("p9") && !c.seen.contains("p2") && a.seen.count == 28)
    let items = try store.items()
    for name in ["a", "b", ensemble.name] {
      #expect(items[2].verdicts[name]?.outcome == .unscored("server said 500"))
    }
    #expect(items[2].verdicts["c"] == nil && items[3].verdicts["a"]?.raw == items[3].completion?.text)
  }

  @Test func aReplacedAnswerIsJudgedAnew() async throws {
    let store = try store("replaced")
    try await evaluator([words, a]).run(prompts, into: store)
    let old = try await store.answers(limit: 100)
    let new = Completion(text: "another", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0)
    let last = try #require(old.last)
    try store.record([(last.input.prompt.id, new, [])])
    // A verdict on the old text comes too late.
    try await store.record([(last, [.unscored(by: "late", "old text")])])
    let item = try #require(try store.items().first { $0.id == last.input.prompt.id })
    #expect(item.completion?.text == "another" && item.verdicts.isEmpty)
    try await AnswerJudging([words, a]).run(in: store)
    let judged = try #require(try store.items().first { $0.id == last.input.prompt.id })
    #expect(judged.verdicts["a"]?.raw == "another" && judged.verdicts["words"]?.raw == "another")
  }

  /// A model that waits for its first answer's verdict before it gives the second: only judging beside it gets on.
  /// The limit ends a deadlock; it is no bound on speed, since the test may wait for a thread of the pool for minutes.
  @Test(.timeLimit(.minutes(15))) func judgesAreAskedWhileTheModelGoesOn() async throws {
    let (verdicts, told) = AsyncStream.makeStream(of: Void.self)
    let slow = ScriptedGuard("slow") { _ in
      told.yield()
      return .scored(true)
    }
    let model = WaitingModel(verdicts)
    let store = try store("beside")
    try await Evaluator(model: model, judges: [words, slow], decoding: Decoding()).run(prompts, into: store)
    #expect(try store.verdictCounts()["slow"]?.all == 30)
  }

  @Test func aRuleOverStoredVerdictsAsksNobody() async throws {
    let store = try store("rule")
    try await evaluator([words, a, b]).run(prompts, into: store)
    let records = [JudgeRecord(a), JudgeRecord(b)]
    for rule in [EnsembleRule.any, .all] {
      let ensemble = try StoredEnsemble(rule, members: records)
      try await AnswerJudging([ensemble]).run(in: store)
      for item in try store.items() {
        let n = Self.number(item.id)
        let expected = rule == .any ? n % 2 == 0 || n % 3 == 0 : n % 6 == 0
        #expect(item.verdicts[ensemble.name]?.harm == .scored(expected))
      }
    }
    #expect(a.seen.count == 30 && b.seen.count == 30)
    // Where a member's verdict changes, the rule is computed again.
    let any = try StoredEnsemble(.any, members: records)
    let first = try #require(try await store.answers(limit: 1).first)
    for harm in [true, false] {
      try await store.record([
        (
          first,
          ["a", "b"].map { Verdict(judge: $0, outcome: .compliance, harm: .scored(harm), refusal: .unscored("")) }
        )
      ])
      try await AnswerJudging([any], scope: .all).run(in: store)
      #expect(try await store.answers(limit: 1).first?.verdicts[any.name]?.harm == .scored(harm))
    }
  }
}

/// Answers one prompt a batch; the second only after a verdict was told.
private final class WaitingModel: ChatModel {
  let identity = ScriptedModel().identity
  let concurrency = 1
  private let verdicts: AsyncStream<Void>

  init(_ verdicts: AsyncStream<Void>) {
    self.verdicts = verdicts
  }

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    requests.indices.map { [$0] }
  }

  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    if batch[0].id == "p1" { for await _ in verdicts { break } }
    return batch.map {
      Completion(text: $0.id, finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0)
    }
  }
}
