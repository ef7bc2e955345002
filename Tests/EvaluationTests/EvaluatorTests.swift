import Foundation
import IsoglossCore
import IsoglossStore
import Synchronization
import Testing

@testable import IsoglossEvaluation

/// A model whose answers depend on the company that a prompt keeps, as bf16 arithmetic does: it repeats an answer only
/// when the same batch is asked again. It can be told to fail after a number of batches.
final class ScriptedModel: ChatModel {
  let identity = ModelIdentity(name: "scripted", summary: "", fingerprint: "f", dtype: "float32", template: "none")
  let concurrency: Int
  private let failsAfter: Int
  private let failing: Set<String>
  private let batches = Mutex<[[String]]>([])

  init(concurrency: Int = 1, failsAfter: Int = .max, failing: Set<String> = []) {
    self.concurrency = concurrency
    self.failsAfter = failsAfter
    self.failing = failing
  }

  struct Broken: Error {}

  var asked: [[String]] { batches.withLock { $0 } }

  func plan(_ requests: [ChatRequest], decoding: Decoding) async throws -> [[Int]] {
    stride(from: 0, to: requests.count, by: 4).map { Array($0..<min($0 + 4, requests.count)) }
  }

  func complete(_ batch: [ChatRequest], decoding: Decoding) async throws -> [Completion] {
    let count = batches.withLock { batches in
      batches.append(batch.map(\.id))
      return batches.count
    }
    if count > failsAfter { throw Broken() }
    let company = ContentHash.of(batch.map(\.id)).prefix(8)
    return batch.map { request in
      failing.contains(request.id)
        ? Completion(
          text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: 0, failure: "server said 500")
        : Completion(
          text: "\(request.id) in \(company)", finish: .stop, promptTokens: 1, completionTokens: 3, seconds: 0)
    }
  }
}

/// Calls everything compliance.
struct ScriptedJudge: Judge {
  let name: String
  let officialLanguages: Set<Language>? = nil
  let judgesHarm = false
  func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
    inputs.map {
      Verdict(judge: name, outcome: .compliance, harm: .unscored(""), refusal: .scored(false), raw: $0.completion.text)
    }
  }
}

struct EvaluatorTests {
  private let folder: URL
  private let prompts = (0..<22).map {
    Prompt(
      id: "p\($0)", language: Language($0 < 11 ? "en" : "lv"), intent: .harmful, text: "t\($0)",
      provenance: Provenance(source: "t"))
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-eval-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func store(_ name: String) throws -> RunStore {
    let manifest = RunManifest(
      model: ScriptedModel().identity,
      dataset: .init(name: "d", fileHash: "", promptHash: "", count: 22, selection: "", isParallel: false),
      decoding: Decoding(), systemPrompt: nil, judge: "j", languageIdentifier: "l")
    return try .open(
      at: folder.appending(path: name), manifest: manifest, prompts: prompts,
      session: .init(started: "", version: "", machine: "", engine: ""))
  }

  private func texts(_ store: RunStore) throws -> [String?] { try store.items().map(\.completion?.text) }

  @Test(arguments: [0, 1, 3, 5], [1, 3])
  func anInterruptedRunEndsAsAnUninterruptedOne(batches: Int, concurrency: Int) async throws {
    let whole = try store("whole")
    let judge = ScriptedJudge(name: "j")
    try await Evaluator(model: ScriptedModel(), judge: judge, decoding: Decoding()).run(prompts, into: whole)
    let broken = try store("broken")
    let failing = ScriptedModel(concurrency: concurrency, failsAfter: batches)
    await #expect(throws: ScriptedModel.Broken.self) {
      try await Evaluator(model: failing, judge: judge, decoding: Decoding()).run(prompts, into: broken)
    }
    let answered = try broken.answered().count
    let second = ScriptedModel(concurrency: concurrency)
    try await Evaluator(model: second, judge: judge, decoding: Decoding()).run(prompts, into: broken)
    #expect(try texts(broken) == texts(whole))
    #expect(try broken.items() == whole.items())
    #expect(second.asked.reduce(0) { $0 + $1.count } == 22 - answered)
  }

  @Test func aBatchThatWasHalfRecordedIsAskedAgainAsAWhole() async throws {
    let store = try store("half")
    let completion = Completion(text: "from elsewhere", finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0)
    try store.record([("p5", completion, [])])
    let model = ScriptedModel()
    try await Evaluator(model: model, judge: ScriptedJudge(name: "j"), decoding: Decoding()).run(prompts, into: store)
    #expect(model.asked.contains(["p4", "p5", "p6", "p7"]))
    #expect(try !texts(store).contains("from elsewhere"))
  }

  @Test func aFailedRequestIsUnscoredWithItsReasonAndShiftsNoOther() async throws {
    let store = try store("failed")
    let model = ScriptedModel(failing: ["p2", "p9"])
    try await Evaluator(model: model, judge: ScriptedJudge(name: "j"), decoding: Decoding()).run(prompts, into: store)
    for item in try store.items() {
      let verdict = try #require(item.verdicts["j"])
      if ["p2", "p9"].contains(item.id) {
        #expect(verdict.outcome == .unscored("server said 500"))
      } else {
        #expect(verdict.raw == item.completion?.text && verdict.raw.hasPrefix("\(item.id) "))
      }
    }
  }

  @Test func progressEndsAtTheTotal() async throws {
    let seen = Mutex<[Evaluator.Progress]>([])
    try await Evaluator(model: ScriptedModel(), judge: ScriptedJudge(name: "j"), decoding: Decoding())
      .run(prompts, into: store("progress")) { progress in seen.withLock { $0.append(progress) } }
    let all = seen.withLock { $0 }
    #expect(all.first?.done == 0 && all.last?.done == 22 && all.last?.tokens == 66)
    #expect(all.map(\.done) == all.map(\.done).sorted())
  }

  @Test func cancellationKeepsWhatIsFinished() async throws {
    let store = try store("cancelled")
    let evaluator = Evaluator(model: ScriptedModel(), judge: ScriptedJudge(name: "j"), decoding: Decoding())
    let task = Task {
      try await evaluator.run(prompts, into: store) { progress in
        if progress.done >= 8 { withUnsafeCurrentTask { $0?.cancel() } }
      }
    }
    await #expect(throws: CancellationError.self) { try await task.value }
    #expect(try store.answered().count == 8)
  }
}
