public import Foundation
public import IsoglossCore

/// Translations that people made, found by their source text.
public struct TranslationFile: TranslationEngine {
  private struct Row: Decodable {
    var source: String
    var language: String
    var text: String
  }
  private struct Key: Hashable {
    var source: String
    var language: Language
  }

  /// `human`.
  public var engine: String { "human" }
  /// SHA-256 of the file.
  public let version: String
  /// Texts whose translations are recorded together.
  public var batch: Int { 256 }
  /// One call at a time.
  public var concurrency: Int { 1 }
  /// Rows that could not be read, or that say what an earlier row says otherwise.
  public let problems: [RowProblem]
  private let translations: [Key: String]

  /// Reads a file: JSONL, or CSV with these names in its first row, of `source` (the text), `language` (of the
  /// translation) and `text`.
  /// - Throws: `DatasetError` where the file cannot be read, or has no row that can.
  public init(contentsOf url: URL) throws {
    guard FileManager.default.fileExists(atPath: url.path) else {
      throw DatasetError(.notFound, "There is no file of translations at \(url.path).")
    }
    let data = try PromptReader.bytes(of: url)
    let file = url.lastPathComponent
    let (rows, unread) =
      try url.pathExtension.lowercased() == "csv"
      ? Self.table(data, file: file) : JSONLines.read(Row.self, from: data, file: file)
    var problems = unread
    var found: [Key: String] = [:]
    for (line, row) in rows {
      let key = Key(source: Self.key(row.source), language: Language(row.language))
      let reason: String? =
        row.source.isBlank || row.text.isBlank
        ? "a text is empty"
        : key.language.flaw ?? found[key].map { $0 == row.text ? "occurs twice" : "has another translation above" }
      if let reason {
        problems.append(RowProblem(file: file, line: line, reason: reason))
      } else {
        found[key] = row.text
      }
    }
    guard !found.isEmpty else {
      let first = problems.first.map { " The first problem: \($0)." } ?? ""
      throw DatasetError(.empty, "\(file) has no readable translation.\(first)")
    }
    version = ContentHash.of(data)
    translations = found
    self.problems = problems.sorted { $0.line < $1.line }
  }

  private static func table(
    _ data: Data, file: String
  ) throws -> (rows: [(line: Int, row: Row)], problems: [RowProblem]) {
    let records = try CSV.records(data, file: file)
    let names = ["source", "language", "text"]
    let head = records.first?.fields.map { $0.trimmed.lowercased() } ?? []
    let places = names.compactMap { head.firstIndex(of: $0) }
    guard places.count == names.count else {
      throw DatasetError(
        .malformed,
        "\(file): the first row names the columns \(names.joined(separator: ", ")).\(CSV.hint(head))")
    }
    var rows: [(line: Int, row: Row)] = []
    var problems: [RowProblem] = []
    for record in records.dropFirst() {
      guard record.fields.count == head.count else {
        problems.append(
          RowProblem(file: file, line: record.line, reason: "\(record.fields.count) fields, not \(head.count)"))
        continue
      }
      let fields = places.map { record.fields[$0] }
      rows.append((record.line, Row(source: fields[0], language: fields[1].trimmed, text: fields[2])))
    }
    return (rows, problems)
  }

  /// Composed, without white space at either end: what tools that people translate with change.
  private static func key(_ text: String) -> String { text.precomposedStringWithCanonicalMapping.trimmed }

  /// The translations that the file has.
  public func translations(
    of texts: [String], from source: Language, to target: Language
  ) async throws -> [Result<String, TranslationFailure>] {
    texts.map { text in
      translations[Key(source: Self.key(text), language: target)].map { .success($0) }
        ?? .failure(TranslationFailure("the file has no translation of it into \(target.name)"))
    }
  }
}
