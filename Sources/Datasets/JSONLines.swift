package import Foundation

/// One JSON object a line, UTF-8. Rows that cannot be read are reported by line, and the rest load.
package enum JSONLines {
  /// The rows of a file; a row of this project's own schema has a language.
  package static func read<Row: Decodable>(
    _ type: Row.Type, from data: Data, file: String
  ) -> (rows: [(line: Int, row: Row)], problems: [RowProblem]) {
    let decoder = JSONDecoder()
    let schema = type as? any SchemaRow.Type
    var rows: [(line: Int, row: Row)] = []
    var problems: [RowProblem] = []
    for (index, line) in data.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).enumerated() {
      let trimmed = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      guard !trimmed.allSatisfy({ $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }) else { continue }
      guard String(validating: trimmed, as: UTF8.self) != nil else {
        problems.append(RowProblem(file: file, line: index + 1, reason: "not UTF-8"))
        continue
      }
      do {
        let row = try decoder.decode(Row.self, from: Data(trimmed))
        if schema != nil, let flaw = (row as? any SchemaRow)?.language.flaw {
          problems.append(RowProblem(file: file, line: index + 1, reason: flaw))
        } else {
          rows.append((index + 1, row))
        }
      } catch {
        let reason = describe(error, in: Data(trimmed), choices: schema?.choices ?? [:])
        problems.append(RowProblem(file: file, line: index + 1, reason: reason))
      }
    }
    return (rows, problems)
  }

  /// A value as one line, its keys sorted, with the line break.
  package static func line(_ value: some Encodable) throws -> Data { try data(CollectionOfOne(value)) }

  /// Values as lines, their keys sorted, each with its line break.
  package static func data(_ values: some Sequence<some Encodable>) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var data = Data()
    for value in values {
      data += try encoder.encode(value)
      data.append(UInt8(ascii: "\n"))
    }
    return data
  }

  /// One value as a file to be read by people too, its keys sorted.
  package static func document(_ value: some Encodable) throws -> Data {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    return try encoder.encode(value)
  }

  /// A decoding error in one line, with the key that it is about.
  /// - Parameters:
  ///   - data: the object, for the value that was there.
  ///   - choices: what fields take that take one of a few values.
  package static func describe(
    _ error: any Error, in data: Data? = nil, choices: [String: String] = [:]
  ) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    func takes(_ context: DecodingError.Context) -> String {
      choices[path(context)].map { ": it takes \($0)" } ?? ""
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, let context):
      return "no \"\((context.codingPath + [key]).map(\.stringValue).joined(separator: "."))\""
    case .valueNotFound(_, let context): return "\"\(path(context))\" is null\(takes(context))"
    case .typeMismatch(let type, let context):
      return path(context).isEmpty
        ? "not a JSON object" : "\"\(path(context))\" is not \(name(of: type))\(takes(context))"
    case .dataCorrupted(let context):
      let place = path(context)
      if let data, let value = text(at: context.codingPath, in: data), choices[place] != nil {
        return "\"\(place)\" is \"\(value)\"\(takes(context))"
      }
      return place.isEmpty ? "not a JSON object" : "\"\(place)\": \(context.debugDescription)"
    default: return "not readable: \(error)"
    }
  }

  /// What JSON calls a type.
  private static func name(of type: any Any.Type) -> String {
    switch type {
    case is String.Type: "a text"
    case is Bool.Type: "true or false"
    case is any BinaryInteger.Type: "a whole number"
    case is any BinaryFloatingPoint.Type: "a number"
    case is [Any].Type: "a list"
    case is [String: Any].Type: "an object"
    default: "\(type)"
    }
  }

  /// The text that an object has at a path; null where it has none.
  private static func text(at path: [any CodingKey], in data: Data) -> String? {
    let object = try? JSONSerialization.jsonObject(with: data)
    return path.reduce(object) { ($0 as? [String: Any])?[$1.stringValue] } as? String
  }
}
