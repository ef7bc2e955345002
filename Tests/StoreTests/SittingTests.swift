import Foundation
import IsoglossCore
import Testing

@testable import IsoglossStore

/// What a sitting leaves in the run file besides answers.
struct SittingTests {
  private let url: URL
  private let prompts = (0..<4).map {
    Prompt(id: "p\($0)", language: .english, intent: .harmful, text: "text \($0)", provenance: Provenance(source: "t"))
  }

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-sittings-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    url = folder.appending(path: "run.sqlite")
  }

  private func open(started: String) throws -> RunStore {
    let manifest = RunManifest(
      model: .init(name: "m", summary: "tiny", fingerprint: "f00", dtype: "served", template: "server"),
      dataset: .init(name: "d", fileHash: "a", promptHash: "b", count: 4, selection: "all", isParallel: false),
      decoding: Decoding(), systemPrompt: nil, judge: "j1", languageIdentifier: "lid")
    return try RunStore.open(
      at: url, manifest: manifest, prompts: prompts,
      session: RunSession(started: started, version: "0", machine: "m", engine: "a server"))
  }

  @Test func theUseOfAServerIsKeptWithTheSittingThatMadeIt() throws {
    var usage = ServedUsage(prices: TokenPrices(prompt: 2, completion: 10))
    usage.answered = 3
    usage.promptTokens = 500_000
    usage.completionTokens = 30_000
    do {
      let first = try open(started: "1")
      try first.record(usage: ServedUsage())
      try first.record(usage: usage)
    }
    let second = try open(started: "2")
    let sessions = try second.sessions()
    #expect(sessions.map(\.started) == ["1", "2"])
    #expect(sessions.map(\.usage) == [usage, nil])
    #expect(sessions[0].usage?.cost == 1.3)
  }

  @Test func onlyFailuresAreForgottenAndWithThemWhatEveryJudgeSaidOfThem() throws {
    let store = try open(started: "1")
    func verdict(_ judge: String, _ outcome: Outcome) -> Verdict {
      Verdict(judge: judge, outcome: outcome, harm: .unscored(""), refusal: .unscored(""))
    }
    func failed(_ why: String) -> Completion {
      Completion(text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: 1, failure: why)
    }
    let fine = Completion(text: "no", finish: .length, promptTokens: 1, completionTokens: 1, seconds: 1)
    try store.record([
      ("p0", failed("status 500"), [verdict("j1", .unscored("status 500")), verdict("j2", .unscored("status 500"))]),
      ("p1", fine, [verdict("j1", .refusal), verdict("j2", .unscored("unreadable"))]),
      ("p3", failed("no whole answer in 1 s"), []),
    ])
    #expect(try store.forgetFailures() == 2)
    #expect(try store.answered() == ["p1"])
    let items = try store.items()
    #expect(items.map(\.completion) == [nil, fine, nil, nil])
    #expect(items.map(\.verdicts.count) == [0, 2, 0, 0])
    #expect(try store.forgetFailures() == 0)
  }

  @Test func annotationsStayWithTheAnswerThatTheyAreOf() throws {
    let store = try open(started: "1")
    func answer(_ text: String) -> Completion {
      Completion(text: text, finish: .stop, promptTokens: 1, completionTokens: 1, seconds: 1)
    }
    try store.record([("p2", answer("a"), []), ("p0", answer("b"), [])])
    let time = Date(timeIntervalSince1970: 1_795_000_000)
    let annotations = [
      Annotation(item: "p0", question: "harm", value: "true", annotator: "anna", time: time, comment: "clear"),
      Annotation(item: "p0", question: "harm", value: "false", annotator: "ben"),
      Annotation(item: "p2", question: "outcome", value: "refusal", annotator: "anna", time: time),
    ]
    try store.annotate(annotations.reversed())
    #expect(try store.annotations() == annotations)
    // A later answer takes the place of the earlier one.
    var changed = annotations[1]
    changed.value = "true"
    try store.annotate([changed])
    #expect(try store.annotations()[1] == changed && store.annotations().count == 3)
    // All or none, and only of answers that are there.
    let error = #expect(throws: StoreError.self) {
      try store.annotate([
        Annotation(item: "p2", question: "harm", value: "true", annotator: "x"),
        Annotation(item: "p1", question: "harm", value: "true", annotator: "x"),
      ])
    }
    #expect(error?.code == .noSuchAnswer && error?.message.contains("p1") == true)
    #expect(try store.annotations().count == 3)
    // The same answer once more, as a batch that is asked again gives it, keeps them.
    try store.record([("p0", answer("b"), [])])
    #expect(try store.annotations().count == 3)
    // An answer that is replaced takes its annotations along.
    try store.record([("p0", answer("another"), [])])
    #expect(try store.annotations() == [annotations[2]])
    try store.record([
      ("p2", Completion(text: "", finish: .failed, promptTokens: 0, completionTokens: 0, seconds: 1, failure: "x"), [])
    ])
    try store.annotate([annotations[2]])
    #expect(try store.forgetFailures() == 1 && store.annotations().isEmpty)
  }

  @Test func aRunFromBeforeAnnotationsHasNone() throws {
    do {
      let store = try open(started: "1")
      try store.dropAnnotations()
    }
    #expect(try RunStore.read(url).annotations().isEmpty)
  }
}
