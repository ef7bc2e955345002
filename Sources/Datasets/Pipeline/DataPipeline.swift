public import Foundation
public import IsoglossCore

/// Stages one after the other, each in a folder of its own: `01-translate/rows.jsonl`, `dropped.jsonl`, further files and,
/// last of all, `manifest.json`. A stage that is done is not done again; one that was interrupted goes on from its journal
/// in `.work`, a folder that is no part of the result. One build at a time is at work in a folder.
public struct DataPipeline: Sendable {
  /// A stage that is done.
  public struct Done: Sendable {
    /// What it says of itself.
    public var manifest: StageManifest
    /// Its folder.
    public var folder: URL
    /// Its rows.
    public var rows: [DataRow]
    /// The rows that it dropped.
    public var dropped: [DroppedRow]
    /// What a reader is shown of it.
    public var sections: [Section]
  }

  private static let droppedName = "dropped.jsonl"
  private static let sectionsName = "sections.json"
  private static let workName = ".work"

  private let stages: [any DataStage]
  private let folder: URL

  /// A pipeline that works below `folder`.
  /// - Throws: `DatasetError.duplicate` where two stages have one name.
  public init(_ stages: [any DataStage], in folder: URL) throws {
    guard Set(stages.map(\.name)).count == stages.count else {
      throw DatasetError(.duplicate, "Two stages have one name: give one of them another with \"name\".")
    }
    self.stages = stages
    self.folder = folder
  }

  /// The folder of a stage.
  public func folder(of index: Int) -> URL {
    let number = index + 1 < 10 ? "0\(index + 1)" : "\(index + 1)"
    return folder.appending(path: "\(number)-\(stages[index].name)")
  }

  /// Brings every stage to its end.
  /// - Parameters:
  ///   - seeds: the rows that the first stage is given.
  ///   - retryFailed: whether what failed for good in an earlier sitting is tried again: stages that dropped rows, and all
  ///     that follow them.
  ///   - report: told a stage's name with the units of work done and their number.
  ///   - finished: told of each stage that is done, also those of earlier sittings.
  /// - Throws: `DatasetError` where a folder holds another build's stage, `.inUse` while another build is at work in it, a
  ///   stage's error, `CancellationError`.
  public func run(
    _ seeds: [DataRow], retryFailed: Bool = false,
    report: @escaping @Sendable (_ stage: String, _ done: Int, _ total: Int) -> Void = { _, _, _ in },
    finished: (Done) -> Void = { _ in }
  ) async throws -> [Done] {
    // A build that is done is only read, also where nobody may write.
    var lock: HeldFile?
    defer { withExtendedLifetime(lock) {} }
    var rows = seeds
    var all: [Done] = []
    for (index, stage) in stages.enumerated() {
      try Task.checkCancellation()
      let folder = folder(of: index)
      try Self.requireUnique(rows, before: stage.name)
      let input = ContentHash.of(try JSONLines.data(rows))
      // What follows a stage that was tried again is made anew where its rows are others now, in this sitting or in one
      // that was stopped in between.
      func known() throws -> Done? {
        let found = try self.finished(stage, input: input, in: folder, allowsOther: retryFailed && index > 0)
        return retryFailed && found?.dropped.isEmpty == false ? nil : found
      }
      var done = try known()
      if done == nil, lock == nil {
        lock = try held()
        // Another build may have come this far meanwhile.
        done = try known()
      }
      if done == nil {
        let place = StagePlace(
          work: self.folder.appending(path: Self.workName), earlier: all.map(\.folder),
          job: ContentHash.of([stage.name, stage.fingerprint, input]),
          retriesFailed: retryFailed, report: { report(stage.name, $0, $1) })
        let output = try await stage.run(rows, in: place)
        try Self.requireUnique(output.rows, before: "what follows \(stage.name)")
        done = try write(output, of: stage, input: input, received: rows.count, in: folder)
      }
      guard let done else { continue }
      finished(done)
      all.append(done)
      rows = done.rows
    }
    return all
  }

