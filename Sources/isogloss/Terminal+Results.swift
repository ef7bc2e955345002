import Foundation
import IsoglossCore
import IsoglossDatasets
import IsoglossReporting

/// What goes to standard output: results.
extension Terminal {
  /// Prints a value as JSON for people and programs, its keys sorted.
  static func show(json value: some Encodable) throws {
    print(String(decoding: try JSONLines.document(value), as: UTF8.self))
  }

  /// Prints a report as text, in colours where the terminal takes them.
  static func show(_ report: Report) {
    let style = TerminalReport.Style.suited(
      toTerminal: outputIsInteractive, environment: ProcessInfo.processInfo.environment)
    print(TerminalReport.render(report, width: width, style: style), terminator: "")
  }
}
