internal import Synchronization

/// How far a fetch is.
public struct HubProgress: Hashable, Sendable {
  /// Files that are there.
  public var filesDone: Int
  /// Files that are to be there.
  public var filesTotal: Int
  /// Bytes that are there.
  public var bytesDone: Int
  /// Bytes that are to be there.
  public var bytesTotal: Int
}

/// Counts the bytes of files that are fetched side by side.
final class HubTally: Sendable {
  private struct Counts {
    var bytes: [String: Int]
    var progress: HubProgress
  }

  private let counts: Mutex<Counts>
  private let report: @Sendable (HubProgress) -> Void

  /// Starts with the files that were there before, and reports them.
  init(_ files: [HubFile], kept: Set<HubFile>, _ report: @escaping @Sendable (HubProgress) -> Void) {
    self.report = report
    let progress = HubProgress(
      filesDone: kept.count, filesTotal: files.count, bytesDone: kept.reduce(0) { $0 + $1.size },
      bytesTotal: files.reduce(0) { $0 + $1.size })
    counts = Mutex(Counts(bytes: [:], progress: progress))
    report(progress)
  }

  /// A file on its way holds so many bytes now.
  func set(_ file: HubFile, _ bytes: Int) { change(file, bytes, isDone: false) }

  /// A file is in its place.
  func finish(_ file: HubFile) { change(file, file.size, isDone: true) }

  private func change(_ file: HubFile, _ bytes: Int, isDone: Bool) {
    let progress = counts.withLock { counts in
      counts.progress.bytesDone += bytes - counts.bytes[file.path, default: 0]
      counts.bytes[file.path] = bytes
      if isDone { counts.progress.filesDone += 1 }
      return counts.progress
    }
    report(progress)
  }
}
