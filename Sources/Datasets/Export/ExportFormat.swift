/// How an export's tables are written.
public enum ExportFormat: String, Hashable, Sendable, Codable, CaseIterable {
  /// One JSON object a line.
  case jsonl
  /// Parquet, as the Hub keeps its data sets.
  case parquet

  /// Writes tables in this format.
  public var writer: any TableWriter {
    switch self {
    case .jsonl: JSONLinesWriter()
    case .parquet: ParquetTableWriter()
    }
  }

  /// The folder of a layout in this format. Each has its own: a loader that found both formats in one would take every row
  /// twice.
  func folder(of layout: ExportLayout) -> String {
    self == .jsonl ? layout.rawValue : "\(layout.rawValue)-\(rawValue)"
  }
}
