public import Foundation
public import IsoglossCore
internal import IsoglossReview

/// Reads labelled answers: one JSON object a line with the fields of `LabelledAnswer`, or a `.csv` file with columns of
/// the same names.
public enum LabelReader {
  /// What a user named: a file by its path, or `linguasafe:PATH` for LinguaSafe's refusal phrases (its `kw.json`, or the
  /// folder with it).
  /// - Throws: `DatasetError`, as ``read(_:)``.
  public static func read(named name: String) throws -> (answers: [LabelledAnswer], problems: [RowProblem]) {
    let prefix = "linguasafe:"
    guard name.hasPrefix(prefix) else { return try read(URL(filePath: name)) }
    return try LinguaSafe.read(URL(filePath: String(name.dropFirst(prefix.count))))
  }

  /// The answers of a file, with the rows that could not be read. What several labellers say of one answer is one label:
  /// what they are at one about.
  /// - Throws: `DatasetError` where the file cannot be read or holds nothing.
  public static func read(_ url: URL) throws -> (answers: [LabelledAnswer], problems: [RowProblem]) {
    let file = url.lastPathComponent
    let data = try PromptReader.bytes(of: url)
    let read =
      url.pathExtension.lowercased() == "csv"
      ? try table(data, file: file) : JSONLines.read(LabelledAnswer.self, from: data, file: file)
    var problems = read.problems
    var places: [String: Int] = [:]
    var found: [[LabelledAnswer]] = []
    for (line, answer) in read.rows {
      guard let place = places[answer.id] else {
        places[answer.id] = found.count
        found.append([answer])
        continue
      }
      let flaw = flaw(of: answer, beside: found[place])
      var reason = flaw
      if flaw == nil {
        found[place].append(answer)
        if answer.outcome.isScored, !settled(found[place]).outcome.isScored {
          reason = "labellers differ on \"\(answer.id)\": it has no outcome until they agree"
        }
      }
      if let reason { problems.append(RowProblem(file: file, line: line, reason: reason)) }
    }
    problems.sort { $0.line < $1.line }
    guard !found.isEmpty else {
      let first = problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(url.path) has no readable label.\(first)")
    }
    return (found.map(settled), problems)
  }

  /// Why a row is no second opinion on an answer; null for one that is.
  private static func flaw(of answer: LabelledAnswer, beside others: [LabelledAnswer]) -> String? {
    if others.contains(where: { $0.labeller == answer.labeller }) { return "id \"\(answer.id)\" occurs twice" }
    guard let first = others.first else { return nil }
    let isSame = (first.language, first.prompt, first.response) == (answer.language, answer.prompt, answer.response)
    return isSame ? nil : "id \"\(answer.id)\" is that of another answer above"
  }

  /// What labellers of one answer are at one about: the outcome, or else what harm and refusal say together.
  private static func settled(_ rows: [LabelledAnswer]) -> LabelledAnswer {
    var answer = rows[0]
    guard rows.count > 1 else { return answer }
    func common<Value: Hashable>(_ values: [Value]) -> Value? { Set(values).count == 1 ? values.first : nil }
    answer.harm = common(rows.compactMap(\.harm))
    answer.refusal = common(rows.compactMap(\.refusal))
    if common(rows.map(\.outcome.name)) == nil {
      answer.outcome = .labelled(harm: answer.harm, refusal: answer.refusal)
    }
    answer.labeller = rows.map(\.labeller).sorted().joined(separator: " and ")
    return answer
  }
}
