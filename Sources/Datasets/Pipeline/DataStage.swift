public import Foundation
public import IsoglossCore

/// A step of a data build: rows in, rows out.
///
/// A stage depends on its rows and its settings and on nothing else, so that a build that was killed ends with the files
/// of one that was not. What costs money or time goes through a journal in its place.
public protocol DataStage: Sendable {
  /// Its name in the recipe, and its folder's.
  var name: String { get }
  /// SHA-256 over everything besides the rows that decides its output: settings, models, wordings.
  var fingerprint: String { get }
  /// Works on all rows.
  /// - Throws: where nothing can go on, `CancellationError`; a row that fails is `dropped` and throws nothing.
  func run(_ rows: [DataRow], in place: StagePlace) async throws -> StageOutput
}

/// Where a stage works.
public struct StagePlace: Sendable {
  /// The folder of journals: what was asked and answered, kept beside the result so that a later sitting need not ask it
  /// again. Its files may differ between a run that was killed and one that was not; those of the result do not.
  public var work: URL
  /// Folders of the stages before, the first one first.
  public var earlier: [URL]
  /// Identifies stage, settings and rows: a journal belongs to one job.
  public var job: String
  /// Whether what failed for good in an earlier sitting is tried again.
  public var retriesFailed: Bool
  /// Told how many units of work are done, and of how many.
  public var report: @Sendable (_ done: Int, _ total: Int) -> Void

  /// A place.
  public init(
    work: URL, earlier: [URL] = [], job: String, retriesFailed: Bool = false,
    report: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
  ) {
    self.work = work
    self.earlier = earlier
    self.job = job
    self.retriesFailed = retriesFailed
    self.report = report
  }

  /// A file of what is finished; a stage that keeps several names them.
  func journal(_ name: String = "all") -> URL { work.appending(path: "\(job.prefix(16))-\(name).jsonl") }
}

/// What a stage made.
public struct StageOutput: Sendable {
  /// Its rows.
  public var rows: [DataRow]
  /// Rows that it could not bring further.
  public var dropped: [DroppedRow]
  /// Files besides the rows, by path below the stage's folder: exports, proofs, cards.
  public var files: [String: Data]
  /// What a reader is shown.
  public var sections: [Section]

  /// An output.
  public init(
    rows: [DataRow] = [], dropped: [DroppedRow] = [], files: [String: Data] = [:], sections: [Section] = []
  ) {
    self.rows = rows
    self.dropped = dropped
    self.files = files
    self.sections = sections
  }

  /// Drops a row, or one that would have been made from it.
  public mutating func drop(
    _ row: DataRow, as id: String? = nil, in language: Language? = nil, _ stage: String, _ reason: String,
    kind: String? = nil
  ) {
    dropped.append(
      DroppedRow(
        id: id ?? row.id, stage: stage, reason: reason, kind: kind, language: language ?? row.prompt.language,
        hazard: row.prompt.hazard, style: row.prompt.style))
  }
}
