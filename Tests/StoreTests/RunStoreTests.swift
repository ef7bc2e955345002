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

  private let guardRecord = JudgeRecord(
    name: "guard/1@h", specification: "guard@h", judgesHarm: true, officialLanguages: [Language("en"), Language("de")])

  @Test func judgesAreKeptAndAddedWithoutMovingThePrimaryOne() throws {
    let first = manifest { $0.add([guardRecord]) }
    do {
      let store = try RunStore.open(at: url, manifest: first, prompts: prompts, session: session)
      try store.add([
        JudgeRecord(name: "e", judgesHarm: true, officialLanguages: nil, rule: "any", members: ["guard/1@h", "x"])
      ])
      #expect(try store.manifest().judges.map(\.name) == ["j1", "guard/1@h", "e"])
    }
    // The same run goes on with fewer judges named, and with another one more.
    let more = manifest { $0.add([JudgeRecord(name: "j3", judgesHarm: false, officialLanguages: nil)]) }
    _ = try RunStore.open(at: url, manifest: more, prompts: prompts, session: session)
    let kept = try RunStore.read(url).manifest()
    #expect(kept.judge == "j1" && kept.judges.map(\.name) == ["j1", "guard/1@h", "e", "j3"])
    #expect(kept.record(of: "guard/1@h") == guardRecord)
    #expect(kept.record(of: "e")?.voices == ["guard/1@h", "x"])
  }

  /// The manifest as layout 1 wrote it.
  private static let oldManifest = #"""
    {"dataset":{"count":3,"fileHash":"a","isParallel":true,"name":"d","promptHash":"b","selection":"languages all"},
    "decoding":{"maxNewTokens":64,"seed":0,"stop":[],"temperature":0,"topK":0,"topP":1},
    "judge":"lexical-2-00ff00ff00ff00ff","languageIdentifier":"lid",
    "model":{"dtype":"float32","fingerprint":"f00","name":"m","summary":"tiny","template":"model"},"schema":1}
    """#

  @Test func aRunOfTheOldLayoutIsReadAndGoesOn() throws {
    let name = "lexical-2-00ff00ff00ff00ff"
    do {
      let store = try RunStore.open(
        at: url, manifest: manifest { $0.judge = name }, prompts: prompts, session: session)
      try store.record([("g.en", completion("no"), [verdict(.refusal, judge: name)])])
      try store.replaceManifest(with: Self.oldManifest)
    }
    let read = try RunStore.read(url).manifest()
    #expect(read.schema == 1 && read.judges.map(\.name) == [name])
    #expect(read.judges[0].officialLanguages.map(Set.init) == Set(Language.refusEU) && !read.judges[0].judgesHarm)
    #expect(read.filterJudges == nil)
    try RunStore.judging(url).add([guardRecord])
    let again = manifest {
      $0.judge = name
      $0.judges = [JudgeRecord(name: name, specification: "lexical", judgesHarm: false, officialLanguages: nil)]
    }
    let store = try RunStore.open(at: url, manifest: again, prompts: prompts, session: session)
    let now = try store.manifest()
    #expect(now.schema == RunManifest.currentSchema && now.judges.map(\.name) == [name, "guard/1@h"])
    #expect(now.model == read.model && now.dataset == read.dataset && now.decoding == read.decoding)
  }

  @Test func aRunOfANewerLayoutIsLeftAlone() throws {
    do {
      let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
      try store.replaceManifest(with: Self.oldManifest.replacing(#""schema":1"#, with: #""schema":99"#))
    }
    for open in [
      { try RunStore.read(url) }, { try RunStore.judging(url) },
      { try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session) },
    ] {
      #expect(throws: StoreError.self) { _ = try open() }
    }
  }

  @Test func judgingNeedsARunAndIsOneWritersWork() throws {
    #expect(throws: StoreError.self) { _ = try RunStore.judging(folder.appending(path: "none.sqlite")) }
    #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "none.sqlite").path))
    let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    let error = #expect(throws: StoreError.self) { _ = try RunStore.judging(url) }
    #expect(error?.code == .inUse)
    withExtendedLifetime(store) {}
  }

  @Test func pagesHoldWhatIsOpenInTheOrderOfArrival() async throws {
    let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts, session: session)
    try store.record([("g.pl", completion("nie"), [verdict(.refusal)])])
    try store.record([("g.en", completion("no"), []), ("g.lv", completion("ne"), [verdict(.unscored("why"))])])
    func ids(_ judges: [String]?, retrying: Bool = false) async throws -> [String] {
      try await store.answers(limit: 9, openTo: judges, retryingUnscored: retrying).map(\.input.prompt.id)
    }
    #expect(try await ids(nil) == ["g.pl", "g.en", "g.lv"])
    #expect(try await ids(["j1"]) == ["g.en"])
    #expect(try await ids(["j1"], retrying: true) == ["g.en", "g.lv"])
    #expect(try await ids(["j1", "j2"]) == ["g.pl", "g.en", "g.lv"])
    #expect(try store.openCount(to: ["j1"]) == 1 && store.openCount(to: ["j1"], retryingUnscored: true) == 2)
    let first = try await store.answers(limit: 1)
    let second = try await store.answers(after: try #require(first.last).row, limit: 1)
    #expect(second.map(\.input.prompt.id) == ["g.en"] && second[0].input.completion == completion("no"))
    #expect(first[0].verdicts["j1"] == verdict(.refusal))
    #expect(try store.verdictCounts()["j1"]?.all == 2 && store.verdictCounts()["j1"]?.unscored == 1)
    // What is replaced comes again, at the end.
    try store.record([("g.lv", completion("jo"), [])])
    let last = try await store.answers(after: try #require(second.last).row, limit: 9)
    #expect(last.map(\.input.completion.text) == ["jo"] && last[0].verdicts.isEmpty)
  }

  @Test func aMissingRunSaysHowToMakeOne() {
    let error = #expect(throws: StoreError.self) { _ = try RunStore.read(folder.appending(path: "none.sqlite")) }
    #expect(error?.message.contains("isogloss eval") == true)
  }

  @Test func answersKeepThePerturbationOfTheirPrompt() throws {
    let perturbed = prompts.map { $0.perturbed(by: "code-switch:bn@0.4", text: "টাকা", answers: [Language("bn")]) }
    do {
      let store = try RunStore.open(at: url, manifest: manifest(), prompts: prompts + perturbed, session: session)
      try store.record((prompts + perturbed).map { ($0.id, completion("to " + $0.id), [verdict(.refusal)]) })
    }
    let items = try RunStore.read(url).items()
    #expect(items.map(\.prompt) == prompts + perturbed)
    for item in items.suffix(3) {
      #expect(item.prompt.perturbations == ["code-switch:bn@0.4"] && item.completion?.text == "to " + item.id)
      #expect(items.contains { $0.id == item.prompt.cleanID && $0.prompt.perturbations.isEmpty })
    }
  }
}
