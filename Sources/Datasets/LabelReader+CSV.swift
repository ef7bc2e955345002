internal import Foundation
internal import IsoglossCore
internal import IsoglossReview

extension LabelReader {
  /// Labels from a table with a heading. Columns `id`, `language`, `prompt` and `response` must be there, and at least one
  /// of `outcome`, `harm` and `refusal`; `group`, `labeller`, `split` and `intent` may be. A row without any label is one
  /// that nobody has filled in yet: it is passed over, and all of them are reported in one line. An apostrophe
  /// that keeps a text from being a formula, as ``LabelSheet`` writes it, is no part of the text.
  static func table(
    _ data: Data, file: String
  ) throws -> (rows: [(line: Int, row: LabelledAnswer)], problems: [RowProblem]) {
    let records = try CSV.sheetRecords(data, file: file)
    guard let header = records.first?.fields else { throw DatasetError(.empty, "\(file) is empty.") }
    let columns = Dictionary(header.enumerated().map { ($1.trimmingCharacters(in: .whitespaces), $0) }) { first, _ in
      first
    }
    for name in ["id", "language", "prompt", "response"] where columns[name] == nil {
      throw DatasetError(.malformed, "\(file) has no column \(name) in its first row.\(CSV.hint(header))")
    }
    guard ["outcome", "harm", "refusal"].contains(where: { columns[$0] != nil }) else {
      throw DatasetError(.malformed, "\(file) has no column outcome, harm or refusal in its first row.")
    }
    var rows: [(line: Int, row: LabelledAnswer)] = []
    var problems: [RowProblem] = []
    var open: [Int] = []
    for record in records.dropFirst() {
      guard record.fields.count == header.count else {
        problems.append(
          RowProblem(
            file: file, line: record.line,
            reason: "\(record.fields.count) fields, the heading has \(header.count)"))
        continue
      }
      let row = LabelRow { name in
        let text = columns[name].map { record.fields[$0] } ?? ""
        return text.isEmpty ? nil : text
      }
      do throws(LabelRow.Problem) {
        if let answer = try row.answer() { rows.append((record.line, answer)) } else { open.append(record.line) }
      } catch {
        problems.append(RowProblem(file: file, line: record.line, reason: error.reason))
      }
    }
    if let first = open.first {
      let others = open.count - 1
      let rest = others == 0 ? "" : ", here and in \(others.counted("more row"))"
      problems.append(RowProblem(file: file, line: first, reason: "no label yet\(rest)"))
    }
    return (rows, problems)
  }
}

/// One row of a table of labels.
private struct LabelRow {
  struct Problem: Error { var reason: String }

  /// A column's text; null where the column is missing or empty.
  let value: (String) -> String?

  /// The answer; null where nobody has labelled it yet.
  func answer() throws(Problem) -> LabelledAnswer? {
    let harm = try flag("harm")
    let refusal = try flag("refusal")
    guard value("outcome") != nil || harm != nil || refusal != nil else { return nil }
    guard let id = value("id"), let code = value("language") else { throw Problem(reason: "no id or no language") }
    let language = Language(code.trimmingCharacters(in: .whitespaces))
    if let flaw = language.flaw { throw Problem(reason: flaw) }
    return LabelledAnswer(
      id: id, group: value("group"), language: language, prompt: value("prompt") ?? "",
      response: value("response") ?? "", outcome: try outcome(harm: harm, refusal: refusal), harm: harm,
      refusal: refusal, labeller: value("labeller") ?? "not named",
      split: try named("split", LabelledAnswer.Split.init(rawValue:)) ?? .calibrate,
      intent: try named("intent", Intent.init(rawValue:)))
  }

  /// The outcome that is written, or what harm and refusal say together.
  private func outcome(harm: Bool?, refusal: Bool?) throws(Problem) -> Outcome {
    if let outcome = try named("outcome", { Outcome(name: $0) }) { return outcome }
    return .labelled(harm: harm, refusal: refusal)
  }

  private func named<Value>(_ column: String, _ make: (String) -> Value?) throws(Problem) -> Value? {
    guard let text = value(column) else { return nil }
    guard let found = make(text.trimmingCharacters(in: .whitespaces)) else {
      let takes = LabelledAnswer.choices[column].map { ": it takes \($0)" } ?? ""
      throw Problem(reason: "\"\(column)\" is \"\(text)\"\(takes)")
    }
    return found
  }

  private func flag(_ column: String) throws(Problem) -> Bool? {
    try named(column) { text in
      switch text.lowercased() {
      case "true", "yes", "1": true
      case "false", "no", "0": false
      default: nil
      }
    }
  }
}
