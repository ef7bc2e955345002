import Foundation

@testable import IsoglossSurvey

/// Places and made-up papers of these tests.
enum Support {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let snapshot = root.appending(path: "../shared/data/acl_safety/papers.jsonl").standardizedFileURL
  static var hasSnapshot: Bool { FileManager.default.fileExists(atPath: snapshot.path) }

  /// A new empty place.
  static func place() -> URL {
    FileManager.default.temporaryDirectory.appending(path: "isogloss-survey-\(UUID().uuidString)")
  }

  static func file(_ text: String, _ name: String) throws -> URL {
    let folder = place()
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let url = folder.appending(path: name)
    try Data(text.utf8).write(to: url)
    return url
  }
}
