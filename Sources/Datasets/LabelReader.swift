public import Foundation
public import IsoglossCore

/// Reads labelled answers: one JSON object a line with the fields of `LabelledAnswer`, or a `.csv` file with columns of
/// the same names.
public enum LabelReader {
  /// The answers of a file, with the rows that could not be read.
  /// - Throws: `DatasetError` where the file cannot be read or holds nothing.
  public static func read(_ url: URL) throws -> (answers: [LabelledAnswer], problems: [RowProblem]) {
    let file = url.lastPathComponent
    let data = try PromptReader.bytes(of: url)
    let read =
      url.pathExtension.lowercased() == "csv"
      ? try table(data, file: file) : JSONLines.read(LabelledAnswer.self, from: data, file: file)
    var problems = read.problems
    var seen: Set<String> = []
    var answers: [LabelledAnswer] = []
    for (line, answer) in read.rows {
      if seen.insert(answer.id).inserted {
        answers.append(answer)
      } else {
        problems.append(RowProblem(file: file, line: line, reason: "id \"\(answer.id)\" occurs twice"))
      }
    }
    problems.sort { $0.line < $1.line }
    guard !answers.isEmpty else {
      let first = problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(url.path) has no readable label.\(first)")
    }
    return (answers, problems)
  }
}
