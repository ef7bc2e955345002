public import Foundation
internal import IsoglossCore

/// Reads prompts: a suite of this project by name, or `PREFIX:PATH`.
public enum PromptReader {
  /// Reads what a user named: `isogloss-12`, a folder or file of this schema, or `PREFIX:PATH` (see ``SetFormat``).
  /// - Parameter suites: the folder that holds the suites of this project.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read are in the set's `problems`.
  public static func read(_ name: String, suites: URL) throws -> PromptSet {
    if let (format, place) = SetFormat.named(name) { return try format.read(place, name) }
    let suite = suites.appending(path: name)
    if !name.contains("/"), !name.isEmpty, FileManager.default.fileExists(atPath: suite.path) {
      return try readSchema(at: suite, name: name)
    }
    if FileManager.default.fileExists(atPath: name) { return try readSchema(at: URL(filePath: name), name: name) }
    let known = (try? FileManager.default.contentsOfDirectory(atPath: suites.path))?.sorted() ?? []
    throw DatasetError(
      .notFound,
      "There are no prompts at \"\(name)\": give a suite (\(known.joined(separator: ", "))), a .jsonl file or folder, "
        + "or PREFIX:PATH with one of \(SetFormat.all.map(\.prefix).joined(separator: ", ")).")
  }

  /// Reads a `.jsonl` file, or every `.jsonl` file of a folder.
  static func readSchema(at url: URL, name: String) throws -> PromptSet {
    let read = try JSONLines.read(Prompt.self, at: url) {
      $0.text.allSatisfy(\.isWhitespace) ? "the text is empty" : nil
    }
    return try finished(PromptSet(name: name, prompts: read.rows, problems: read.problems, fileHash: read.hash))
  }

  /// The bytes of a file of text.
  /// - Throws: `DatasetError.unreadable`; `.unknownFormat` for a workbook.
  static func bytes(of url: URL) throws -> Data {
    let data: Data
    do {
      data = try Data(contentsOf: url)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
    try Workbook.refuse(data, file: url.lastPathComponent)
    return data
  }

  static func finished(_ set: PromptSet) throws -> PromptSet {
    guard !set.prompts.isEmpty else {
      let first = set.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(set.name) has no readable prompt.\(first)")
    }
    return set
  }
}
