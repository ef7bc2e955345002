public import Foundation
public import IsoglossCore
public import IsoglossDatasets

/// Annotations made elsewhere: a JSON object a line, with the paper's `id` and a member for each question (`topic`,
/// `languages` as a list, `explicit` as true or false, `kind`, `herd` as a number or null, `evidence`).
public enum ImportedLabels {
  private struct Row: Decodable {
    var id: String
    var topic: String?
    var languages: [String]?
    var explicit: Bool?
    var kind: String?
    var herd: Int?
    var evidence: String?
    var families: [String]?
    var codeSwitched: [String]?
  }

  /// Reads a file; codes are folded, so that `cmn` and `zh` agree.
  /// - Throws: `SurveyError` where it cannot be read; rows that cannot be are problems.
  public static func read(
    _ url: URL, by name: String, time: Date? = nil
  ) throws -> (annotations: [Annotation], problems: [RowProblem]) {
    let read = JSONLines.read(Row.self, from: try PaperSource.bytes(of: url), file: url.lastPathComponent)
    var (annotations, problems) = ([Annotation](), read.problems)
    for (line, row) in read.rows {
      // A row with a kind carries the whole scheme: a herd of null is one that cannot be told.
      let herd = row.herd.map(String.init) ?? (row.kind == nil ? nil : ReviewForm.Question.unknown)
      let languages = row.languages.map { codes in
        codes.isEmpty ? ReviewForm.Question.none : codes.map(LanguageNames.folded).joined(separator: " ")
      }
      let values: [(SurveyForm.Question, String?)] = [
        (.topic, row.topic), (.languages, languages), (.explicit, row.explicit.map { $0 ? "yes" : "no" }),
        (.kind, row.kind), (.herd, herd),
      ]
      for (id, value) in values {
        guard let value, let question = SurveyForm.question(id) else { continue }
        guard let answer = question.answer(value) else {
          problems.append(
            RowProblem(
              file: url.lastPathComponent, line: line,
              reason: "\(id.rawValue) is \"\(value)\": it takes \(question.takes)"))
          continue
        }
        annotations.append(
          Annotation(
            item: row.id, question: id.rawValue, value: answer, annotator: name, time: time, comment: row.evidence))
      }
    }
    guard !annotations.isEmpty else {
      throw SurveyError(
        .empty, "\(url.path) has no annotation.\(problems.first.map { " The first problem: \($0)." } ?? "")")
    }
    return (annotations, problems.sorted { $0.line < $1.line })
  }
}
