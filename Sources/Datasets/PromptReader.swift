public import Foundation
internal import IsoglossCore

/// Reads prompts: a suite of this project by name, or `FORMAT:PATH`.
public enum PromptReader {
  /// The formats that `FORMAT:PATH` takes.
  public static let formats = ["isogloss", "polyrefuse", "xstest"]

  /// Reads what a user named: `isogloss-12`, a folder or file of this schema, `polyrefuse:PATH`, `xstest:PATH`.
  /// - Parameter suites: the folder that holds the suites of this project.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read are in the set's `problems`.
  public static func read(_ name: String, suites: URL) throws -> PromptSet {
    if let colon = name.firstIndex(of: ":"), formats.contains(String(name[..<colon])) {
      let url = URL(filePath: String(name[name.index(after: colon)...]))
      switch name[..<colon] {
      case "polyrefuse": return try PolyRefuse.read(url, name: name)
      case "xstest": return try XSTest.read(url, name: name)
      default: return try readSchema(at: url, name: name)
      }
    }
    let suite = suites.appending(path: name)
    if !name.contains("/"), !name.isEmpty, FileManager.default.fileExists(atPath: suite.path) {
      return try readSchema(at: suite, name: name)
    }
    if FileManager.default.fileExists(atPath: name) { return try readSchema(at: URL(filePath: name), name: name) }
    let known = (try? FileManager.default.contentsOfDirectory(atPath: suites.path))?.sorted() ?? []
    throw DatasetError(
      .notFound,
      "There are no prompts at \"\(name)\": give a suite (\(known.joined(separator: ", "))), a .jsonl file or folder, "
        + "or \(formats.map { "\($0):PATH" }.joined(separator: ", ")).")
  }

  /// Reads a `.jsonl` file, or every `.jsonl` file of a folder in order of name (the languages of RefusEU first, in the
  /// paper's order).
  static func readSchema(at url: URL, name: String) throws -> PromptSet {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder) else {
      throw DatasetError(.notFound, "There is no file or folder \(url.path).")
    }
    var files = [url]
    if isFolder.boolValue {
      let order = Dictionary(uniqueKeysWithValues: Language.refusEU.enumerated().map { ($1.code, $0) })
      files = try FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)
        .filter { $0.pathExtension == "jsonl" }
        .sorted {
          let a = $0.deletingPathExtension().lastPathComponent
          let b = $1.deletingPathExtension().lastPathComponent
          return (order[a] ?? .max, a) < (order[b] ?? .max, b)
        }
      guard !files.isEmpty else { throw DatasetError(.notFound, "\(url.path) holds no .jsonl file.") }
    }
    var prompts: [Prompt] = []
    var problems: [RowProblem] = []
    var seen: Set<String> = []
    var hashes: [String] = []
    for file in files {
      let data = try bytes(of: file)
      hashes.append(ContentHash.of(data))
      let read = JSONLines.read(Prompt.self, from: data, file: file.lastPathComponent)
      var found = read.problems
      for (line, prompt) in read.rows {
        let reason: String? =
          if !seen.insert(prompt.id).inserted {
            "id \"\(prompt.id)\" occurs twice"
          } else if prompt.text.allSatisfy(\.isWhitespace) { "the text is empty" } else { nil }
        if let reason {
          found.append(RowProblem(file: file.lastPathComponent, line: line, reason: reason))
        } else {
          prompts.append(prompt)
        }
      }
      problems += found.sorted { $0.line < $1.line }
    }
    return try finished(PromptSet(name: name, prompts: prompts, problems: problems, fileHash: ContentHash.of(hashes)))
  }

  static func bytes(of url: URL) throws -> Data {
    do {
      return try Data(contentsOf: url)
    } catch {
      throw DatasetError(.unreadable, "\(url.path) cannot be read.", underlying: error)
    }
  }

  static func finished(_ set: PromptSet) throws -> PromptSet {
    guard !set.prompts.isEmpty else {
      let first = set.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(set.name) has no readable prompt.\(first)")
    }
    return set
  }
}
