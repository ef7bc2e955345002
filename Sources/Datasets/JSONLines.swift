package import Foundation

/// One JSON object a line, UTF-8. Rows that cannot be read are reported by line, and the rest load.
package enum JSONLines {
  package static func read<Row: Decodable>(
    _ type: Row.Type, from data: Data, file: String
  ) -> (rows: [(line: Int, row: Row)], problems: [RowProblem]) {
    let decoder = JSONDecoder()
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
        rows.append((index + 1, try decoder.decode(Row.self, from: Data(trimmed))))
      } catch {
        problems.append(RowProblem(file: file, line: index + 1, reason: describe(error)))
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
  package static func describe(_ error: any Error) -> String {
    func path(_ context: DecodingError.Context) -> String {
      context.codingPath.map(\.stringValue).joined(separator: ".")
    }
    switch error as? DecodingError {
    case .keyNotFound(let key, _): return "no \"\(key.stringValue)\""
    case .valueNotFound(_, let context): return "\"\(path(context))\" is null"
    case .typeMismatch(let type, let context):
      return path(context).isEmpty ? "not a JSON object" : "\"\(path(context))\" is not \(type)"
    case .dataCorrupted(let context):
      let place = path(context)
      return place.isEmpty ? "not a JSON object" : "\"\(place)\": \(context.debugDescription)"
    default: return "not readable: \(error)"
    }
  }
}
