package import Foundation

/// Sheets: tables that people fill in with a spreadsheet program.
extension CSV {
  /// A sheet of these rows, the heading first: it begins with the mark by which spreadsheet programs know UTF-8, and no
  /// cell is a formula to them. ``sheetRecords(_:file:)`` reads every cell back as it was given.
  package static func sheet(_ rows: [[String]]) -> Data {
    Data(("\u{FEFF}" + rows.map { line($0.map(inert)) }.joined()).utf8)
  }

  /// The records of a sheet that was filled in, or of a table that somebody made themselves: of apostrophes before what
  /// would be a formula, the first goes.
  /// - Throws: as ``records(_:file:separator:keepingEmptyLines:)`` does.
  package static func sheetRecords(_ data: Data, file: String) throws -> [Record] {
    try records(data, file: file).map { Record(line: $0.line, fields: $0.fields.map(original)) }
  }

  /// Prompts and answers are anybody's words: one that a spreadsheet program would run gets an apostrophe in front. So
  /// does one that has apostrophes before a formula, so that the first can always be taken away again.
  private static func inert(_ cell: String) -> String { wouldRun(cell) ? "'" + cell : cell }

  private static func original(_ cell: String) -> String {
    guard cell.unicodeScalars.first == "'", wouldRun(cell) else { return cell }
    return String(String.UnicodeScalarView(cell.unicodeScalars.dropFirst()))
  }

  /// Whether a cell is a formula but for apostrophes in front. A sign alone calculates nothing.
  private static func wouldRun(_ cell: String) -> Bool {
    let rest = cell.unicodeScalars.drop(while: { $0 == "'" })
    guard let first = rest.first, !rest.dropFirst().isEmpty else { return false }
    return ["=", "+", "-", "@", "\t", "\r"].contains(first)
  }
}
