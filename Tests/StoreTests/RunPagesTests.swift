import Foundation
import IsoglossCore
import Testing

@testable import IsoglossStore

/// What a page reads of a run: rows without texts, a few answers, and what a text is found in.
struct RunPagesTests {
  private let url = FileManager.default.temporaryDirectory.appending(path: "isogloss-pages-\(UUID().uuidString).sqlite")

  private func prompt(_ id: String, _ language: String, text: String = "ask", perturbations: [String] = []) -> Prompt {
    Prompt(
      id: id, group: "g", language: Language(language), hazard: .S10, style: .wordPlay, intent: .harmful, text: text,
      provenance: Provenance(source: "test"), perturbations: perturbations)
  }

  private func verdict(_ judge: String, _ outcome: Outcome) -> Verdict {
    Verdict(judge: judge, outcome: outcome, harm: .unscored("no"), refusal: .unscored("no"))
  }

  private func makeStore(_ prompts: [Prompt], _ answers: [(String, String, [Verdict])]) throws -> RunStore {
    let store = try RunStore.open(
      at: url,
      manifest: RunManifest(
        model: .init(name: "m", summary: "tiny", fingerprint: "f00", dtype: "float32", template: "model"),
        dataset: .init(
          name: "d", fileHash: "a", promptHash: "b", count: 3, selection: "languages all", isParallel: true),
        decoding: Decoding(), systemPrompt: nil, judge: "j1", languageIdentifier: "lid"),
      prompts: prompts, session: RunSession(started: "2026-01-01T00:00:00Z", version: "0", machine: "m", engine: "e"))
    try store.record(
      answers.map { id, text, verdicts in
        (id, Completion(text: text, finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 0), verdicts)
      })
    return store
  }

  @Test func theIndexHasARowForEachPrompt() async throws {
    let store = try makeStore(
      [prompt("b", "lv"), prompt("a", "en", perturbations: ["code-switch"]), prompt("c", "lv")],
      [
        ("c", "no", [verdict("j1", .refusal), verdict("j2", .unscored("cut"))]),
        ("b", "yes", [verdict("j1", .compliance)]),
      ])
    defer { try? FileManager.default.removeItem(at: url) }
    let index = try await RunStore.read(url).index()
    #expect(index.rows.map(\.id) == ["b", "a", "c"])
    #expect(index.languages.map(\.code) == ["lv", "en"] && index.rows.map(\.language) == [0, 1, 0])
    #expect(index.rows.map(\.isAnswered) == [true, false, true])
    #expect(index.rows.map(\.isPerturbed) == [false, true, false])
    #expect(index.rows[0].hazard == .S10 && index.rows[0].style == .wordPlay && index.rows[0].group == "g")
    #expect(index.judges == ["j1", "j2"])
    let (one, two) = (try #require(index.judge("j1")), try #require(index.judge("j2")))
    #expect((0..<3).map { index.outcome($0, judge: one) } == ["compliance", nil, "refusal"])
    #expect((0..<3).map { index.outcome($0, judge: two) } == [nil, nil, "unscored"])
    #expect(index.row(of: "c") == 2 && index.row(of: "d") == nil && index.judge("j3") == nil)
    let other = RunIndex.Row(
      id: "c", language: 0, group: nil, hazard: nil, style: nil, intent: .harmful, isAnswered: true, isPerturbed: false,
      textHash: "tell".hashValue)
    #expect(index.row(asking: index.rows[2]) == 2 && index.row(asking: other) == nil)
    #expect(try await store.progress() == RunStore.Progress(answered: 2, total: 3))
  }

  @Test func answersComeInTheOrderAskedFor() async throws {
    let store = try makeStore(
      [prompt("a", "en"), prompt("b", "lv")], [("a", "first", [verdict("j1", .refusal)]), ("b", "second", [])])
    defer { try? FileManager.default.removeItem(at: url) }
    let items = try await store.items(["b", "nobody", "a", "b"])
    #expect(items.map(\.id) == ["b", "a", "b"])
    let all = try store.items()
    #expect(items == [all[1], all[0], all[1]])
    #expect(try await store.items([]).isEmpty)
  }

  @Test(arguments: [
    ("OLD", ["a", "b"]), ("50%", ["a"]), ("_", ["b"]), ("\\", ["b"]), ("%", ["a"]), ("āzis", ["c"]), ("ĀZIS", ["c"]),
    ("request", ["c"]), ("", []), ("'; DROP TABLE prompts; --", []), ("b\"c", ["b"]),
  ])
  func aTextIsFoundAsItIsWritten(text: String, ids: [String]) async throws {
    let store = try makeStore(
      [prompt("a", "en"), prompt("b", "en"), prompt("c", "lv", text: "request")],
      [("a", "old 50% off", []), ("b", "Old _ \\ b\"c", []), ("c", "Āzis", [])])
    defer { try? FileManager.default.removeItem(at: url) }
    #expect(try await store.search(text, limit: 10) == ids)
    #expect(try await store.search(text, limit: 1).count == min(1, ids.count))
  }
}
