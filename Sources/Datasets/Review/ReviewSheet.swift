public import Foundation
public import IsoglossCore

/// A table for an annotator to fill in: CSV for spreadsheets, or JSONL for programs.
public enum ReviewSheet {
  /// The two forms of a sheet.
  public enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// What stands in the place of an answer to a question that is not asked of an item.
  static let notAsked = "-"

  private struct Row: Codable {
    var item: String
    var annotator: String
    var language: String
    var hazard: String?
    var style: String?
    var request: String
    var answer: String?
    var answers: [String: String]
    var comment: String?
  }

  /// The sheet of items for an annotator: what the form shows, the questions open.
  static func data(_ items: [ReviewItem], form: ReviewForm, annotator: String, as format: Format) throws -> Data {
    switch format {
    case .csv: table(items, form, annotator)
    case .jsonl:
      try JSONLines.data(
        items.map { item in
          Row(
            item: item.id, annotator: annotator, language: item.language.code,
            hazard: form.shows.contains(.hazard) ? item.hazard?.rawValue : nil,
            style: form.shows.contains(.style) ? item.style?.rawValue : nil, request: item.request,
            answer: item.answer,
            answers: Dictionary(uniqueKeysWithValues: item.questions.map { ($0, "") }), comment: "")
        })
    }
  }

  /// Columns before the questions.
  private static func facts(_ form: ReviewForm) -> [String] {
    ["item", "annotator", "language"] + ReviewForm.Detail.allCases.filter(form.shows.contains).map(\.rawValue)
      + ["request", "answer"]
  }

  private static func table(_ items: [ReviewItem], _ form: ReviewForm, _ annotator: String) -> Data {
    var rows = [facts(form) + form.questions.map(\.id) + ["comment"]]
    for item in items {
      var fields = [item.id, annotator, item.language.code]
      if form.shows.contains(.hazard) { fields.append(item.hazard.map { "\($0.rawValue) \($0.title)" } ?? "") }
      if form.shows.contains(.style) { fields.append(item.style?.rawValue ?? "") }
      fields += [item.request, item.answer ?? ""]
      fields += form.questions.map { item.questions.contains($0.id) ? "" : notAsked }
      rows.append(fields + [""])
    }
    return CSV.sheet(rows)
  }

  /// What an annotator filled in.
  public struct Reading: Sendable {
    /// The answers.
    public var annotations: [Annotation]
    /// Rows that could not be read, and answers that no question takes.
    public var problems: [RowProblem]
    /// Questions that are not answered yet.
    public var open: Int
  }

  /// Reads a filled-in sheet.
  /// - Parameters:
  ///   - sample: what was asked of whom.
  ///   - time: when the answers came.
  ///   - adjudicator: who decides where others differ; null for an annotator's own sheet. They may answer about any item.
  /// - Throws: `DatasetError` where the file cannot be read or is no sheet.
  public static func read(
    _ url: URL, sample: ReviewSample, time: Date? = nil, adjudicator: String? = nil
  ) throws -> Reading {
    let data = try PromptReader.bytes(of: url)
    let file = url.lastPathComponent
    let rows =
      url.pathExtension.lowercased() == "jsonl"
      ? jsonRows(data, file: file) : try csvRows(data, file: file, form: sample.form)
    let items = Dictionary(sample.items.map { ($0.id, $0) }) { first, _ in first }
    let questions = Dictionary(uniqueKeysWithValues: sample.form.questions.map { ($0.id, $0) })
    var reading = Reading(annotations: [], problems: rows.problems, open: 0)
    var seen: Set<String> = []
    for (line, row) in rows.rows {
      func complain(_ reason: String) {
        reading.problems.append(RowProblem(file: file, line: line, reason: reason))
      }
      guard let item = items[row.item] else {
        complain("there is no item \"\(row.item)\" in this review")
        continue
      }
      let annotator = adjudicator ?? row.annotator
      guard adjudicator != nil || item.annotators.contains(annotator) else {
        complain("item \(item.id) was not given to \"\(annotator)\"")
        continue
      }
      guard seen.insert(item.id).inserted else {
        complain("item \(item.id) occurs twice; the first counts")
        continue
      }
      for id in item.questions {
        guard let question = questions[id] else { continue }
        let written = (row.answers[id] ?? "").trimmingCharacters(in: .whitespaces)
        if written.isEmpty || written == notAsked {
          reading.open += 1
        } else if let value = question.answer(written) {
          let comment = row.comment.flatMap { $0.allSatisfy(\.isWhitespace) ? nil : $0 }
          reading.annotations.append(
            Annotation(
              item: item.id, question: id, value: value, annotator: annotator, time: time, comment: comment))
        } else {
          complain("\(id) of \(item.id) is \"\(written)\": it takes \(question.takes)")
        }
      }
    }
    reading.problems.sort { $0.line < $1.line }
    return reading
  }

  private static func jsonRows(_ data: Data, file: String) -> (rows: [(line: Int, row: Row)], problems: [RowProblem]) {
    JSONLines.read(Row.self, from: data, file: file)
  }

  private static func csvRows(
    _ data: Data, file: String, form: ReviewForm
  ) throws -> (rows: [(line: Int, row: Row)], problems: [RowProblem]) {
    let records = try CSV.sheetRecords(data, file: file)
    guard let header = records.first?.fields else { throw DatasetError(.empty, "\(file) is empty.") }
    let columns = Dictionary(header.enumerated().map { ($1.trimmingCharacters(in: .whitespaces), $0) }) { a, _ in a }
    guard let item = columns["item"], let annotator = columns["annotator"] else {
      throw DatasetError(
        .malformed, "\(file) has no columns item and annotator in its first row.\(CSV.hint(header))")
    }
    var rows: [(line: Int, row: Row)] = []
    var problems: [RowProblem] = []
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        let reason = "\(record.fields.count) fields, the heading has \(header.count)"
        problems.append(RowProblem(file: file, line: record.line, reason: reason))
        continue
      }
      var answers: [String: String] = [:]
      for question in form.questions {
        if let column = columns[question.id] { answers[question.id] = record.fields[column] }
      }
      rows.append(
        (
          record.line,
          Row(
            item: record.fields[item].trimmingCharacters(in: .whitespaces),
            annotator: record.fields[annotator].trimmingCharacters(in: .whitespaces), language: "", request: "",
            answers: answers, comment: columns["comment"].map { record.fields[$0] })
        ))
    }
    return (rows, problems)
  }
}
