internal import Foundation

/// Files of a build that others read, by name.
enum BuildFiles {
  static let rows = "rows.jsonl"
  static let manifest = "manifest.json"
  static let funnel = "funnel.json"
  static let proof = "proof.json"

  /// Rows of a stage that is done.
  struct Stage {
    /// The stage's name.
    var name: String
    /// Its rows.
    var rows: URL
    /// How problems name the file.
    var label: String
    /// Whether it was named itself, and not the build that it belongs to.
    var isWanted: Bool
  }

  /// The stages of a build in their order, or the one whose folder it is; none where it is neither.
  static func stages(at folder: URL) -> [Stage] {
    if let stage = stage(at: folder, isWanted: true) { return [stage] }
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    return names.sorted().compactMap { stage(at: folder.appending(path: $0), isWanted: false) }
  }

  private static func stage(at folder: URL, isWanted: Bool) -> Stage? {
    let rows = folder.appending(path: Self.rows)
    guard FileManager.default.fileExists(atPath: rows.path),
      let data = try? Data(contentsOf: folder.appending(path: Self.manifest)),
      let manifest = try? JSONDecoder().decode(StageManifest.self, from: data)
    else { return nil }
    return Stage(
      name: manifest.stage, rows: rows, label: "\(folder.lastPathComponent)/\(Self.rows)", isWanted: isWanted)
  }

  /// The newest such file of the stages before; null where there is none.
  static func last<Value: Decodable>(_ name: String, _ type: Value.Type, of folders: [URL]) throws -> Value? {
    for folder in folders.reversed() {
      let url = folder.appending(path: name)
      guard FileManager.default.fileExists(atPath: url.path) else { continue }
      do {
        return try JSONDecoder().decode(type, from: PromptReader.bytes(of: url))
      } catch let error as DecodingError {
        throw DatasetError(.malformed, "\(url.path) cannot be read: \(JSONLines.describe(error)).")
      }
    }
    return nil
  }
}
