import Foundation
import IsoglossCore
import IsoglossDatasets

/// Pairs and prompt sets that a command was given, with a warning of the rows that could not be read.
enum DataInput {
  /// Pairs by the name of a set, a `.jsonl` file, or a folder.
  static func pairs(_ name: String) throws -> PairSet {
    let set = try PairReader.read(name, sets: Places.pairs)
    warn(set.problems)
    return set
  }

  /// Prompt sets by their names.
  static func suites(_ names: [String]) throws -> [PromptSet] {
    try names.map { name in
      let set = try PromptReader.read(name, suites: Places.suites)
      warn(set.problems)
      return set
    }
  }

  /// Shows the first of the rows that could not be read, and counts the rest.
  static func warn(_ problems: [RowProblem]) {
    for problem in problems.prefix(10) { Terminal.note("warning: \(problem)") }
    if problems.count > 10 { Terminal.note("warning: \(problems.count - 10) more rows could not be read") }
  }
}
