internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossReporting

/// How far the judges of a run agree.
extension Site {
  func agreementPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let reader = try await run(fields)
    let name = reader.entry.name
    let field = try Self.reading(fields)
    var layout = Layout(title: "Agreement of judges", visit: visit)
    layout.kicker = name
    layout.links = Self.runLinks(name, here: "/agreement")
    let readings = [("", "what all read")] + VerdictField.allCases.map { ($0.rawValue, $0.rawValue) }
    layout.main =
      "<form action=\"/agreement\" method=\"get\" class=\"filters\">\(Markup.hidden("f", name))"
      + Markup.select("reading", label: "Reading", choices: readings, chosen: field?.rawValue)
      + "<button type=\"submit\">Show</button></form>\n"
    let query = "f=\(FormFields.escape(name))&reading=\(field?.rawValue ?? "")"
    try await show(in: &layout, poll: "/api/agreement?\(query)") { try await reader.agreement(on: field) }
    return layout.response()
  }

  /// Whether it is there, for the page's script.
  func agreementState(_ fields: FormFields) async throws -> Response {
    let (reader, field) = (try await run(fields), try Self.reading(fields))
    return try .json(await Self.state { try await reader.agreement(on: field) })
  }

  private static func reading(_ fields: FormFields) throws -> VerdictField? {
    guard let text = fields["reading"] else { return nil }
    guard let field = VerdictField(rawValue: text) else {
      throw DashboardError(.notFound, "Judges have no reading of that name.")
    }
    return field
  }

  /// Puts what is made in the background into a page: its sections, that it is being made, or why it cannot be.
  func show(
    in layout: inout Layout, poll: String, _ made: () async throws -> (value: Report, version: FileVersion)?
  ) async throws {
    do {
      if let found = try await made() {
        layout.title = found.value.headline
        var parts = HTMLParts(reserved: Self.ids)
        layout.main += parts.facts(found.value.facts) + parts.sections(found.value.sections)
      } else {
        layout.data = ["poll": poll, "version": "none"]
        layout.main +=
          "<p class=\"live\" role=\"status\">It is being made, and this page shows it when it is there.</p>\n"
      }
    } catch let error where !(error is CancellationError) {
      layout.main += "<p class=\"note\">\(Markup.text(ErrorMiddleware.meaning(error).1))</p>\n"
    }
  }

  /// Whether something made in the background is there; what cannot be made is, for its page says why.
  static func state(_ made: () async throws -> (value: Report, version: FileVersion)?) async -> LiveState {
    let version: String
    do { version = try await made()?.version.tag ?? "none" } catch { version = "failed" }
    return LiveState(version: version, done: 0, total: 0, isReady: version != "none", words: "")
  }
}
