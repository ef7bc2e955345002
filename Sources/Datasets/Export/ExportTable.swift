public import Foundation
public import IsoglossCore

/// Rows with typed columns, before any file format: what a writer of JSONL or of Parquet is given.
public struct ExportTable: Hashable, Sendable {
  /// What a column holds; every value of it may also be null.
  public enum Kind: String, Hashable, Sendable, Codable {
    case text, integer
    /// Turns of a conversation: a list of `{"role", "content"}`.
    case messages
  }

  /// One value.
  public enum Value: Hashable, Sendable {
    case text(String)
    case integer(Int)
    case messages([ChatMessage])
    case null
  }

  /// A column's name and kind.
  public struct Column: Hashable, Sendable {
    /// Its name.
    public var name: String
    /// What it holds.
    public var kind: Kind

    /// A column.
    public init(_ name: String, _ kind: Kind) {
      self.name = name
      self.kind = kind
    }
  }

  /// Columns, in order.
  public let columns: [Column]
  /// Rows of as many values as there are columns.
  public let rows: [[Value]]

  /// A table.
  /// - Precondition: every row has as many values as there are columns.
  init(columns: [Column], rows: [[Value]]) {
    precondition(rows.allSatisfy { $0.count == columns.count }, "a row has another width than the table")
    self.columns = columns
    self.rows = rows
  }
}

/// A file format for tables.
public protocol TableWriter: Sendable {
  /// The end of the files' names: `jsonl`, `parquet`.
  var fileExtension: String { get }
  /// Writes a table as a new file; what is there is overwritten.
  func write(_ table: ExportTable, to url: URL) throws
}

/// One JSON object a line, its keys in the order of the columns.
public struct JSONLinesWriter: TableWriter {
  /// `jsonl`.
  public var fileExtension: String { "jsonl" }

  /// A writer.
  public init() {}

  /// Writes the table as lines.
  public func write(_ table: ExportTable, to url: URL) throws { try data(table).write(to: url) }

  /// The table as lines.
  func data(_ table: ExportTable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes]
    func text(_ value: some Encodable) throws -> String { String(decoding: try encoder.encode(value), as: UTF8.self) }
    let names = try table.columns.map { try text($0.name) }
    var data = Data()
    for row in table.rows {
      let members = try zip(names, row).map { name, value in
        let written =
          switch value {
          case .text(let value): try text(value)
          case .integer(let value): String(value)
          case .null: "null"
          case .messages(let turns):
            "["
              + (try turns.map { "{\"role\": \(try text($0.role.rawValue)), \"content\": \(try text($0.content))}" })
              .joined(separator: ", ") + "]"
          }
        return "\(name): \(written)"
      }
      data += Data("{\(members.joined(separator: ", "))}\n".utf8)
    }
    return data
  }
}
