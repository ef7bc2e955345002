internal import Foundation
internal import IsoglossCore

/// How a public set of prompts is laid out, and how its rows are prompts of this project.
struct SetLayout: Sendable {
  /// The prefix of `PREFIX:PATH`, and the source that its prompts name.
  var name: String
  /// The set, with authors and year.
  var title: String
  /// Columns without which a file is not of this set; `a|b` is satisfied by either.
  var columns: [String]
  /// Further columns that `prompts` looks at.
  var others: [String] = []
  /// A file that stands for the whole set where a folder holds it.
  var preferred: String?
  /// What a file with these columns holds where it is another part of the set: a folder's reading leaves it out, and
  /// asking for the file itself is an error. Null for a file of this part.
  var otherPart: @Sendable (_ columns: Set<String>) -> String? = { _ in nil }
  /// The prompts of a row, which is the `number`th of the set (from 1). Reasons why there are fewer than the row should
  /// have go to `flaws`.
  var prompts: @Sendable (_ row: SourceRow, _ number: Int, _ flaws: inout [String]) -> [Prompt]

  /// Reads a file, or every file of a folder.
  /// - Throws: `DatasetError` where nothing can be read.
  func read(_ url: URL, named: String) throws -> PromptSet {
    var set = PromptSet(name: named, prompts: [], fileHash: "")
    var hashes: [String] = []
    var seen: Set<String> = []
    var number = 0
    var elsewhere: String?
    let wanted = Set((columns + others).flatMap { $0.split(separator: "|").map(String.init) })
    let entries = try SourceFolder.files(at: url, extensions: SourceFile.extensions, preferred: preferred)
    for entry in entries {
      let file: SourceFile
      do {
        file = try SourceFile(entry.url, label: entry.path, keeping: wanted)
      } catch let error as DatasetError where entries.count > 1 {
        set.problems.append(RowProblem(file: entry.path, line: 1, reason: error.message))
        continue
      }
      if let part = otherPart(file.columns) {
        elsewhere = "\(entry.path) \(part)"
        continue
      }
      let missing = columns.filter { file.columns.isDisjoint(with: $0.split(separator: "|").map(String.init)) }
      guard missing.isEmpty else {
        let reason = "has no column \(missing.joined(separator: ", "))"
        guard entries.count > 1 else {
          throw DatasetError(.malformed, "\(entry.path) \(reason): it is not of \(title).")
        }
        set.problems.append(RowProblem(file: entry.path, line: 1, reason: reason))
        continue
      }
      hashes.append(file.hash)
      var problems = file.problems
      for row in file.rows {
        number += 1
        var flaws: [String] = []
        for prompt in prompts(row, number, &flaws) {
          if seen.insert(prompt.id).inserted {
            set.prompts.append(prompt)
          } else {
            flaws.append("id \"\(prompt.id)\" occurs twice")
          }
        }
        problems += flaws.map { RowProblem(file: row.file, line: row.line, reason: $0) }
      }
      set.problems += problems.sorted { $0.line < $1.line }
    }
    set.fileHash = ContentHash.of(hashes)
    if hashes.isEmpty, let elsewhere { throw DatasetError(.malformed, "\(elsewhere).") }
    return try PromptReader.finished(set)
  }
}

extension SourceRow {
  /// The text in a column that a prompt cannot do without.
  func needed(_ column: String, _ flaws: inout [String]) -> String? {
    let text = text(column)
    if text == nil { flaws.append(values[column].map(\.isBytes) == true ? "\(column) is not UTF-8" : "no \(column)") }
    return text
  }
}
