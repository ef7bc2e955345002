internal import Foundation
internal import IsoglossCore

/// LinguaSafe's refusal phrases (`kw.json` of github zy-ning/LinguaSafe): a list of objects, each one phrase in several
/// languages by their codes. They were written to find refusals, so that each is labelled as one.
enum LinguaSafe {
  /// Reads `kw.json`, or a folder that holds it; the group is the object's position.
  /// - Returns: a labelled answer a phrase, without a request. Several objects may have one phrase in a language.
  /// - Throws: `DatasetError` where there is no such list; what is wrong with one phrase is a problem of its object.
  static func read(_ url: URL) throws -> (answers: [LabelledAnswer], problems: [RowProblem]) {
    let file = self.file(at: url)
    guard FileManager.default.fileExists(atPath: file.path) else {
      throw DatasetError(.notFound, "There is no file of LinguaSafe's phrases at \(file.path).")
    }
    let label = file.lastPathComponent
    let data = try PromptReader.bytes(of: file)
    let document: Any
    do {
      document = try JSONSerialization.jsonObject(with: data)
    } catch {
      throw DatasetError(.malformed, "\(label) is not JSON.", underlying: error)
    }
    guard let rows = document as? [Any] else {
      throw DatasetError(.malformed, "\(label) is not a list of objects with a phrase a language.")
    }
    var answers: [LabelledAnswer] = []
    var problems: [RowProblem] = []
    for (index, row) in rows.enumerated() {
      let number = index + 1
      guard let phrases = row as? [String: Any] else {
        problems.append(RowProblem(file: label, line: number, reason: "not a JSON object"))
        continue
      }
      for (code, value) in phrases.sorted(by: { $0.key < $1.key }) {
        let language = Language(code)
        var reason = language.flaw
        if reason == nil, !(value is String) { reason = "\"\(code)\" is not a text" }
        if reason == nil, let text = value as? String, text.allSatisfy(\.isWhitespace) {
          reason = "\"\(code)\" is empty"
        }
        guard reason == nil, let phrase = value as? String else {
          problems.append(RowProblem(file: label, line: number, reason: reason ?? "not readable"))
          continue
        }
        answers.append(
          LabelledAnswer(
            id: "linguasafe-\(number).\(code)", group: "linguasafe-\(number)", language: language, prompt: "",
            response: phrase, outcome: .refusal, harm: nil, refusal: true, labeller: "linguasafe", split: .test))
      }
    }
    guard !answers.isEmpty else {
      let first = problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(file.path) has no readable phrase.\(first)")
    }
    return (answers, problems)
  }

  /// The file itself, or where a folder has it; the repository keeps it one folder below.
  private static func file(at url: URL) -> URL {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: url.path, isDirectory: &isFolder), isFolder.boolValue else {
      return url
    }
    let places = ["kw.json", "linguasafe/kw.json"].map { url.appending(path: $0) }
    return places.first { FileManager.default.fileExists(atPath: $0.path) } ?? places[0]
  }
}
