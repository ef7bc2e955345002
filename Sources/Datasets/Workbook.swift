package import Foundation

/// Workbooks of spreadsheet programs, which are no tables of text: told by their first bytes, whatever their names.
package enum Workbook {
  /// Zip archives, as `.xlsx`, `.ods` and `.numbers` are; compound files, as `.xls` is.
  private static let beginnings: [[UInt8]] = [[0x50, 0x4B, 0x03, 0x04], [0xD0, 0xCF, 0x11, 0xE0]]

  /// Passes over what is no workbook.
  /// - Throws: `DatasetError.unknownFormat` for one.
  package static func refuse(_ data: Data, file: String) throws {
    guard beginnings.contains(where: { data.starts(with: $0) }) else { return }
    throw DatasetError(
      .unknownFormat,
      "\(file) is a workbook of a spreadsheet program: save its sheet as CSV (UTF-8, with commas), and give that file.")
  }
}
