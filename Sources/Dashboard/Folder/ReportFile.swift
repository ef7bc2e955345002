internal import Foundation
internal import IsoglossCore
internal import IsoglossReporting

/// A JSON report in the folder.
enum ReportFile {
  /// The largest file that is read.
  static let most = 16 << 20

  /// Whether a file names the layout of a JSON report in its last bytes or its first ones: keys are sorted, and small
  /// enough files are looked through.
  static func isReport(_ url: URL) -> Bool {
    guard let data = try? Data(contentsOf: url, options: .mappedIfSafe), (2...most).contains(data.count) else {
      return false
    }
    return data.range(of: Data("\"\(JSONReport.schema)\"".utf8)) != nil
  }
}
