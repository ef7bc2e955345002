/// Names of fields in errors: `outcomes[2].from`.
enum RubricFields {
  private struct AnyKey: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Refuses fields that nobody reads.
  static func refuseUnknown(in decoder: any Decoder, known: [String]) throws {
    let keys = try decoder.container(keyedBy: AnyKey.self).allKeys.map(\.stringValue).sorted()
    guard let unknown = keys.first(where: { !known.contains($0) }), let key = AnyKey(stringValue: unknown) else {
      return
    }
    throw DecodingError.dataCorrupted(
      .init(
        codingPath: decoder.codingPath + [key],
        debugDescription: "there is no such field; there are \(known.joined(separator: ", "))"))
  }

  /// A whole number; null where the field is absent.
  static func whole<Key: CodingKey>(in container: KeyedDecodingContainer<Key>, _ key: Key) throws -> Int? {
    guard let number = try container.decodeIfPresent(Double.self, forKey: key) else { return nil }
    guard let whole = Int(exactly: number) else {
      throw DecodingError.dataCorruptedError(
        forKey: key, in: container, debugDescription: "\(number) is no whole number")
    }
    return whole
  }

  /// What is wrong, and in which field.
  static func describe(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context): "field `\(path(context.codingPath + [key]))` is missing"
    case DecodingError.valueNotFound(_, let context): "field `\(path(context.codingPath))` is null"
    case DecodingError.typeMismatch(let type, let context):
      "field `\(path(context.codingPath))` is not \(kind(type)), as it should be"
    case DecodingError.dataCorrupted(let context):
      (context.codingPath.isEmpty ? "" : "field `\(path(context.codingPath))`: ") + context.debugDescription
    default: "\(error)"
    }
  }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { text, key in
      if let index = key.intValue { text += "[\(index)]" } else { text += (text.isEmpty ? "" : ".") + key.stringValue }
    }
  }

  private static func kind(_ type: Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is Double.Type: "a number"
    default: "\(type)".hasPrefix("Array") ? "a list" : "an object"
    }
  }
}
