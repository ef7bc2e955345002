import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossStore

/// Labels as a user names them: a file of them, a public set by its prefix, or a run with annotations.
enum LabelFile {
  /// What its columns take.
  static let takes =
    "outcome is one of \(Outcome.names.joined(separator: ", ")); harm and refusal are true or false"

  /// The labels, with a warning for every row that could not be read; the project's own where no path is given.
  static func read(_ path: String?) throws -> [LabelledAnswer] {
    guard let path else { return try rows { try LabelReader.read(Places.labels) } }
    let url = URL(filePath: path)
    guard isRun(url) else { return try rows { try LabelReader.read(named: path) } }
    let store = try RunStore.read(url)
    let read = try AnnotatedAnswers.labels(store.items(), store.annotations())
    if read.disputed > 0 {
      Terminal.note("warning: annotators differ on \(read.disputed) answers of \(path): these points do not count")
    }
    return read.answers
  }

  private static func rows(
    _ reading: () throws -> (answers: [LabelledAnswer], problems: [RowProblem])
  ) throws -> [LabelledAnswer] {
    let read: (answers: [LabelledAnswer], problems: [RowProblem])
    do { read = try reading() } catch let error as DatasetError where error.code == .empty {
      Terminal.note(takes)
      throw error
    }
    DataInput.warn(read.problems)
    return read.answers
  }

  /// Whether a file is of SQLite, as runs are.
  private static func isRun(_ url: URL) -> Bool {
    guard let handle = try? FileHandle(forReadingFrom: url) else { return false }
    defer { try? handle.close() }
    return (try? handle.read(upToCount: 16)) == Data("SQLite format 3\0".utf8)
  }
}
