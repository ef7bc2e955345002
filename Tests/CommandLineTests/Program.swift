import Foundation

/// Runs the built program as a user would.
enum Program {
  /// `isogloss`, beside the test program.
  static let url = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath().deletingLastPathComponent()
    .appending(path: "isogloss")
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let shared = root.appending(path: "../shared/data").standardizedFileURL
  static let hasShared = FileManager.default.fileExists(atPath: shared.path)

  struct Ending {
    var status: Int32
    var output: String
    var errors: String
  }

  static func scratch() throws -> URL {
    let folder = FileManager.default.temporaryDirectory.appending(path: "isogloss-cli-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return folder
  }

  /// A started program whose output goes to files, so that a full pipe never stops it.
  /// - Parameters:
  ///   - input: a pipe or file handle to read from; nothing when null.
  ///   - errors: a pipe that the caller reads while the program runs, in place of ``Ending/errors``.
  static func start(
    _ arguments: [String], environment: [String: String] = [:], in folder: URL, executable: URL = url,
    input: Any? = nil, errors: Pipe? = nil
  ) throws -> (
    process: Process, finish: () throws -> Ending
  ) {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    let files = ["out", "err"].map { folder.appending(path: "\(UUID().uuidString).\($0)") }
    for file in files { _ = FileManager.default.createFile(atPath: file.path, contents: nil) }
    process.standardInput = input ?? FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    if let errors {
      process.standardError = errors
    } else {
      process.standardError = try FileHandle(forWritingTo: files[1])
    }
    try process.run()
    return (
      process,
      {
        process.waitUntilExit()
        return Ending(
          status: process.terminationStatus,
          output: String(decoding: try Data(contentsOf: files[0]), as: UTF8.self),
          errors: String(decoding: try Data(contentsOf: files[1]), as: UTF8.self))
      }
    )
  }

  static func run(
    _ arguments: [String], environment: [String: String] = [:], executable: URL = url
  ) throws -> Ending {
    let folder = try scratch()
    defer { try? FileManager.default.removeItem(at: folder) }
    return try start(arguments, environment: environment, in: folder, executable: executable).finish()
  }
}
