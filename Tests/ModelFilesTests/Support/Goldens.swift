import Foundation
import IsoglossModelFiles
import Testing

/// The committed reference values and the embedded models.
enum Goldens {
  static let folder = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Goldens")

  static func url(_ name: String) -> URL { folder.appendingPathComponent(name) }

  static func json<T: Decodable>(_ name: String, as type: T.Type = T.self) throws -> T {
    try JSONDecoder().decode(T.self, from: Data(contentsOf: url(name)))
  }

  /// A file of the embedded models, which the set-up fetches before the tests run.
  static func model(_ path: String) -> URL {
    let environment = ProcessInfo.processInfo.environment
    let home = environment["ISOGLOSS_HOME"] ?? "\(environment["HOME"] ?? "")/.cache/isogloss"
    return URL(fileURLWithPath: home).appendingPathComponent("models").appendingPathComponent(path)
  }
}

/// A folder that is gone when the test is over.
final class TemporaryFolder {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("modelfiles-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: url) }

  /// Writes a file, with the folders above it.
  @discardableResult
  func write(_ bytes: [UInt8], to name: String) throws -> URL {
    let file = url.appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
    return file
  }
}

/// The error that `body` throws; a test failure and nil where it throws none or another kind.
func modelFileError(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> Void
) -> ModelFileError? {
  do {
    try body()
    Issue.record("no error was thrown", sourceLocation: sourceLocation)
  } catch let error as ModelFileError {
    return error
  } catch {
    Issue.record(error, sourceLocation: sourceLocation)
  }
  return nil
}

extension Data {
  /// The bytes as values in the machine's order.
  func values<T: BitwiseCopyable>(_ type: T.Type = T.self) -> [T] {
    withUnsafeBytes { bytes in
      (0..<bytes.count / MemoryLayout<T>.stride).map {
        bytes.loadUnaligned(fromByteOffset: $0 * MemoryLayout<T>.stride, as: T.self)
      }
    }
  }
}
