import Foundation
import IsoglossCore
import IsoglossEvaluation
import IsoglossStore
import Synchronization
import Testing

@testable import IsoglossEndpoints
@testable import TestServers

/// A run through a server, with the evaluator and the store that the command line uses.
struct ResumeTests {
  private struct OneOutcome: Judge {
    let name = "one"
    let officialLanguages: Set<Language>? = nil
    let judgesHarm = false
    func judge(_ inputs: [JudgeInput]) async throws -> [Verdict] {
      inputs.map { _ in Verdict(judge: name, outcome: .refusal, harm: .unscored(""), refusal: .scored(true)) }
    }
  }

  private let folder: URL
  private let prompts = (0..<300).map {
    Prompt(
      id: "p\($0)", language: Language("en"), intent: .harmful, text: "text \($0)", provenance: Provenance(source: "t"))
  }

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-endpoint-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private func store(for model: EndpointModel) throws -> RunStore {
    let manifest = RunManifest(
      model: model.identity,
      dataset: DatasetIdentity(
        name: "d", fileHash: "", promptHash: "", count: prompts.count, selection: "", isParallel: false),
      decoding: Decoding(), systemPrompt: nil, judge: "one", languageIdentifier: "none")
    return try RunStore.open(
      at: folder.appending(path: "run.sqlite"), manifest: manifest, prompts: prompts,
      session: RunSession(started: "", version: "", machine: "", engine: ""))
  }

  /// Ends a run in the middle; the second sitting asks only what has no recorded answer: at most what was in flight, or
  /// answered and not on disk yet (an eighth of that), is asked twice. The file holds the answers, the failure with its reason, and no key.
  @Test func anInterruptedRunAsksAgainAtMostWhatWasInFlight() async throws {
    defer { try? FileManager.default.removeItem(at: folder) }
    let concurrency = 8
    let answered = Mutex([String: Int]())
    let stop = Mutex<Task<Void, any Error>?>(nil)
    try await LoopbackServer.with { seen in
      if seen.prompt == "text 5" { return .json(#"{"error":"no, \#(KeyTests.key)"}"#, status: 400) }
      if seen.number % 10 == 0 { return .json("", status: 500) }
      let count = answered.withLock { counts in
        counts[seen.prompt, default: 0] += 1
        return counts.count
      }
      if count == 150 { stop.withLock { $0?.cancel() } }
      return .answer("echo \(seen.prompt)")
    } body: { server in
      func model() throws -> EndpointModel {
        try keyed(server.address, EndpointOptions(concurrency: concurrency))
      }
      let first = try model()
      let store = try store(for: first)
      let task = Task {
        try await Evaluator(model: first, judge: OneOutcome(), decoding: Decoding()).run(prompts, into: store)
      }
      stop.withLock { $0 = task }
      if answered.withLock({ $0.count >= 150 }) { task.cancel() }
      await #expect(throws: (any Error).self) { try await task.value }
      let recorded = try store.answered()
      #expect((100..<300).contains(recorded.count))

      try await Evaluator(model: try model(), judge: OneOutcome(), decoding: Decoding()).run(prompts, into: store)
      let items = try store.items()
      for item in items where item.id != "p5" {
        #expect(item.completion?.text == "echo \(item.prompt.text)")
        #expect(item.verdicts["one"]?.outcome == .refusal)
      }
      let failed = items.first { $0.id == "p5" }
      #expect(failed?.completion?.finish == .failed)
      #expect(failed?.verdicts["one"]?.outcome.isScored == false)
      #expect(failed?.completion?.failure?.hasPrefix("status 400") == true)
      let counts = answered.withLock { $0 }
      #expect(counts.values.reduce(0, +) <= prompts.count - 1 + concurrency + concurrency / 8)
      #expect(counts.allSatisfy { $0.value == 1 || !recorded.contains("p" + $0.key.dropFirst(5)) })
    }
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      #expect(try Data(contentsOf: file).firstRange(of: Data(KeyTests.key.utf8)) == nil, "the key is in \(file.path)")
    }
  }

  /// A model with a key, on test time.
  private func keyed(_ address: String, _ options: EndpointOptions) throws -> EndpointModel {
    try model(at: address, options: options, key: KeyTests.key)
  }
}
