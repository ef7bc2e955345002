internal import Foundation
internal import IsoglossDatasets

/// A finished run as a file: read whole and checked, written whole or not at all.
protocol ResultFile: Codable {
  /// The layout that this version writes.
  static var currentSchema: Int { get }
  /// What it is a result of, as errors say it.
  static var origin: String { get }
  /// The command that makes one.
  static var command: String { get }
  /// Version of the file's layout.
  var schema: Int { get }
  /// What results of one folder have in common.
  var family: [String] { get }
  /// Whether all rows have a value, or null, for each of their groups.
  var isRectangular: Bool { get }
}

extension ResultFile {
  /// Reads a result.
  /// - Throws: `ExperimentError.damaged` for a file that is none, or of a newer layout.
  static func read(_ url: URL) throws -> Self {
    let found: Self
    do {
      found = try JSONDecoder().decode(Self.self, from: Data(contentsOf: url))
    } catch {
      throw ExperimentError(
        .damaged, "\(url.path) is not a result of \(origin). Move it away to have it made again.", underlying: error)
    }
    guard found.schema <= currentSchema else {
      throw ExperimentError(.damaged, "\(url.path) has layout \(found.schema), of a newer isogloss: update it.")
    }
    guard found.isRectangular else {
      throw ExperimentError(.damaged, "\(url.path) has rows of different lengths. Move it away to have it made again.")
    }
    return found
  }

  /// Every result of a folder, by name.
  /// - Throws: `ExperimentError.damaged`; `notComparable` where there is none, or they are of several experiments.
  static func readAll(in folder: URL) throws -> [Self] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path))?.sorted() ?? []
    let found = try names.filter { $0.hasSuffix(".json") }.map { try read(folder.appending(path: $0)) }
    guard !found.isEmpty else {
      throw ExperimentError(
        .notComparable, "There is no finished run in \(folder.path). Make one with `\(command)`.")
    }
    guard Set(found.map(\.family)).count == 1 else {
      throw ExperimentError(
        .notComparable, "\(folder.path) holds runs of several experiments: give each its own folder.")
    }
    return found
  }

  /// Writes the result, and makes its folder where there is none.
  func write(to url: URL) throws {
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try JSONLines.line(self).write(to: url, options: .atomic)
    } catch {
      throw ExperimentError(
        .inputOutput, "\(url.path) cannot be written. Check the space on the disk and the rights.", underlying: error)
    }
  }
}
