internal import Foundation
internal import IsoglossCore

/// XSafety (Wang et al. 2024): fourteen categories in ten languages, a folder a language and a file a category, without a
/// heading; row i of one language is row i of another.
enum XSafety {
  /// Reads a folder with the folders `en zh ar bn de fr hi ja ru sp`, or one of these.
  ///
  /// Questions of common sense about dangers are benign, every other category is harmful.
  /// - Throws: `DatasetError` where there is nothing to read.
  static func read(_ folder: URL, name: String) throws -> PromptSet {
    var set = PromptSet(name: name, prompts: [], fileHash: "")
    var hashes: [String] = []
    var seen: Set<String> = []
    for entry in try SourceFolder.files(at: folder, extensions: ["csv", "xlsx"]) {
      let parts = entry.path.split(separator: "/").map(String.init)
      let code = parts.count > 1 ? parts[parts.count - 2] : entry.url.deletingLastPathComponent().lastPathComponent
      guard code.count == 2 else {
        set.problems.append(problem(entry, "is in no folder that is named after a language"))
        continue
      }
      guard entry.url.pathExtension == "csv" else {
        set.problems.append(problem(entry, "is a spreadsheet: save it as CSV in UTF-8 to have it read"))
        continue
      }
      let language = Language(code == "sp" ? "es" : code)
      let category = category(entry.url)
      guard seen.insert("\(language)/\(category)").inserted else {
        set.problems.append(problem(entry, "holds \(category) in \(language) once more: passed over"))
        continue
      }
      do {
        let data = try PromptReader.bytes(of: entry.url)
        let records = try CSV.records(data, file: entry.path, keepingEmptyLines: true)
        hashes.append(ContentHash.of(data))
        add(records, to: &set, entry, language, category)
      } catch let error as DatasetError {
        set.problems.append(problem(entry, error.message))
      }
    }
    set.fileHash = ContentHash.of(hashes)
    return try PromptReader.finished(set)
  }

  private static func add(
    _ records: [CSV.Record], to set: inout PromptSet, _ entry: SourceFolder.Entry, _ language: Language,
    _ category: String
  ) {
    for (index, record) in records.enumerated() {
      guard let text = record.fields.first, !text.allSatisfy(\.isWhitespace) else {
        set.problems.append(RowProblem(file: entry.path, line: record.line, reason: "the first field is empty"))
        continue
      }
      let group = "xsafety-\(category)-\(index + 1)"
      set.prompts.append(
        Prompt(
          id: "\(group).\(language)", group: group, language: language,
          intent: category == "commonsense" ? .benign : .harmful,
          text: text.trimmingCharacters(in: .whitespacesAndNewlines),
          provenance: Provenance(source: "xsafety", reference: category)))
    }
  }

  /// The category of a file, without the endings and misspellings that some have: `Insult_n.csv`, `commen_sense.csv`,
  /// `Crimes_And_Illegal_Activitie.csv`.
  static func category(_ url: URL) -> String {
    var name = url.deletingPathExtension().lastPathComponent.lowercased()
    for ending in ["_n", "_en"] where name.hasSuffix(ending) { name.removeLast(ending.count) }
    let other = ["commen_sense": "commonsense", "crimes_and_illegal_activitie": "crimes_and_illegal_activities"]
    return other[name] ?? name
  }

  private static func problem(_ entry: SourceFolder.Entry, _ reason: String) -> RowProblem {
    RowProblem(file: entry.path, line: 1, reason: reason)
  }
}
