import Foundation
import Testing

/// Recorded outputs in `Snapshots/`. `ISOGLOSS_RECORD=1` writes them anew, and then fails the test: a recording is to be
/// looked at and committed, not passed.
enum Snapshot {
  static let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Snapshots")

  static func expect(_ data: Data, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
    let file = folder.appending(path: name)
    if ProcessInfo.processInfo.environment["ISOGLOSS_RECORD"] == "1" {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      try data.write(to: file)
      Issue.record("recorded \(name): look at it, then run without ISOGLOSS_RECORD", sourceLocation: location)
      return
    }
    let recorded = try #require(try? Data(contentsOf: file), "no snapshot \(name)", sourceLocation: location)
    if data == recorded { return }
    let new = String(decoding: data, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let old = String(decoding: recorded, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let line = zip(new, old).prefix { $0 == $1 }.count
    let found = line < new.count ? new[line] : "the end"
    let wanted = line < old.count ? old[line] : "the end"
    Issue.record(
      "\(name) differs from line \(line + 1): «\(found)» where «\(wanted)» was recorded", sourceLocation: location)
  }

  static func expect(_ text: String, _ name: String, at location: SourceLocation = #_sourceLocation) throws {
    try expect(Data(text.utf8), name, at: location)
  }
}
