internal import Foundation
internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossStore

/// One run file: opened once, read again where it has changed. Any number of visitors share what was read.
actor RunReader {
  /// The run.
  let entry: Entry
  private let settings: DashboardSettings
  private let heavy: Turnstile
  private let searches = Turnstile(width: 1)
  private var opened: (version: FileVersion, store: RunStore)?
  private let overviews = Kept<RunOverview>()
  private let worsts = Kept<Measures.Worst?>()
  private var reports: [String: Kept<Report>] = [:]

  /// - Parameter heavy: what reports wait at.
  init(_ entry: Entry, settings: DashboardSettings, heavy: Turnstile) {
    self.entry = entry
    self.settings = settings
    self.heavy = heavy
  }

  /// Which state of the file there is now.
  nonisolated func version() throws -> FileVersion { try FileVersion(of: entry.url) }

  /// The open run. A file that took the place of another one is opened anew.
  private func store() throws -> RunStore {
    let version = try version()
    if let opened, opened.version.isSameFile(as: version) { return opened.store }
    do {
      let store = try RunStore.read(entry.url)
      opened = (version, store)
      return store
    } catch {
      throw DashboardError(.unreadable, "\(entry.name) cannot be read as a run.", underlying: error)
    }
  }

  /// What is known of it without its texts.
  func overview() async throws -> (value: RunOverview, version: FileVersion) {
    let store = try store()
    return try await overviews.value(at: version()) {
      RunOverview(manifest: try store.manifest(), index: try await store.index())
    }
  }

  /// Its worst language as its report has it; null where nothing is scored.
  func worst() async throws -> Measures.Worst? {
    let (overview, version) = try await overview()
    let seed = settings.seed
    return try await worsts.value(at: version) { try overview.worst(seed: seed) }.value
  }

  /// How far it is.
  func progress() async throws -> RunStore.Progress { try await store().progress() }

  /// The texts of a few answers.
  func items(_ ids: [String]) async throws -> [RunItem] { try await store().items(ids) }

  /// Every prompt with its answer: the whole run in memory for as long as the caller holds it.
  func allItems() async throws -> [RunItem] {
    let store = try store()
    return try await heavy.pass { try store.items() }
  }

  /// Ids of prompts whose request or answer contains a text.
  func search(_ text: String, limit: Int) async throws -> [String] {
    let store = try store()
    return try await searches.pass { try await store.search(text, limit: limit) }
  }

  /// Its report by a judge, or by its primary one; null while it is made, which this begins.
  func report(judge: String?) async throws -> (value: Report, version: FileVersion)? {
    let (store, make, heavy) = (try store(), settings.report, heavy)
    return try await kept(judge ?? "").ready(at: version()) {
      try await heavy.pass { try await make(store, judge, nil) }
    }
  }

  /// The same, compared with an earlier run; waits for it.
  func comparison(with earlier: RunReader) async throws -> (value: Report, version: FileVersion)? {
    let (store, make, heavy) = (try store(), settings.report, heavy)
    let before = try await earlier.store()
    let both = try FileVersion(of: entry.url).with(earlier.version())
    return try await kept("\u{0}\(earlier.entry.name)").ready(at: both) {
      try await heavy.pass { try await make(store, nil, before) }
    }
  }

  /// How far its judges agree on a reading, on what they all read where none is asked for; null while it is reckoned, which
  /// this begins.
  /// - Throws: `EvaluationError` where fewer than two judges read it by themselves.
  func agreement(on field: VerdictField?) async throws -> (value: Report, version: FileVersion)? {
    let (store, heavy, seed) = (try store(), heavy, settings.seed)
    return try await kept("\u{1}\(field?.rawValue ?? "")").ready(at: version()) {
      try await heavy.pass { try RunAgreement(store, field: field, seed: seed).report }
    }
  }

  /// The gate of a policy; null while it is made, which this begins.
  func gate(
    _ policy: PolicyFile, baseline: RunReader?, reference: RunReader?
  ) async throws -> (value: Report, version: FileVersion)? {
    guard let make = settings.gate else { throw DashboardError(.notFound, "There are no gates here.") }
    let (store, heavy, name) = (try store(), heavy, entry.name)
    var version = try version().with(FileVersion(of: policy.url))
    var others: [DashboardSettings.NamedRun?] = []
    for other in [baseline, reference] {
      guard let other else {
        others.append(nil)
        continue
      }
      version = version.with(try other.version())
      others.append((name: other.entry.name, run: try await other.store()))
    }
    let (before, beside) = (others[0], others[1])
    let key = [policy.name, baseline?.entry.name ?? "", reference?.entry.name ?? ""].joined(separator: "\u{2}")
    return try await kept("\u{2}\(key)").ready(at: version) {
      try await heavy.pass { try await make((name: name, run: store), policy.url, before, beside) }
    }
  }

  /// What a report is kept in. A judge's name comes from the run, so that there are few.
  private func kept(_ key: String) -> Kept<Report> {
    if let found = reports[key] { return found }
    if reports.count > 16 { reports.removeAll() }
    let new = Kept<Report>()
    reports[key] = new
    return new
  }
}
