internal import CArrow

/// A column's name and what it holds.
public struct ParquetColumn: Hashable, Sendable {
  /// What a column holds.
  public indirect enum Content: Hashable, Sendable {
    case bool, integer, number, text, bytes
    /// Lists of one content.
    case list(Content)
    /// Structs of these fields.
    case record([ParquetColumn])

    /// Turns of a conversation, as TRL reads them: a list of structs of `role` and `content`.
    public static let messages = Content.list(
      .record([ParquetColumn("role", .text), ParquetColumn("content", .text)]))
  }

  /// Name.
  public var name: String
  /// What it holds.
  public var content: Content

  /// A column.
  public init(_ name: String, _ content: Content) {
    self.name = name
    self.content = content
  }
}

extension ParquetColumn {
  /// The column that C describes.
  init(_ column: ca_column) {
    self.init(String(cString: column.name), Content(column))
  }
}

extension ParquetColumn.Content {
  init(_ column: ca_column) {
    let children = (0..<Int(column.child_count)).compactMap { column.children?[$0].pointee }
    switch UInt32(column.kind) {
    case CA_BOOL.rawValue: self = .bool
    case CA_INTEGER.rawValue: self = .integer
    case CA_NUMBER.rawValue: self = .number
    case CA_BYTES.rawValue: self = .bytes
    case CA_LIST.rawValue: self = .list(children.first.map(Self.init) ?? .text)
    case CA_STRUCT.rawValue: self = .record(children.map(ParquetColumn.init))
    default: self = .text
    }
  }

  /// The number by which C knows it.
  var kind: Int32 {
    let kind =
      switch self {
      case .bool: CA_BOOL
      case .integer: CA_INTEGER
      case .number: CA_NUMBER
      case .text: CA_TEXT
      case .bytes: CA_BYTES
      case .list: CA_LIST
      case .record: CA_STRUCT
      }
    return Int32(kind.rawValue)
  }

  /// The columns below it.
  var children: [ParquetColumn] {
    switch self {
    case .list(let content): [ParquetColumn("element", content)]
    case .record(let fields): fields
    default: []
    }
  }

  /// Why a value cannot stand in such a column; null where it can. Null can stand everywhere.
  func objection(to value: ColumnValue) -> String? {
    switch (self, value) {
    case (_, .null), (.bool, .bool), (.integer, .integer), (.number, .number), (.number, .integer), (.text, .text),
      (.bytes, .bytes):
      return nil
    case (.list(let content), .list(let elements)):
      return elements.lazy.compactMap { content.objection(to: $0) }.first
    case (.record(let columns), .record(let fields)):
      for field in fields {
        guard let column = columns.first(where: { $0.name == field.name }) else { return "has a field \(field.name)" }
        if let objection = column.content.objection(to: field.value) { return "\(field.name) \(objection)" }
      }
      return nil
    default:
      return "is not of the column's type"
    }
  }
}
