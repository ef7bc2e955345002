import Foundation
import IsoglossCore
import Testing

@testable import IsoglossStore

/// A run file keeps what it was given, goes on where it stopped, and refuses what does not belong to it.
struct RunStoreTests {
  private let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-store-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
  }

  private var url: URL { folder.appending(path: "run.sqlite") }

  private func manifest(_ change: (inout RunManifest) -> Void = { _ in }) -> RunManifest {
    var manifest = RunManifest(
      model: .init(name: "m", summary: "tiny", fingerprint: "f00", dtype: "float32", template: "model"),
      dataset: .init(
        name: "d", fileHash: "a", promptHash: "b", count: 3, selection: "languages all", isParallel: true),
      decoding: Decoding(), systemPrompt: nil, judge: "j1", languageIdentifier: "lid")
    change(&manifest)
    return manifest
  }

  private let session = RunSession(started: "2026-01-01T00:00:00Z", version: "0", machine: "m", engine: "e")
  private let prompts = ["en", "lv", "pl"].map {
    Prompt(
      id: "g.\($0)", group: "g", language: Language($0), hazard: .S10, style: .wordPlay, intent: .harmful, twin: "h",
      text: "tekst „\($0)” 😀\n\u{0}", provenance: Provenance(source: "test", origin: Language("pl")))
  }
  private func completion(_ text: String) -> Completion {
    Completion(text: text, finish: .stop, promptTokens: 3, completionTokens: 2, seconds: 0.5)
  }
  private func verdict(_ outcome: Outcome, judge: String = "j1") -> Verdict {
    Verdict(
      judge: judge, outcome: outcome, harm: .unscored("cannot tell"), refusal: .scored(outcome == .refusal),
      hazards: [.S1], probability: 0.25, language: .scored(Language("lv")), raw: "pattern")
  }

  @Test func whatIsRecordedComesBackEqualAndInTheOrderOfTheData() throws {
    let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    try store.record([
      ("g.pl", completion("nie"), [verdict(.refusal)]),
      ("g.en", completion(""), [verdict(.unscored("why")), verdict(.empty, judge: "j2")]),
    ])
    let items = try RunStore.read(url).items()
    #expect(items.map(\.prompt) == prompts)
    #expect(items[0].completion == completion(""))
    #expect(items[0].verdicts["j1"] == verdict(.unscored("why")))
    #expect(items[0].verdicts["j2"] == verdict(.empty, judge: "j2"))
    #expect(items[1].completion == nil)
    #expect(items[2].verdicts["j1"] == verdict(.refusal))
    #expect(try store.answered() == ["g.en", "g.pl"])
  }

  @Test func theSameRunGoesOnAndCountsItsSittings() throws {
    for expected in 1...3 {
      let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
      #expect(try store.sessions().count == expected)
      #expect(try store.items().count == 3)
    }
  }

  @Test(arguments: ["model", "decoding", "prompts", "template", "judge"])
  func aChangedSettingIsRefusedByName(what: String) throws {
    _ = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    let changed = manifest {
      switch what {
      case "model": $0.model.fingerprint = "other"
      case "decoding": $0.decoding.maxNewTokens = 7
      case "prompts": $0.dataset.promptHash = "c"
      case "template": $0.model.template = "plain"
      default: $0.judge = "j9"
      }
    }
    let name = what == "decoding" ? "new tokens" : what
    let error = #expect(throws: StoreError.self) {
      _ = try RunStore.open(at: url, manifest: changed, prompts: prompts, session: session)
    }
    #expect(error?.code == .differs)
    #expect(error?.message.contains("\(name): the run has") == true)
  }

  @Test func aSecondWriterIsTurnedAwayAndAReaderIsNot() throws {
    let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    let error = #expect(throws: StoreError.self) {
      _ = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    }
    #expect(error?.code == .inUse)
    #expect(try RunStore.read(url).items().count == 3)
    try withExtendedLifetime(store) { try store.record([("g.en", completion("ok"), [])]) }
  }

  @Test func aBatchIsAllOrNothing() throws {
    let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    #expect(throws: (any Error).self) {
      try store.record([("g.en", completion("ok"), []), ("not there", completion("no"), [])])
    }
    #expect(try store.answered().isEmpty)
  }

  @Test(arguments: [
    "", "not a database at all, but long enough to be looked at as one by SQLite, which reads 100 bytes.......",
    "SQLite format 3\u{0}",
  ])
  func aFileThatIsNoRunIsRefused(content: String) throws {
    try Data(content.utf8).write(to: url)
    #expect(throws: StoreError.self) { _ = try RunStore.read(url) }
  }

  @Test func aTruncatedRunIsAnErrorAndNoCrash() throws {
    var store: RunStore? = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    _ = store
    store = nil
    let bytes = try Data(contentsOf: url)
    for share in [0.2, 0.5, 0.9] {
      let cut = folder.appending(path: "cut\(share).sqlite")
      try bytes.prefix(Int(Double(bytes.count) * share)).write(to: cut)
      #expect(throws: (any Error).self) { _ = try RunStore.read(cut).items() }
    }
  }

  @Test func aMissingRunSaysHowToMakeOne() {
    let error = #expect(throws: StoreError.self) { _ = try RunStore.read(folder.appending(path: "none.sqlite")) }
    #expect(error?.message.contains("isogloss eval") == true)
  }
}