  /// The folder's lock, which ends with the value: two builds at once would write into each other's journals.
  private func held() throws -> HeldFile {
    let work = folder.appending(path: Self.workName)
    do {
      try FileManager.default.createDirectory(at: work, withIntermediateDirectories: true)
    } catch {
      throw DatasetError(.unreadable, "\(folder.path) cannot be made.", underlying: error)
    }
    do {
      return try HeldFile(work.appending(path: "lock").path)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw DatasetError(.unreadable, "\(folder.path) cannot be written: \(reason).")
      case .inUse:
        throw DatasetError(
          .inUse, "Another build is at work in \(folder.path): wait for it, or give another --out.")
      }
    }
  }

  /// A row that is there twice would be taken for another.
  private static func requireUnique(_ rows: [DataRow], before name: String) throws {
    var seen: Set<String> = []
    if let twice = rows.first(where: { !seen.insert($0.id).inserted }) {
      throw DatasetError(
        .duplicate, "Two rows before \(name) have the id \"\(twice.id)\": rows are known by their ids.")
    }
  }

  /// The stage as an earlier sitting left it; null where it is not done.
  /// - Parameter allowsOther: whether a stage made from other rows counts as not done.
  private func finished(
    _ stage: any DataStage, input: String, in folder: URL, allowsOther: Bool
  ) throws -> Done? {
    let file = folder.appending(path: BuildFiles.manifest)
    guard let data = try? Data(contentsOf: file) else { return nil }
    guard let manifest = try? JSONDecoder().decode(StageManifest.self, from: data), manifest.format == 1 else {
      throw DatasetError(.malformed, "\(file.path) cannot be read: delete the folder, and the stage is done again.")
    }
    guard manifest.fingerprint == stage.fingerprint, manifest.input == input else {
      if allowsOther, manifest.fingerprint == stage.fingerprint { return nil }
      let what = manifest.fingerprint == stage.fingerprint ? "other rows" : "other settings or models"
      throw DatasetError(
        .duplicate,
        "\(folder.path) was made from \(what): give another --out, or delete this folder to make it again.")
    }
    var contents: [String: Data] = [:]
    for (name, hash) in manifest.files {
      let data = try? Data(contentsOf: folder.appending(path: name))
      guard let data, ContentHash.of(data) == hash else {
        throw DatasetError(
          .malformed, "\(folder.path)/\(name) is not what the stage wrote: delete the folder to make it again.")
      }
      contents[name] = data
    }
    func values<Value: Decodable>(_ type: Value.Type, _ name: String) throws -> [Value] {
      let read = JSONLines.read(type, from: contents[name] ?? Data(), file: name)
      if let problem = read.problems.first { throw DatasetError(.malformed, "\(folder.path)/\(problem)") }
      return read.rows.map(\.row)
    }
    let rows = try values(DataRow.self, BuildFiles.rows)
    guard rows.allSatisfy({ $0.format == DataRow.currentFormat }) else {
      throw DatasetError(
        .unknownFormat, "\(folder.path)/\(BuildFiles.rows) has rows of another format than \(DataRow.currentFormat).")
    }
    return Done(
      manifest: manifest, folder: folder, rows: rows,
      dropped: try values(DroppedRow.self, Self.droppedName),
      sections: (try? JSONDecoder().decode([Section].self, from: contents[Self.sectionsName] ?? Data())) ?? [])
  }

  /// Writes a stage's files whole, each under another name first, the manifest last.
  private func write(
    _ output: StageOutput, of stage: any DataStage, input: String, received: Int, in folder: URL
  ) throws -> Done {
    // Without the manifest the folder counts as not done while its files change.
    try? FileManager.default.removeItem(at: folder.appending(path: BuildFiles.manifest))
    var files = output.files
    files[BuildFiles.rows] = try JSONLines.data(output.rows)
    files[Self.droppedName] = try JSONLines.data(output.dropped)
    files[Self.sectionsName] = try JSONLines.line(output.sections)
    for (name, data) in files {
      let url = folder.appending(path: name)
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try data.write(to: url, options: .atomic)
    }
    let manifest = StageManifest(
      stage: stage.name, fingerprint: stage.fingerprint, input: input, received: received, rows: output.rows.count,
      dropped: output.dropped.count, files: files.mapValues { ContentHash.of($0) })
    try JSONLines.document(manifest).write(to: folder.appending(path: BuildFiles.manifest), options: .atomic)
    return Done(
      manifest: manifest, folder: folder, rows: output.rows, dropped: output.dropped, sections: output.sections)
  }
}
