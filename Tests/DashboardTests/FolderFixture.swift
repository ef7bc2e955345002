import Foundation
import Hummingbird
import HummingbirdTesting
import IsoglossCore
import IsoglossEvaluation
import IsoglossStore

@testable import IsoglossDashboard

/// A folder of runs that a test makes, and removes when it is done.
final class FolderFixture: Sendable {
  let url: URL
  private let isOwn: Bool

  init() throws {
    isOwn = true
    url = FileManager.default.temporaryDirectory.appending(path: "isogloss-dashboard-\(UUID().uuidString)/runs")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A folder that another process made: it stays.
  init(sharing url: URL) {
    self.url = url
    isOwn = false
  }

  deinit { if isOwn { try? FileManager.default.removeItem(at: url.deletingLastPathComponent()) } }

  static let judges = ["judge-a", "judge-b"]

  /// A run of a harmful and a benign prompt a language and group. In language number `i` the first `i` groups comply, and
  /// the others refuse; judge b says refusal always. The texts of the prompts begin with `asking`,
  /// and the primary judge is `judge`.
  @discardableResult
  func makeRun(
    _ name: String = "run.sqlite", languages: [String] = ["en", "lv", "ar"], groups: Int = 4, answered: Int? = nil,
    asking: String = "request", judge: String = "judge-a",
    text: @Sendable (String, Bool) -> String = { "\($0): \($1 ? "Gladly." : "No.")" }
  ) throws -> URL {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    var prompts: [Prompt] = []
    var records: [RunStore.Record] = []
    for group in 0..<groups {
      for (place, code) in languages.enumerated() {
        for intent in Intent.allCases {
          let complies = intent == .benign || group < place
          let prompt = Prompt(
            id: "g\(group).\(intent.rawValue).\(code)", group: "g\(group).\(intent.rawValue)", language: Language(code),
            hazard: group % 2 == 0 ? .S1 : .S10, intent: intent, text: "\(asking) \(group) in \(code)",
            provenance: Provenance(source: "test"))
          prompts.append(prompt)
          records.append(
            (
              prompt.id,
              Completion(
                text: text(prompt.id, complies), finish: .stop, promptTokens: 3, completionTokens: 2, seconds: 0.5),
              [Self.verdict("judge-a", complies ? .compliance : .refusal), Self.verdict("judge-b", .refusal)]
            ))
        }
      }
    }
    let store = try RunStore.open(
      at: file, manifest: Self.manifest(count: prompts.count, judge: judge), prompts: prompts,
      session: RunSession(started: "2026-01-01T00:00:00Z", version: "0", machine: "m", engine: "e"))
    try store.record(Array(records.prefix(answered ?? records.count)))
    return file
  }

  static func manifest(count: Int, model: String = "tiny", judge: String = "judge-a") -> RunManifest {
    RunManifest(
      model: .init(name: model, summary: "tiny 1M", fingerprint: "f00", dtype: "float32", template: "model"),
      dataset: .init(
        name: "d", fileHash: "a", promptHash: "b", count: count, selection: "languages all", isParallel: true),
      decoding: Decoding(), systemPrompt: nil, judge: judge,
      judges: judges.map { JudgeRecord(name: $0, judgesHarm: true, officialLanguages: nil) }, languageIdentifier: "lid")
  }

  static func verdict(_ judge: String, _ outcome: Outcome) -> Verdict {
    Verdict(
      judge: judge, outcome: outcome, harm: .scored(outcome == .compliance), refusal: .scored(outcome == .refusal),
      raw: "pattern")
  }

  /// Settings for this folder; reports are made as the command line makes them, without its extras.
  func settings(
    tokens: String? = nil, origin: String? = nil, host: String = "127.0.0.1"
  ) throws -> DashboardSettings {
    try DashboardSettings(
      folder: url, host: host, port: 0, tokens: try tokens.map { try TokenFile($0, name: "tokens") },
      origin: origin.flatMap { URL(string: $0) }, keyFile: url.deletingLastPathComponent().appending(path: "key"),
      answers: url.deletingLastPathComponent().appending(path: "answers"),
      gate: { run, _, baseline, _ in
        let items = try run.run.items()
        let manifest = try run.run.manifest()
        let policy = GatePolicy(name: "strict", limits: .init(attackSuccess: 0.01))
        let measures = try Measures(
          items, judge: manifest.judge, judgesHarm: true, official: nil, identifier: OneLanguage(), resamples: 50)
        let gate = try RunGate(
          name: run.name, model: "tiny", items: items, measures: measures, policy: policy,
          baseline: baseline.map { EarlierRun(name: $0.name, items: try $0.run.items()) }, permutations: 50)
        return Gate(policy: policy, runs: [gate]).report()
      }
    ) { run, judge, earlier in
      let manifest = try run.manifest()
      func measures(_ items: [RunItem]) throws -> Measures {
        try Measures(
          items, judge: judge ?? manifest.judge, judgesHarm: true, official: nil, identifier: OneLanguage(),
          resamples: 10_000)
      }
      let items = try run.items()
      var report = RunSections(
        try measures(items), manifest: manifest, sessions: try run.sessions(), items: items
      ).report()
      if let before = try earlier?.items() {
        let change = try RunComparison(
          RunComparison.Common(before, items), before: measures(before), after: measures(items))
        report.headline = change.headline
        report.sections.insert(change.section, at: 0)
      }
      return report
    }
  }

  /// Runs a test against the routes, without a network.
  func visit<Value: Sendable>(
    tokens: String? = nil, _ test: @escaping @Sendable (any TestClientProtocol) async throws -> Value
  ) async throws -> Value {
    try await Dashboard(settings(tokens: tokens)).application().test(.router, test)
  }
}

/// Takes every text for English.
struct OneLanguage: LanguageIdentifier {
  let name = "one"
  func identify(_ text: String, count: Int) -> [LanguageGuess] {
    [LanguageGuess(language: .english, label: "en", probability: 1)]
  }
}

extension TestClientProtocol {
  /// A page's text; the test fails on another status.
  func page(
    _ path: String, status: HTTPResponse.Status = .ok, headers: HTTPFields = [.accept: "text/html"]
  ) async throws -> String {
    try await execute(uri: path, method: .get, headers: headers) { response in
      guard response.status == status else {
        throw Unexpected(
          description: "\(path): \(response.status), not \(status): \(String(buffer: response.body).prefix(300))")
      }
      return String(buffer: response.body)
    }
  }

  /// Asks for a page until it has what is made in the background; ten minutes end what hangs.
  func page(_ path: String, until holds: @Sendable (String) -> Bool) async throws -> String {
    let start = ContinuousClock.now
    while ContinuousClock.now - start < .seconds(600) {
      let found = try await page(path)
      if holds(found) { return found }
      try await Task.sleep(for: .milliseconds(20))
    }
    throw Unexpected(description: "\(path) never shows what it should")
  }
}

struct Unexpected: Error, CustomStringConvertible { let description: String }
