public import Foundation
internal import IsoglossCore

/// An append-only file of what a job has finished, one JSON object a line: what a killed job goes on from.
///
/// The first line says which job it belongs to. A last line that was cut off by a kill is dropped when the file is opened
/// again.
public actor Journal<Entry: Codable & Sendable> {
  private struct Head: Codable {
    var format = 1
    var job: String
  }

  /// What stood in the file when it was opened.
  public nonisolated let entries: [Entry]
  private let handle: FileHandle

  /// Opens a journal, or starts one.
  /// - Parameter job: what decides the entries: another job's journal is not gone on with.
  /// - Throws: `DatasetError.malformed` for another job's journal and for one that is damaged before its end, file errors.
  public init(at url: URL, job: String) throws {
    let manager = FileManager.default
    try manager.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
    if !manager.fileExists(atPath: url.path) { try Data().write(to: url) }
    let data = try Data(contentsOf: url)
    let whole = data.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let lines = data.prefix(whole).split(separator: UInt8(ascii: "\n"))
    if let first = lines.first {
      guard let head = try? JSONDecoder().decode(Head.self, from: Data(first)) else {
        throw DatasetError(.malformed, "\(url.path) is no journal of isogloss: move it away.")
      }
      guard head.format == 1, head.job == job else {
        throw DatasetError(
          .malformed, "\(url.path) was begun with other settings or other rows: finish that, or use another folder.")
      }
    }
    entries = try lines.dropFirst().enumerated().map { index, line in
      do {
        return try JSONDecoder().decode(Entry.self, from: Data(line))
      } catch {
        throw DatasetError(
          .malformed, "\(url.path):\(index + 2): \(JSONLines.describe(error)): delete this line and those after it.",
          underlying: error)
      }
    }
    let handle = try FileHandle(forUpdating: url)
    try handle.truncate(atOffset: UInt64(whole))
    try handle.seekToEnd()
    if lines.isEmpty { try handle.write(contentsOf: JSONLines.line(Head(job: job))) }
    self.handle = handle
  }

  /// Adds entries; all of them are in the file when it returns.
  public func append(_ entries: [Entry]) throws {
    guard !entries.isEmpty else { return }
    try handle.write(contentsOf: JSONLines.data(entries))
  }
}
