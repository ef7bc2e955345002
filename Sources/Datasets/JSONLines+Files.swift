internal import Foundation
internal import IsoglossCore

extension JSONLines {
  /// The rows of a `.jsonl` file, or of every `.jsonl` file of a folder in order of name (the languages of RefusEU first,
  /// in the paper's order), with the rows that could not be read and a SHA-256 over the files' bytes.
  /// - Parameter check: what is wrong with a row that was decoded; null where nothing is.
  /// - Throws: `DatasetError` where there is no file, or one cannot be read.
  static func read<Row: Decodable & Identifiable<String>>(
    _ type: Row.Type, at url: URL, check: (Row) -> String?
  ) throws -> (rows: [Row], problems: [RowProblem], hash: String) {
    var rows: [Row] = []
    var problems: [RowProblem] = []
    var seen: Set<String> = []
    var hashes: [String] = []
    for file in try files(at: url) {
      let data = try PromptReader.bytes(of: file)
      hashes.append(ContentHash.of(data))
      let read = read(type, from: data, file: file.lastPathComponent)
      var found = read.problems
      for (line, row) in read.rows {
        let reason = seen.insert(row.id).inserted ? check(row) : "id \"\(row.id)\" occurs twice"
        if let reason {
          found.append(RowProblem(file: file.lastPathComponent, line: line, reason: reason))
        } else {
          rows.append(row)
        }
      }
      problems += found.sorted { $0.line < $1.line }
    }
    return (rows, problems, ContentHash.of(hashes))
  }

  private static func files(at url: URL) throws -> [URL] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw DatasetError(.notFound, "There is no file or folder \(url.path).")
    }
    guard isFolder.boolValue else { return [url] }
    let order = Dictionary(uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1.code, $0) })
    let files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
      .filter { $0.pathExtension == "jsonl" }
      .sorted {
        let a = $0.deletingPathExtension().lastPathComponent
        let b = $1.deletingPathExtension().lastPathComponent
        return (order[a] ?? .max, a) < (order[b] ?? .max, b)
      }
    guard !files.isEmpty else { throw DatasetError(.notFound, "\(url.path) holds no .jsonl file.") }
    return files
  }
}
