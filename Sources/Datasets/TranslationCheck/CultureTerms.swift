public import Foundation
internal import IsoglossCore

/// Words that stand in one culture, by concept and language: what a translation may call them, and what it may not make of
/// them.
///
/// A folder holds one file a language (`de.tsv`), UTF-8, a concept a line: its name, a tab, the forms that name it, and
/// after another tab (if need be) wordings that render it well but do not name it by themselves. Forms are parted by `|`, a
/// `*` at a form's end stands for any ending, and a line that starts with `#` is a remark. A concept joins the files: its
/// name is the same in each.
public struct CultureTerms: Sendable {
  /// What one language calls a concept.
  struct Entry: Hashable, Sendable {
    /// Names: folded, with `*` where more letters may follow.
    var forms: [String]
    /// Good renderings that are no names.
    var renderings: [String]
  }

  /// By language code, then concept.
  private(set) var entries: [String: [String: Entry]] = [:]
  /// Lines that could not be read.
  public private(set) var problems: [RowProblem] = []
  /// SHA-256 over the files.
  public private(set) var fileHash = ContentHash.of([String]())

  /// No terms.
  public init() {}

  /// Terms of one or more folders; a later folder adds to an earlier one, and a form that is there stays.
  /// - Throws: `DatasetError` where a folder holds no list, or one cannot be read.
  public init(folders: [URL]) throws {
    var hashes: [String] = []
    for folder in folders {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
      let files = names.filter { $0.hasSuffix(".tsv") }.sorted()
      guard !files.isEmpty else {
        throw DatasetError(.notFound, "\(folder.path) holds no list of culture-bound terms: put LANGUAGE.tsv there.")
      }
      for file in files {
        let data = try PromptReader.bytes(of: folder.appending(path: file))
        guard let text = String(validating: data, as: UTF8.self) else {
          throw DatasetError(.malformed, "\(folder.appending(path: file).path) is not UTF-8.")
        }
        hashes.append(ContentHash.of(data))
        add(text, language: Language(String(file.dropLast(4))), file: file)
      }
    }
    fileHash = ContentHash.of(hashes)
  }

  /// Adds the lines of a list.
  mutating func add(_ text: String, language: Language, file: String) {
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      guard !line.hasPrefix("#"), !line.allSatisfy(\.isWhitespace) else { continue }
      let cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(Self.forms)
      guard (2...3).contains(cells.count), let concept = cells[0].first, !cells[1].isEmpty else {
        problems.append(
          RowProblem(
            file: file, line: index + 1, reason: "not a concept, a tab and its forms (and a tab and renderings)"))
        continue
      }
      var entry = entries[language.code]?[concept] ?? Entry(forms: [], renderings: [])
      entry.forms += cells[1].filter { !entry.forms.contains($0) }
      if cells.count == 3 { entry.renderings += cells[2].filter { !entry.renderings.contains($0) } }
      entries[language.code, default: [:]][concept] = entry
    }
  }

  private static func forms(_ cell: Substring) -> [String] {
    cell.split(separator: "|").compactMap { form in
      // Words as they are compared: punctuation within a form (`Fronleichnam-Feiertag`) is a space.
      let isOpen = form.hasSuffix("*")
      let line = TextWords(String(form)).line.split(separator: " ").joined(separator: " ")
      return line.isEmpty ? nil : line + (isOpen ? "*" : "")
    }
  }

  /// Concepts that a text names, with the form that names each; in order of concepts.
  func concepts(in text: TextWords, of language: Language) -> [(concept: String, form: String)] {
    (entries[language.code] ?? [:]).sorted { $0.key < $1.key }.compactMap { concept, entry in
      entry.forms.first(where: text.contains).map { (concept, $0) }
    }
  }

  /// Words of all concepts that a text names.
  func words(in text: TextWords, of language: Language) -> Set<String> {
    Set(
      concepts(in: text, of: language).flatMap { $0.form.split(whereSeparator: { " *".contains($0) }).map(String.init) }
    )
  }

  /// Whether a text renders a concept; null where the language's list does not know it.
  func renders(_ concept: String, in text: TextWords, of language: Language) -> Bool? {
    guard let entry = entries[language.code]?[concept] else { return nil }
    return (entry.forms + entry.renderings).contains(where: text.contains)
  }
}

/// Culture-bound terms that became general words.
struct CultureCheck: LossCheck {
  let terms: CultureTerms

  func signs(in text: CheckedText) -> [LossSign] {
    let row = text.row
    return terms.concepts(in: text.source, of: row.sourceLanguage).compactMap { concept, form in
      // Taken over as it is, in whatever inflection.
      if text.translation.contains(form) || text.translation.contains(form + "*") { return nil }
      let here = terms.renders(concept, in: text.translation, of: row.language)
      if here == true { return nil }
      let there = text.back.flatMap { terms.renders(concept, in: $0, of: row.sourceLanguage) }
      if there == true { return nil }
      let shown = form.replacing("*", with: "…")
      if there == false {
        let weight = here == false ? 0.85 : 0.75
        return LossSign(.culture, weight, "\"\(shown)\" (\(concept)) did not come back from the translation")
      }
      return here == false
        ? LossSign(.culture, 0.6, "\"\(shown)\" (\(concept)) has none of its names in \(row.language.name)") : nil
    }
  }
}
