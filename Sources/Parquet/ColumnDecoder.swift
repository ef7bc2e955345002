internal import CArrow

/// Reads rows of a column of C; valid while its batch is.
struct ColumnDecoder {
  private let column: ca_column
  private let name: String
  private let children: [ColumnDecoder]

  init(_ column: ca_column) {
    self.column = column
    name = String(cString: column.name)
    children = (0..<Int(column.child_count)).compactMap { index in
      column.children.map { ColumnDecoder($0[index].pointee) }
    }
  }

  /// The value of a row in 0..<`length`.
  func value(at row: Int) -> ColumnValue {
    if let valid = column.valid, valid[row] == 0 { return .null }
    switch UInt32(column.kind) {
    case CA_BOOL.rawValue: return column.integers.map { .bool($0[row] != 0) } ?? .null
    case CA_INTEGER.rawValue: return column.integers.map { .integer($0[row]) } ?? .null
    case CA_NUMBER.rawValue: return column.numbers.map { .number($0[row]) } ?? .null
    case CA_LIST.rawValue:
      guard let child = children.first else { return .list([]) }
      return .list(range(of: row).map { child.value(at: $0) })
    case CA_STRUCT.rawValue: return .record(children.map { NamedValue($0.name, $0.value(at: row)) })
    case CA_BYTES.rawValue: return .bytes(Array(bytes(of: row)))
    default:
      let bytes = bytes(of: row)
      return String(validating: bytes, as: UTF8.self).map { .text($0) } ?? .bytes(Array(bytes))
    }
  }

  private func range(of row: Int) -> Range<Int> {
    guard let offsets = column.offsets else { return 0..<0 }
    return Int(offsets[row])..<Int(offsets[row + 1])
  }

  private func bytes(of row: Int) -> UnsafeBufferPointer<UInt8> {
    let range = range(of: row)
    return UnsafeBufferPointer(start: column.bytes.map { $0 + range.lowerBound }, count: range.count)
  }
}
