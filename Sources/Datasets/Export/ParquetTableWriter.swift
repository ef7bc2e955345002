public import Foundation
internal import IsoglossCore
internal import IsoglossParquet

/// Tables as Parquet files, which TRL and Hugging Face datasets load: texts, integers, and turns as lists of `role` and
/// `content`. The same table gives the same bytes.
public struct ParquetTableWriter: TableWriter {
  /// `parquet`.
  public var fileExtension: String { "parquet" }

  /// A writer.
  public init() {}

  /// Writes the table; the file appears under its name when it is whole.
  public func write(_ table: ExportTable, to url: URL) throws {
    let columns = table.columns.map { column in
      let content: ParquetColumn.Content =
        switch column.kind {
        case .text: .text
        case .integer: .integer
        case .messages: .messages
        }
      return ParquetColumn(column.name, content)
    }
    do {
      let writer = try ParquetWriter(at: url, columns: columns)
      for row in table.rows { try writer.append(row.map(Self.value)) }
      try writer.close()
    } catch {
      throw DatasetError(.unreadable, "\(error)", underlying: error)
    }
  }

  private static func value(_ value: ExportTable.Value) -> ColumnValue {
    switch value {
    case .text(let text): .text(text)
    case .integer(let integer): .integer(Int64(integer))
    case .null: .null
    case .messages(let turns):
      .list(
        turns.map { turn in
          .record([NamedValue("role", .text(turn.role.rawValue)), NamedValue("content", .text(turn.content))])
        })
    }
  }
}
