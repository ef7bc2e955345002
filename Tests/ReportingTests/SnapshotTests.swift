import Foundation
import IsoglossCore
import Testing

@testable import IsoglossReporting

@Suite("What readers see, as recorded")
struct SnapshotTests {
  @Test("terminal", arguments: [(60, TerminalReport.Style.plain), (100, .plain), (80, .ansi)])
  func terminal(width: Int, style: TerminalReport.Style) throws {
    let text = TerminalReport.render(ReportFixture.ordinary, width: width, style: style)
    try Snapshot.expect(text, "report-\(width)-\(style).txt")
  }

  @Test func markdown() throws {
    try Snapshot.expect(MarkdownReport.render(ReportFixture.ordinary), "report.md")
  }

  @Test func json() throws {
    try Snapshot.expect(JSONReport.render(ReportFixture.ordinary), "report.json")
  }

  @Test func html() throws {
    try Snapshot.expect(HTMLReport.render(ReportFixture.ordinary), "report.html")
  }
}
