internal import CArrow
public import Foundation

/// Rows of a Parquet file, flat or nested, as values.
///
/// Any column type is read: lists and structs as such, numbers of every width as `Int64` or `Double`, dictionaries by
/// their values, and dates, times and decimals as the text that Arrow prints. Only the columns asked for are read.
public final class ParquetReader {
  /// The file; what was given with bytes in memory.
  public let url: URL
  /// The columns, in the file's order.
  public let columns: [ParquetColumn]
  /// Rows that the file promises.
  public let rowCount: Int

  private let handle: OpaquePointer
  /// Rows decoded at a time.
  private static let batchRows: Int64 = 1024

  /// Opens a file and reads its schema.
  /// - Parameter memoryLimit: bytes that Arrow may hold at a time; a file that needs more is refused, not read.
  /// - Throws: `ParquetError`.
  public convenience init(contentsOf url: URL, memoryLimit: Int = 2 << 30) throws(ParquetError) {
    let path = url.path
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ParquetError(.notFound, "is not there.", path: path)
    }
    // Opening a pipe would wait for its writer for ever.
    let kind = try? FileManager.default.attributesOfItem(atPath: url.resolvingSymlinksInPath().path)[.type]
    guard !isFolder.boolValue, kind as? FileAttributeType == .typeRegular else {
      throw ParquetError(.inputOutput, "is no regular file. Give the path of a file.", path: path)
    }
    var handle: OpaquePointer?
    try check(ca_reader_open(path, Int64(memoryLimit), &handle), path: path)
    try self.init(handle: handle, url: url)
  }

  /// Reads bytes in memory, which are copied.
  convenience init(bytes: [UInt8], url: URL, memoryLimit: Int = 2 << 30) throws(ParquetError) {
    var handle: OpaquePointer?
    let status = bytes.withUnsafeBytes { ca_reader_open_bytes($0.baseAddress, $0.count, Int64(memoryLimit), &handle) }
    try check(status, path: url.path)
    try self.init(handle: handle, url: url)
  }

  private init(handle: OpaquePointer?, url: URL) throws(ParquetError) {
    guard let handle else { throw ParquetError(.unknown, "Arrow gave no reader.", path: url.path) }
    self.handle = handle
    self.url = url
    columns = (0..<ca_reader_column_count(handle)).map { ParquetColumn(ca_reader_column(handle, $0).pointee) }
    rowCount = Int(ca_reader_rows(handle))
  }

  deinit {
    ca_reader_free(handle)
  }

  /// Calls `body` for each row, from 0, with its values in the order of `names`.
  /// - Parameter names: columns; null reads all, in the file's order.
  /// - Throws: `ParquetError` (`noSuchColumn` names what is missing), and `body`'s error.
  public func forEachRow(
    columns names: [String]? = nil, _ body: (_ row: Int, _ values: [ColumnValue]) throws -> Void
  ) throws {
    let wanted = try names.map { try $0.map(index(of:)) } ?? Array(columns.indices)
    let ascending = Set(wanted).sorted()
    // Where each wanted column stands among those that are read, each of which is read once.
    let places = wanted.map { index in ascending.partitioningIndex { $0 >= index } }
    try check(
      ca_reader_select(handle, ascending.map { Int32($0) }, Int32(ascending.count), Self.batchRows), path: url.path)
    var row = 0
    while true {
      var batch: OpaquePointer?
      try check(ca_reader_next(handle, &batch), path: url.path)
      guard let batch else { break }
      defer { ca_batch_free(batch) }
      let decoders = ascending.indices.map { ColumnDecoder(ca_batch_column(batch, Int32($0)).pointee) }
      for position in 0..<Int(ca_batch_rows(batch)) {
        try body(row, places.map { decoders[$0].value(at: position) })
        row += 1
      }
    }
    guard row == rowCount else {
      throw ParquetError(.malformed, "promises \(rowCount) rows and has \(row). Fetch it again.", path: url.path)
    }
  }

  private func index(of name: String) throws(ParquetError) -> Int {
    guard let index = columns.firstIndex(where: { $0.name == name }) else {
      let known = columns.prefix(20).map(\.name).joined(separator: ", ")
      throw ParquetError(.noSuchColumn, "has no column \(name); it has \(known).", path: url.path)
    }
    return index
  }
}

extension Array where Element == Int {
  /// The first index from which a predicate holds, in an array where it holds from some index on.
  fileprivate func partitioningIndex(where holds: (Int) -> Bool) -> Int {
    var range = startIndex..<endIndex
    while !range.isEmpty {
      let middle = range.lowerBound + range.count / 2
      range = holds(self[middle]) ? range.lowerBound..<middle : middle + 1..<range.upperBound
    }
    return range.lowerBound
  }
}
