internal import CArrow
public import Foundation

/// Writes rows to a Parquet file: flat columns, lists and structs, compressed with Zstandard.
///
/// The file appears under its name when it is whole: until ``close()`` its bytes are in `.NAME.part` beside it.
/// The same rows give the same bytes.
public final class ParquetWriter {
  /// The columns.
  public let columns: [ParquetColumn]
  /// Rows so far.
  public private(set) var rowCount = 0

  private let url: URL
  private let part: URL
  private let rowsPerGroup: Int
  private var builders: [ColumnBuilder]
  private var gathered = 0
  private var handle: OpaquePointer?
  /// Bytes gathered from which a row group is written, whatever its number of rows.
  private static let groupBytes = 64 << 20

  /// Starts a file.
  /// - Throws: `ParquetError` where it cannot be written, or columns are missing or have one name twice.
  public init(at url: URL, columns: [ParquetColumn], rowsPerGroup: Int = 10_000) throws(ParquetError) {
    let path = url.path
    guard !columns.isEmpty, Set(columns.map(\.name)).count == columns.count, rowsPerGroup > 0 else {
      throw ParquetError(.invalidArgument, "needs columns, each with a name of its own.", path: path)
    }
    self.url = url
    self.columns = columns
    self.rowsPerGroup = rowsPerGroup
    part = url.deletingLastPathComponent().appending(path: ".\(url.lastPathComponent).part")
    builders = columns.map(ColumnBuilder.init)
    let arena = Arena()
    let schema = builders.map { $0.view(in: arena) }
    let status = withExtendedLifetime(arena) { ca_writer_open(part.path, schema, Int32(schema.count), &handle) }
    try check(status, path: path)
  }

  deinit {
    guard let handle else { return }
    ca_writer_free(handle)
    try? FileManager.default.removeItem(at: part)
  }

  /// Adds a row, with a value for each column in order.
  /// - Throws: `ParquetError.invalidArgument` where a value does not fit; the row is then left out whole.
  public func append(_ row: [ColumnValue]) throws(ParquetError) {
    guard handle != nil else { throw ParquetError(.invalidArgument, "is closed.", path: url.path) }
    guard row.count == columns.count else {
      throw ParquetError(
        .invalidArgument, "row \(rowCount): \(row.count) values, \(columns.count) columns.", path: url.path)
    }
    for (column, value) in zip(columns, row) {
      guard let objection = column.content.objection(to: value) else { continue }
      throw ParquetError(.invalidArgument, "row \(rowCount): \(column.name) \(objection).", path: url.path)
    }
    for (builder, value) in zip(builders, row) { builder.append(value) }
    rowCount += 1
    gathered += 1
    if gathered >= rowsPerGroup || gathered % 256 == 0 && builders.reduce(0, { $0 + $1.size }) >= Self.groupBytes {
      try flush()
    }
  }

  /// Writes what is left and puts the file in its place. Nothing can be added after.
  public func close() throws(ParquetError) {
    guard let handle else { return }
    try flush()
    try check(ca_writer_close(handle), path: url.path)
    guard rename(part.path, url.path) == 0 else {
      throw ParquetError(
        .inputOutput, "cannot be put in its place: \(String(cString: strerror(errno))).", path: url.path)
    }
    ca_writer_free(handle)
    self.handle = nil
  }

  private func flush() throws(ParquetError) {
    guard let handle, gathered > 0 else { return }
    let arena = Arena()
    let views = builders.map { $0.view(in: arena) }
    let status = withExtendedLifetime(arena) { ca_writer_write(handle, views, Int32(views.count)) }
    try check(status, path: url.path)
    builders = columns.map(ColumnBuilder.init)
    gathered = 0
  }
}
