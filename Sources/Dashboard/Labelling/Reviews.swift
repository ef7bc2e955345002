internal import Foundation
internal import IsoglossCore
internal import IsoglossDatasets
internal import IsoglossReview
internal import IsoglossSurvey

/// The reviews that are going on: one session each, opened when somebody comes. Answers are on disk when they are
/// acknowledged, and a server that is started again goes on where the last one died.
actor Reviews {
  /// One review.
  struct Open: Sendable {
    let session: Session
    /// A run's rates before any label; null where no run is reviewed.
    let rates: CorrectedRates?
  }

  private let folder: URL
  private let readers: RunReaders
  private var open: [String: Task<Open, any Error>] = [:]

  /// - Parameter folder: where answers about runs are; those about surveys and samples of data are in their own folders.
  init(folder: URL, readers: RunReaders) {
    self.folder = folder
    self.readers = readers
  }

  /// The review of a run's answers to harmful prompts (what its rates are about), of a survey's papers, or of a sample of
  /// data. It asks about what is there when it is opened.
  /// - Throws: `ReviewError`, such as `.locked` while another program has the same review open.
  func review(of entry: Entry) async throws -> Open {
    if let task = open[entry.name] { return try await task.value }
    let (journal, readers) = (journal(entry.name), readers)
    let task = Task { () async throws -> Open in
      switch entry.kind {
      case .run: try await Self.labels(of: readers.reader(entry), journal: journal)
      case .survey: Open(session: try SurveyFolder(entry.url).session(plan: Self.plan(in: entry.url)), rates: nil)
      case .data: Open(session: try ReviewFolder(at: entry.url).session(), rates: nil)
      default: throw DashboardError(.notFound, "There is nothing to review in it.")
      }
    }
    open[entry.name] = task
    do {
      return try await task.value
    } catch {
      open[entry.name] = nil
      throw error
    }
  }

  /// Brings answers to where the survey, or the review of data, reads them.
  /// - Returns: how many were new, or others than before.
  /// - Throws: `DashboardError.notFound` for a run, whose labels are a file of their own.
  func take(_ entry: Entry) async throws -> Int {
    let said = try await review(of: entry).session.annotations
    switch entry.kind {
    case .survey: return try SurveyFolder(entry.url).take(said)
    case .data:
      let added = try ReviewFolder(at: entry.url).add(said, to: .annotations)
      return added.new + added.changed
    default: throw DashboardError(.notFound, "Labels of a run are taken out as a file.")
    }
  }

  /// Names that stand for something else in a survey's folder.
  static let reserved: Set<String> = [RuleAnnotator.name, SurveyFolder.adjudicator]

  /// Who annotates what: `plan.json` of a survey's folder, as `isogloss survey annotate plan` writes it; null without one.
  private static func plan(in folder: URL) throws -> SurveyPlan? {
    let file = folder.appending(path: "plan.json")
    guard FileManager.default.fileExists(atPath: file.path) else { return nil }
    guard let data = try? Data(contentsOf: file, options: .mappedIfSafe), data.count <= 16 << 20,
      let plan = try? JSONDecoder().decode(SurveyPlan.self, from: data),
      Set(plan.annotators).count == plan.annotators.count
    else {
      throw DashboardError(
        .unreadable, "The survey's plan.json cannot be read, or has somebody in two pairs: make it again.")
    }
    return plan
  }

  private static func labels(of run: RunReader, journal: URL) async throws -> Open {
    let items = try await run.allItems().filter { $0.prompt.intent == .harmful && $0.prompt.perturbations.isEmpty }
    let judge = try await run.overview().value.manifest.judge
    try FileManager.default.createDirectory(at: journal.deletingLastPathComponent(), withIntermediateDirectories: true)
    return Open(
      session: try Session(form: .labels, items: items.compactMap(Item.init), seed: 0, journal: journal),
      rates: CorrectedRates(items, judge: judge))
  }

  /// The file of a run's answers: its name, with what no file name takes spelled out.
  private func journal(_ name: String) -> URL {
    let plain = FormFields.escape(name).replacing("/", with: "%2F")
    return folder.appending(path: "\(plain).labels.jsonl")
  }
}
