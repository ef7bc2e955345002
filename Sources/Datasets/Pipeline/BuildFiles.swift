internal import Foundation

/// Files of stages that later stages read, by name.
enum BuildFiles {
  static let funnel = "funnel.json"
  static let proof = "proof.json"

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
