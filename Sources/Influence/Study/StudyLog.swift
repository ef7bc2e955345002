internal import Foundation
internal import IsoglossCore

/// The lines of a study's file: what was retrained, one subset a line, so that a study goes on where it was stopped.
struct StudyLog<Line: Codable> {
  private let url: URL
  /// The lines that are there; a torn last one is cut off.
  private(set) var lines: [Line]

  /// Opens a file in a study's folder, or makes it.
  /// - Parameter identity: of the study; a file of another one is refused.
  init(_ folder: URL, _ name: String, identity: String) throws {
    url = folder.appending(path: name)
    lines = []
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      guard FileManager.default.fileExists(atPath: url.path) else {
        try Data("\(identity)\n".utf8).write(to: url, options: .atomic)
        return
      }
      let parts = try Data(contentsOf: url).split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      guard let first = parts.first, String(decoding: first, as: UTF8.self) == identity else {
        throw InfluenceError(
          .otherIndex, "\(url.path) is of another study: give another folder, or the settings of that one.")
      }
      for part in parts.dropFirst().dropLast() {
        guard let line = try? JSONDecoder().decode(Line.self, from: Data(part)) else { break }
        lines.append(line)
      }
      let whole = try lines.map { try Self.encoded($0) }
      try (Data("\(identity)\n".utf8) + whole.joined()).write(to: url, options: .atomic)
    } catch let error as InfluenceError {
      throw error
    } catch {
      throw InfluenceError(.inputOutput, "\(url.path) cannot be read or written.", underlying: error)
    }
  }

  private static func encoded(_ line: Line) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return try encoder.encode(line) + Data("\n".utf8)
  }

  /// Adds a line and brings it to the disk.
  mutating func append(_ line: Line) throws {
    do {
      let handle = try FileHandle(forWritingTo: url)
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Self.encoded(line))
      try handle.synchronize()
    } catch {
      throw InfluenceError(.inputOutput, "\(url.path) cannot be written.", underlying: error)
    }
    lines.append(line)
  }
}
