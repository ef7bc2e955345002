/// A value of one row in one column, whatever width and encoding the file gives it.
public enum ColumnValue: Hashable, Sendable {
  /// No value.
  case null
  /// True or false.
  case bool(Bool)
  /// A whole number.
  case integer(Int64)
  /// A floating-point number.
  case number(Double)
  /// A text; dates, times and decimals are read as the text that Arrow prints.
  case text(String)
  /// Bytes: of a binary column, or of a text column where they are not UTF-8.
  case bytes([UInt8])
  /// A list.
  case list([ColumnValue])
  /// A struct, in the order of its fields.
  case record([NamedValue])

  /// The text; null for any other value.
  public var text: String? {
    if case .text(let text) = self { text } else { nil }
  }

  /// The elements; null for what is no list.
  public var elements: [ColumnValue]? {
    if case .list(let elements) = self { elements } else { nil }
  }

  /// The value of a struct's field; null where there is none.
  public subscript(name: String) -> ColumnValue? {
    guard case .record(let fields) = self else { return nil }
    return fields.first { $0.name == name }?.value
  }
}

/// A field of a struct.
public struct NamedValue: Hashable, Sendable {
  /// Name of the field.
  public var name: String
  /// Its value.
  public var value: ColumnValue

  /// A field.
  public init(_ name: String, _ value: ColumnValue) {
    self.name = name
    self.value = value
  }
}
