internal import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// One row of a foreign file, by the names of its columns.
struct SourceRow {
  /// The file, as problems name it.
  var file: String
  /// Line or row number in the file, from 1.
  var line: Int
  /// Values by column; a column that the row lacks is missing or null.
  var values: [String: ColumnValue]

  /// The text in a column, a number as digits; null where it is missing or blank.
  func text(_ column: String) -> String? {
    switch values[column] {
    case .text(let text): text.allSatisfy(\.isWhitespace) ? nil : text
    case .integer(let integer): String(integer)
    case .number(let number): String(number)
    case .bool(let bool): String(bool)
    default: nil
    }
  }

  /// The number in a column, also one that is written as a text.
  func number(_ column: String) -> Double? {
    switch values[column] {
    case .number(let number): number
    case .integer(let integer): Double(integer)
    case .text(let text): Double(text.trimmingCharacters(in: .whitespaces))
    default: nil
    }
  }
}

/// A file with named columns: CSV with a heading, JSON Lines, a JSON array of objects, or Parquet.
struct SourceFile {
  /// Extensions that are read.
  static let extensions: Set = ["csv", "tsv", "jsonl", "ndjson", "json", "parquet"]

  /// The columns; of JSON, every key that occurs.
  var columns: Set<String>
  /// Rows that could be read.
  var rows: [SourceRow]
  /// Those that could not.
  var problems: [RowProblem]
  /// SHA-256 of the bytes.
  var hash: String

  /// Reads a file by its extension.
  /// - Parameters:
  ///   - label: how problems name the file.
  ///   - keeping: columns to read of a Parquet file, where it has them; null reads all.
  /// - Throws: `DatasetError` for a file that cannot be read at all.
  init(_ url: URL, label: String, keeping: Set<String>? = nil) throws {
    switch url.pathExtension.lowercased() {
    case "parquet": try self.init(parquet: url, label: label, keeping: keeping)
    case "csv": try self.init(table: PromptReader.bytes(of: url), separator: ",", label: label)
    case "tsv": try self.init(table: PromptReader.bytes(of: url), separator: "\t", label: label)
    case "jsonl", "ndjson", "json": try self.init(json: PromptReader.bytes(of: url), label: label)
    default:
      _ = try PromptReader.bytes(of: url)
      let known = Self.extensions.sorted().joined(separator: ", ")
      throw DatasetError(.unknownFormat, "\(label) is of no format that is read by columns: \(known).")
    }
  }

  private init(table data: Data, separator: Unicode.Scalar, label: String) throws {
    let records = try CSV.records(data, file: label, separator: separator)
    guard let heading = records.first?.fields.map({ $0.trimmingCharacters(in: .whitespaces) }) else {
      throw DatasetError(.empty, "\(label) is empty.")
    }
    columns = Set(heading)
    hash = ContentHash.of(data)
    rows = []
    problems = []
    for record in records.dropFirst() {
      guard record.fields.count == heading.count else {
        let reason = "\(record.fields.count) fields, the heading has \(heading.count)"
        problems.append(RowProblem(file: label, line: record.line, reason: reason))
        continue
      }
      let values = Dictionary(zip(heading, record.fields.map(ColumnValue.text))) { first, _ in first }
      rows.append(SourceRow(file: label, line: record.line, values: values))
    }
  }

  private init(json data: Data, label: String) throws {
    let read: (rows: [(line: Int, row: JSONValue)], problems: [RowProblem])
    let first = data.first { !($0 == 0x20 || (0x09...0x0D).contains($0)) }
    if first == UInt8(ascii: "[") {
      do {
        let values = try JSONDecoder().decode([JSONValue].self, from: data)
        read = (values.enumerated().map { ($0 + 1, $1) }, [])
      } catch {
        throw DatasetError(.malformed, "\(label): \(JSONLines.describe(error)).", underlying: error)
      }
    } else {
      read = JSONLines.read(JSONValue.self, from: data, file: label)
    }
    columns = []
    hash = ContentHash.of(data)
    rows = []
    problems = read.problems
    for (line, row) in read.rows {
      guard case .record(let fields) = row.value else {
        problems.append(RowProblem(file: label, line: line, reason: "not a JSON object"))
        continue
      }
      columns.formUnion(fields.map(\.name))
      let values = Dictionary(fields.map { ($0.name, $0.value) }) { first, _ in first }
      rows.append(SourceRow(file: label, line: line, values: values))
    }
  }

  private init(parquet url: URL, label: String, keeping: Set<String>?) throws {
    do {
      let reader = try ParquetReader(contentsOf: url)
      let names = reader.columns.map(\.name)
      columns = Set(names)
      let wanted = names.filter { keeping?.contains($0) ?? true }
      hash = try ContentHash.ofFile(at: url)
      problems = []
      var rows: [SourceRow] = []
      try reader.forEachRow(columns: wanted) { row, values in
        let values = Dictionary(zip(wanted, values)) { first, _ in first }
        rows.append(SourceRow(file: label, line: row + 1, values: values))
      }
      self.rows = rows
    } catch let error as ParquetError {
      let code: DatasetError.Code = error.code == .notFound ? .notFound : .malformed
      throw DatasetError(code, "\(label): \(error.message)", underlying: error)
    }
  }
}
