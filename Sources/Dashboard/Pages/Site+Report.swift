internal import Foundation
internal import Hummingbird
internal import IsoglossReporting

/// A JSON report in the folder: what any command wrote with `--json-report`.
extension Site {
  func reportPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let entry = try await catalogue.entry(fields["f"] ?? "", .report)
    let version = try FileVersion(of: entry.url)
    var layout = Layout(title: entry.name, visit: visit)
    layout.report = try await part("report\n\(entry.name)\n\(version.tag)") {
      do {
        let report = try JSONReport.read(Data(contentsOf: entry.url))
        var parts = HTMLParts(reserved: Self.ids)
        return parts.report(report)
      } catch let error as JSONReportError {
        throw DashboardError(.unreadable, "\(entry.name) is no report: \(error).", underlying: error)
      }
    }
    return layout.response()
  }
}
