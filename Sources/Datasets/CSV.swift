package import Foundation

/// Comma-separated values after RFC 4180: quoted fields may hold commas, quotes (doubled) and line breaks. Another
/// separator may stand in the comma's place.
package enum CSV {
  package struct Record {
    /// Line on which the record starts, from 1.
    package var line: Int
    /// Its fields, without quotes.
    package var fields: [String]
  }

  /// The records of a file; a byte-order mark is dropped. Empty lines are passed over, or kept as one empty field where
  /// the position of a record means something.
  /// - Throws: `DatasetError.malformed` for text that is not UTF-8 or a quote that is never closed, `.unknownFormat` for a
  ///   workbook.
  package static func records(
    _ data: Data, file: String, separator: Unicode.Scalar = ",", keepingEmptyLines: Bool = false
  ) throws -> [Record] {
    try Workbook.refuse(data, file: file)
    guard var text = String(validating: data, as: UTF8.self) else {
      throw DatasetError(.malformed, "\(file) is not UTF-8: save it as UTF-8.")
    }
    if text.hasPrefix("\u{FEFF}") { text.removeFirst() }
    var records: [Record] = []
    var fields: [String] = []
    var field = String.UnicodeScalarView()
    var line = 1
    var start = 1
    var isQuoted = false
    var wasQuoted = false
    func endRecord(_ records: inout [Record]) {
      fields.append(String(field))
      if fields != [""] || wasQuoted || keepingEmptyLines { records.append(Record(line: start, fields: fields)) }
      fields = []
      field = String.UnicodeScalarView()
      wasQuoted = false
    }
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
      let scalar = scalars[index]
      let next = scalars.index(after: index)
      // A line ends with \n or \r\n; old programs write \r alone.
      let isLineEnd = scalar == "\n" || scalar == "\r" && (next == scalars.endIndex || scalars[next] != "\n")
      if isLineEnd { line += 1 }
      if isQuoted {
        if scalar == "\"", next < scalars.endIndex, scalars[next] == "\"" {
          field.append("\"")
          index = scalars.index(after: next)
          continue
        }
        if scalar == "\"" { isQuoted = false } else { field.append(scalar) }
      } else if scalar == "\"", field.isEmpty {
        isQuoted = true
        wasQuoted = true
      } else if scalar == separator {
        fields.append(String(field))
        field = String.UnicodeScalarView()
      } else if isLineEnd {
        endRecord(&records)
        start = line
      } else if scalar != "\r" {
        field.append(scalar)
      }
      index = next
    }
    guard !isQuoted else { throw DatasetError(.malformed, "\(file):\(start): a quote is never closed.") }
    if !field.isEmpty || !fields.isEmpty { endRecord(&records) }
    return records
  }

  /// What to do about a heading without the columns that are wanted, as the end of a sentence: many spreadsheet programs
  /// write semicolons; empty where nothing tells.
  package static func hint(_ heading: [String]) -> String {
    heading.count == 1 && heading[0].contains(";") ? " Save it with commas, not semicolons." : ""
  }
}
