internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// Reads questions with four options: `PREFIX:PATH`, a file or folder of CSV, JSON, JSON Lines or Parquet.
///
/// - `global-mmlu` and `global-mmlu-lite`: the layout of the Hub (Singh et al. 2024), `subject`, `question`, `option_a` to
///   `option_d`, `answer` as a letter, and a folder `XX/test-…`, `XX/dev-…` for each language.
/// - `mmlu`: the layout of MMLU (Hendrycks et al. 2021), `question`, `choices`, `answer` as a number from 0; a file is a
///   subject where no column says.
///
/// `#language:=lv` gives the language of files that do not say, `#dev:=5` makes the first five rows of each language and
/// subject the examples, in sets that keep none apart; `#FIELD=COLUMN` renames a column.
public enum ChoiceReader {
  /// Prefixes with what they read.
  public static let formats: [(prefix: String, title: String)] = [
    ("global-mmlu", "Global-MMLU (Singh et al. 2024); examples by subject"),
    ("global-mmlu-lite", "Global-MMLU Lite (Singh et al. 2024); examples by category"),
    ("mmlu", "MMLU and its translations (Hendrycks et al. 2021)"),
  ]
  private static let fields = [
    "id", "language", "subject", "category", "question", "option_a", "option_b", "option_c", "option_d", "choices",
    "answer", "split", "dev",
  ]

  /// Reads what a user named.
  /// - Throws: `DatasetError` where nothing can be read; rows that cannot be read are in the set's `problems`.
  public static func read(_ name: String) throws -> ChoiceSet {
    guard let colon = name.firstIndex(of: ":"), let format = formats.first(where: { $0.prefix == name[..<colon] })
    else {
      throw DatasetError(
        .unknownFormat,
        "\"\(name)\" is no set of questions: give PREFIX:PATH with one of "
          + "\(formats.map(\.prefix).joined(separator: ", ")).")
    }
    let (path, text) = ColumnMap.parts(of: String(name[name.index(after: colon)...]))
    let map = try ColumnMap(text, known: fields)
    var dev = 0
    if case .constant(let count) = map.fields["dev"] {
      guard let number = Int(count), number > 0 else {
        throw DatasetError(.malformed, "dev:=\(count): give the number of rows that are examples.")
      }
      dev = number
    }
    var set = ChoiceSet(
      name: name, unit: format.prefix == "global-mmlu-lite" ? .category : .subject, questions: [], fileHash: "")
    var seen: Set<String> = []
    var hashes: [String] = []
    let entries = try SourceFolder.files(at: URL(filePath: path), extensions: SourceFile.extensions)
    for entry in entries {
      let file: SourceFile
      do {
        file = try SourceFile(entry.url, label: entry.path)
      } catch let error as DatasetError where entries.count > 1 {
        set.problems.append(RowProblem(file: entry.path, line: 1, reason: error.message))
        continue
      }
      hashes.append(file.hash)
      set.problems += file.problems
      let place = ChoicePlace(entry)
      for row in file.rows {
        var flaws: [String] = []
        let question = question(row, place, map, &flaws)
        if let question, !seen.insert(question.id).inserted { flaws.append("id \"\(question.id)\" occurs twice") }
        set.problems += flaws.map { RowProblem(file: row.file, line: row.line, reason: $0) }
        if let question, flaws.isEmpty { set.questions.append(question) }
      }
    }
    set.fileHash = ContentHash.of(hashes)
    if dev > 0 { markExamples(&set, first: dev) }
    guard set.questions.contains(where: { $0.part == .test }) else {
      let first = set.problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(name) has no readable question to ask.\(first)")
    }
    return set
  }

  private static func question(
    _ row: SourceRow, _ place: ChoicePlace, _ map: ColumnMap, _ flaws: inout [String]
  ) -> ChoiceQuestion? {
    guard let code = map.text("language", in: row) ?? row.text("lang") ?? place.language else {
      flaws.append("no language: no column language, no folder or file named after one; name it with #language:=XX")
      return nil
    }
    let language = Language(named: code)
    let subject = map.text("subject", in: row) ?? place.name
    let category = map.text("category", in: row) ?? row.text("subject_category")
    guard let question = map.text("question", in: row) else {
      flaws.append("no question")
      return nil
    }
    let options = options(row, map)
    guard options.count == 4 else {
      flaws.append("\(options.count) options: there must be option_a to option_d, or four choices")
      return nil
    }
    guard let answer = position(map.text("answer", in: row)) else {
      flaws.append("the answer is \"\(map.text("answer", in: row) ?? "")\", and neither A to D nor 0 to 3")
      return nil
    }
    let part = part(map.text("split", in: row)) ?? place.part ?? .test
    let group = map.text("id", in: row) ?? row.text("sample_id") ?? "\(subject)/\(part.rawValue)/\(row.line)"
    return ChoiceQuestion(
      id: "\(group).\(language)", group: group, language: language, subject: subject, category: category,
      question: question, options: options, answer: answer, part: part)
  }

  private static func options(_ row: SourceRow, _ map: ColumnMap) -> [String] {
    if let choices = map.value("choices", in: row).elements { return choices.compactMap(\.text) }
    // An option may be blank, a question may not.
    return ["option_a", "option_b", "option_c", "option_d"].compactMap { field in
      map.text(field, in: row) ?? map.value(field, in: row).text
    }
  }

  private static func position(_ answer: String?) -> Int? {
    guard let answer = answer?.trimmingCharacters(in: .whitespaces) else { return nil }
    return ["A", "B", "C", "D"].firstIndex(of: answer) ?? ["0", "1", "2", "3"].firstIndex(of: answer)
  }

  fileprivate static func part(_ text: String?) -> ChoiceQuestion.Part? {
    switch text?.lowercased() {
    case "dev", "validation", "val", "example": .example
    case "test": .test
    default: nil
    }
  }

  private static func markExamples(_ set: inout ChoiceSet, first count: Int) {
    var counts: [String: Int] = [:]
    for index in set.questions.indices {
      let question = set.questions[index]
      let key = "\(question.language)/\(question.subject)"
      set.questions[index].part = counts[key, default: 0] < count ? .example : .test
      counts[key, default: 0] += 1
    }
  }
}

/// What a file's place says of its rows: `en/dev-00000-of-00001.parquet`, `lt_test.csv`, `lv/sociology/dev.jsonl`.
private struct ChoicePlace {
  /// Code of a language that a folder or the file is named after.
  var language: String?
  /// What its rows are for.
  var part: ChoiceQuestion.Part?
  /// The file's name without its ending.
  var name: String

  init(_ entry: SourceFolder.Entry) {
    name = entry.url.deletingPathExtension().lastPathComponent
    let folders = entry.path.split(separator: "/").dropLast().reversed().map(String.init)
    let parent = entry.url.deletingLastPathComponent().lastPathComponent
    let words = name.lowercased().split { !$0.isLetter }.map(String.init)
    language =
      folders.first { (2...3).contains($0.count) && $0.allSatisfy { $0.isASCII && $0.isLowercase } }
      ?? ([parent] + words).first { Language($0).isKnown && $0.count == 2 }
    part = (words + folders).lazy.compactMap { ChoiceReader.part($0) }.first
  }
}
