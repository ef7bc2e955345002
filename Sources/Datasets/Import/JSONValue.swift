internal import IsoglossParquet

/// Any JSON value, in the terms of a Parquet column.
struct JSONValue: Decodable {
  var value: ColumnValue

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  init(from decoder: any Decoder) throws {
    if let object = try? decoder.container(keyedBy: Key.self) {
      let fields = try object.allKeys.sorted { $0.stringValue < $1.stringValue }.map { key in
        NamedValue(key.stringValue, try object.decode(JSONValue.self, forKey: key).value)
      }
      value = .record(fields)
    } else if var list = try? decoder.unkeyedContainer() {
      var elements: [ColumnValue] = []
      while !list.isAtEnd { elements.append(try list.decode(JSONValue.self).value) }
      value = .list(elements)
    } else {
      let single = try decoder.singleValueContainer()
      if single.decodeNil() {
        value = .null
      } else if let text = try? single.decode(String.self) {
        value = .text(text)
      } else if let bool = try? single.decode(Bool.self) {
        value = .bool(bool)
      } else if let integer = try? single.decode(Int64.self) {
        value = .integer(integer)
      } else {
        value = .number(try single.decode(Double.self))
      }
    }
  }
}
