internal import CArrow

/// Values of one column, gathered row after row for C.
final class ColumnBuilder {
  private let column: ParquetColumn
  private let children: [ColumnBuilder]
  private var length = 0
  private var valid: [UInt8] = []
  private var integers: [Int64] = []
  private var numbers: [Double] = []
  private var offsets: [Int64] = [0]
  private var bytes: [UInt8] = []

  init(_ column: ParquetColumn) {
    self.column = column
    children = column.content.children.map(ColumnBuilder.init)
  }

  /// Bytes gathered, about.
  var size: Int { bytes.count + 8 * length + children.reduce(0) { $0 + $1.size } }

  /// Adds a value that the column has no objection to.
  func append(_ value: ColumnValue) {
    length += 1
    valid.append(value == .null ? 0 : 1)
    switch column.content {
    case .bool: integers.append(value == .bool(true) ? 1 : 0)
    case .integer:
      if case .integer(let integer) = value { integers.append(integer) } else { integers.append(0) }
    case .number:
      switch value {
      case .number(let number): numbers.append(number)
      case .integer(let integer): numbers.append(Double(integer))
      default: numbers.append(0)
      }
    case .text, .bytes:
      if case .text(let text) = value { bytes.append(contentsOf: text.utf8) }
      if case .bytes(let more) = value { bytes.append(contentsOf: more) }
      offsets.append(Int64(bytes.count))
    case .list:
      for element in value.elements ?? [] { children[0].append(element) }
      offsets.append(Int64(children[0].length))
    case .record:
      for child in children { child.append(value[child.column.name] ?? .null) }
    }
  }

  /// The column as C sees it, in memory of `arena`.
  func view(in arena: Arena) -> UnsafePointer<ca_column> {
    let views = children.map { $0.view(in: arena) }
    let isText = column.content == .text || column.content == .bytes
    var isList = false
    if case .list = column.content { isList = true }
    return arena.copy([
      ca_column(
        name: arena.copy(column.name), type: arena.copy(""), kind: column.content.kind, length: Int64(length),
        valid: arena.copy(valid), integers: arena.copy(integers), numbers: arena.copy(numbers),
        offsets: isText || isList ? arena.copy(offsets) : nil, bytes: arena.copy(bytes),
        child_count: Int32(views.count), children: views.isEmpty ? nil : arena.copy(views))
    ])
  }
}

/// Memory that lives as long as this object, for what C is shown during a call.
final class Arena {
  private var blocks: [UnsafeMutableRawPointer] = []

  deinit {
    for block in blocks { block.deallocate() }
  }

  /// A copy of values without references.
  func copy<Value: BitwiseCopyable>(_ values: [Value]) -> UnsafePointer<Value> {
    let block = UnsafeMutablePointer<Value>.allocate(capacity: max(values.count, 1))
    block.initialize(from: values, count: values.count)
    blocks.append(UnsafeMutableRawPointer(block))
    return UnsafePointer(block)
  }

  /// A text that ends with a zero.
  func copy(_ text: String) -> UnsafePointer<CChar> { copy(Array(text.utf8CString)) }
}
