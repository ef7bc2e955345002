public import Foundation
internal import IsoglossCore

/// Reads preference pairs: a set of this project by name, a `.jsonl` file, a folder with one file a language, or another
/// layout as `PREFIX:PATH`.
public enum PairReader {
  /// Reads what a user named.
  /// - Parameters:
  ///   - name: `isogloss-12`, a path, `refuseu:PATH`, or `table:PATH#prompt=COLUMN,language:=lv,...`.
  ///   - sets: the folder that holds the pair sets of this project.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read, and rows that contradict others of
  ///   their group, are in the set's `problems`.
  public static func read(_ name: String, sets: URL) throws -> PairSet {
    if let imported = try PairImport.read(name) { return imported }
    let named = sets.appending(path: name)
    if !name.contains("/"), !name.isEmpty, FileManager.default.fileExists(atPath: named.path) {
      return try read(at: named, name: name)
    }
    if FileManager.default.fileExists(atPath: name) { return try read(at: URL(filePath: name), name: name) }
    let known = (try? FileManager.default.contentsOfDirectory(atPath: sets.path))?.sorted() ?? []
    let list = known.isEmpty ? "" : "a set (\(known.joined(separator: ", "))), "
    throw DatasetError(
      .notFound,
      "There are no pairs at \"\(name)\": give \(list)a .jsonl file, a folder of them, "
        + "or PREFIX:PATH with one of \(PairImport.prefixes.joined(separator: ", ")).")
  }

  private static func read(at url: URL, name: String) throws -> PairSet {
    var checks = PairChecks()
    let read = try JSONLines.read(PreferencePair.self, at: url) { checks.objection(to: $0) }
    return try finished(PairSet(name: name, pairs: read.rows, problems: read.problems, fileHash: read.hash))
  }

  static func finished(_ set: PairSet) throws -> PairSet {
    guard !set.pairs.isEmpty else {
      let problem = set.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(set.name) has no readable pair.\(problem)")
    }
    return set
  }
}
