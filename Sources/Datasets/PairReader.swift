public import Foundation
internal import IsoglossCore

/// Reads preference pairs: a set of this project by name, a `.jsonl` file, or a folder with one file a language.
public enum PairReader {
  /// Reads what a user named.
  /// - Parameters:
  ///   - name: `isogloss-12`, or a path.
  ///   - sets: the folder that holds the pair sets of this project.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read, and rows that contradict others of
  ///   their group, are in the set's `problems`.
  public static func read(_ name: String, sets: URL) throws -> PairSet {
    let named = sets.appending(path: name)
    if !name.contains("/"), !name.isEmpty, FileManager.default.fileExists(atPath: named.path) {
      return try read(at: named, name: name)
    }
    if FileManager.default.fileExists(atPath: name) { return try read(at: URL(filePath: name), name: name) }
    let known = (try? FileManager.default.contentsOfDirectory(atPath: sets.path))?.sorted() ?? []
    let list = known.isEmpty ? "" : "a set (\(known.joined(separator: ", "))), "
    throw DatasetError(.notFound, "There are no pairs at \"\(name)\": give \(list)a .jsonl file, or a folder of them.")
  }

  private struct Place: Hashable {
    var group: String
    var language: Language
  }

  private static func read(at url: URL, name: String) throws -> PairSet {
    var places: Set<Place> = []
    var first: [String: PreferencePair] = [:]
    let read = try JSONLines.read(PreferencePair.self, at: url) { pair in
      if let reason = flaw(of: pair) { return reason }
      guard let group = pair.group else { return nil }
      guard places.insert(Place(group: group, language: pair.language)).inserted else {
        return "group \"\(group)\" occurs twice in \(pair.language)"
      }
      let other = first[group, default: pair]
      first[group] = other
      guard (other.hazard, other.style, other.intent) == (pair.hazard, pair.style, pair.intent) else {
        return "hazard, style or intent is not that of \"\(other.id)\" of the same group"
      }
      return nil
    }
    guard !read.rows.isEmpty else {
      let problem = read.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(name) has no readable pair.\(problem)")
    }
    return PairSet(name: name, pairs: read.rows, problems: read.problems, fileHash: read.hash)
  }

  /// What is wrong with a pair by itself.
  private static func flaw(of pair: PreferencePair) -> String? {
    for (name, text) in [("prompt", pair.prompt), ("chosen", pair.chosen), ("rejected", pair.rejected)]
    where text.allSatisfy(\.isWhitespace) {
      return "\"\(name)\" is empty"
    }
    return pair.chosen == pair.rejected ? "\"chosen\" and \"rejected\" are the same text" : nil
  }
}
