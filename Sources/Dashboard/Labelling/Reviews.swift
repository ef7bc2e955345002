internal import Foundation
internal import IsoglossCore
internal import IsoglossReview

/// The reviews that are going on: one session a run, opened when somebody comes. Answers are on disk when they are
/// acknowledged, and a server that is started again goes on where the last one died.
actor Reviews {
  /// One review.
  struct Open: Sendable {
    let session: Session
    /// The run's rates before any label.
    let rates: CorrectedRates
  }

  private let folder: URL
  private var open: [String: Task<Open, any Error>] = [:]

  /// - Parameter folder: where journals are.
  init(folder: URL) { self.folder = folder }

  /// The review of a run's answers to harmful prompts: what its rates are about. It asks about the answers that are there
  /// when it is opened.
  /// - Throws: `ReviewError`, such as `.locked` while another program labels the same run.
  func review(of run: RunReader) async throws -> Open {
    let name = run.entry.name
    if let task = open[name] { return try await task.value }
    let journal = journal(name)
    let task = Task {
      let items = try await run.allItems()
      let judge = try await run.overview().value.manifest.judge
      let asked = items.filter { $0.prompt.intent == .harmful && $0.prompt.perturbations.isEmpty }.compactMap(Item.init)
      try FileManager.default.createDirectory(
        at: journal.deletingLastPathComponent(), withIntermediateDirectories: true)
      return Open(
        session: try Session(form: .labels, items: asked, seed: 0, journal: journal),
        rates: CorrectedRates(items.filter { $0.prompt.perturbations.isEmpty }, judge: judge))
    }
    open[name] = task
    do {
      return try await task.value
    } catch {
      open[name] = nil
      throw error
    }
  }

  /// The file of a run's answers: its name, with what no file name takes spelled out.
  private func journal(_ name: String) -> URL {
    let plain = FormFields.escape(name).replacing("/", with: "%2F")
    return folder.appending(path: "\(plain).labels.jsonl")
  }
}
