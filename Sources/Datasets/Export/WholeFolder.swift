internal import Foundation

/// A folder that appears under its name only when everything in it is written: a job that is killed leaves no half of it.
struct WholeFolder {
  /// Where it will be.
  let url: URL
  /// Where it is written until then: `.NAME.part` beside it.
  let part: URL

  /// Begins a folder; what an earlier job left of it is removed.
  /// - Throws: `DatasetError.occupied` where something is at its place, `.unreadable` where it cannot be written.
  init(_ url: URL) throws {
    // A trailing slash would make the name empty.
    self.url = URL(filePath: url.standardizedFileURL.path)
    part = self.url.deletingLastPathComponent().appending(path: ".\(self.url.lastPathComponent).part")
    try Self.checkFree(self.url)
    do {
      if FileManager.default.fileExists(atPath: part.path) { try FileManager.default.removeItem(at: part) }
      try FileManager.default.createDirectory(at: part, withIntermediateDirectories: true)
    } catch {
      throw DatasetError(.unreadable, "\(part.path) cannot be written.", underlying: error)
    }
  }

  private static func checkFree(_ url: URL) throws {
    guard !FileManager.default.fileExists(atPath: url.path) else {
      throw DatasetError(.occupied, "\(url.path) is there already: give another place, or remove it first.")
    }
  }

  /// The place of a file, its folder made.
  func place(_ path: String) throws -> URL {
    let file = part.appending(path: path)
    do {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    } catch {
      throw DatasetError(.unreadable, "\(file.path) cannot be written.", underlying: error)
    }
    return file
  }

  /// Writes a file.
  func write(_ data: Data, to path: String) throws {
    let file = try place(path)
    do {
      try data.write(to: file)
    } catch {
      throw DatasetError(.unreadable, "\(file.path) cannot be written.", underlying: error)
    }
  }

  /// Puts the folder in its place, its files on the disk.
  func finish() throws {
    try Self.checkFree(url)
    do {
      for case let file as URL in FileManager.default.enumerator(at: part, includingPropertiesForKeys: nil) ?? .init() {
        let handle = try? FileHandle(forReadingFrom: file)
        try? handle?.synchronize()
        try? handle?.close()
      }
      try FileManager.default.moveItem(at: part, to: url)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be written.", underlying: error)
    }
  }
}
