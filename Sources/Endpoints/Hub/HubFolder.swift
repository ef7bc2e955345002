internal import Foundation
internal import IsoglossCore

/// A folder that holds files of a repository, with its own records in a folder that starts with a dot.
final class HubFolder: Sendable {
  /// Name of the folder with the records: the snapshot, and parts of files on their way.
  static let records = ".isogloss-hub"

  private let url: URL
  private let lock: HeldFile

  /// Makes the folder where it is not there, and locks it.
  /// - Throws: `EndpointError.file` where it cannot be written, or another fetch is at work in it.
  init(_ url: URL) throws(EndpointError) {
    self.url = url
    let records = url.appending(path: Self.records)
    do {
      try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
    } catch {
      throw EndpointError(.file, "\(url.path) cannot be made: \(error.localizedDescription)", underlying: error)
    }
    do {
      lock = try HeldFile(records.appending(path: "lock").path)
    } catch {
      switch error {
      case .cannotOpen(let reason):
        throw EndpointError(.file, "\(records.path) cannot be written: \(reason).")
      case .inUse:
        throw EndpointError(.file, "Another fetch is at work in \(url.path): wait for it, or choose another folder.")
      }
    }
  }

  private var snapshotFile: URL { url.appending(path: "\(Self.records)/snapshot.json") }

  /// The snapshot that the folder was begun with; null for a new one.
  /// - Throws: `EndpointError.file` where it cannot be read.
  func snapshot() throws(EndpointError) -> HubSnapshot? {
    guard FileManager.default.fileExists(atPath: snapshotFile.path) else { return nil }
    do {
      return try JSONDecoder().decode(HubSnapshot.self, from: Data(contentsOf: snapshotFile))
    } catch {
      throw EndpointError(
        .file, "\(snapshotFile.path) is damaged: remove it, and the files that are there are checked anew.",
        underlying: error)
    }
  }

  /// Writes down what the folder is to hold.
  func begin(_ snapshot: HubSnapshot) throws(EndpointError) {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do {
      try encoder.encode(snapshot).write(to: snapshotFile, options: .atomic)
    } catch {
      throw EndpointError(
        .file, "\(snapshotFile.path) cannot be written: \(error.localizedDescription)", underlying: error)
    }
  }

  /// Whether a file is in its place, whole.
  func holds(_ file: HubFile) -> Bool { HubDigest.matches(url.appending(path: file.path), file) }

  /// The part of a file, named after its path and digest: two files may have the same bytes.
  func part(of file: HubFile) throws(EndpointError) -> PartFile {
    try PartFile(url.appending(path: "\(Self.records)/\(ContentHash.of([file.path, file.hex]).prefix(40)).part"))
  }

  /// Puts a whole part in its place; false where its bytes are not the file's.
  func finish(_ part: PartFile, as file: HubFile) throws(EndpointError) -> Bool {
    guard HubDigest.matches(part.url, file) else { return false }
    let place = url.appending(path: file.path)
    do {
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw EndpointError(.file, "\(place.path) cannot be made: \(error.localizedDescription)", underlying: error)
    }
    guard rename(part.url.path, place.path) == 0 else {
      throw EndpointError(.file, "\(place.path) cannot be written: \(String(cString: strerror(errno))).")
    }
    return true
  }

  /// Whether a path fits a pattern of the shell, in which `*` also stands for slashes.
  static func fits(_ path: String, _ pattern: String) -> Bool { fnmatch(pattern, path, 0) == 0 }
}
