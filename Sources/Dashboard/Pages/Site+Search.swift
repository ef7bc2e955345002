internal import Foundation
internal import Hummingbird

/// Search in the requests and answers of all runs.
extension Site {
  func searchPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    var layout = Layout(title: "Search", visit: visit)
    layout.kicker = "Isogloss: \(settings.folder.lastPathComponent)"
    let text = String((fields["q"] ?? "").prefix(200))
    layout.query = text
    guard !text.isEmpty else {
      layout.lead = "Which runs have a request or an answer with these words?"
      return layout.response()
    }
    // A search through all runs is one, however many there are.
    try await countSearch(by: visit)
    layout.title = "Search; “\(text)”"
    layout.lead = "Letters of ASCII match in either case."
    layout.main = "<ul class=\"runs\">\n"
    for entry in await catalogue.all().filter({ $0.kind == .run }) {
      let reader = await readers.reader(entry)
      guard let version = try? reader.version() else { continue }
      let count: String
      do {
        guard let found = try await matches(text, in: reader, version, by: nil), !found.isEmpty else { continue }
        count = found.count == 1 ? "1 answer" : found.count >= 5000 ? "5000 answers or more" : "\(found.count) answers"
      } catch let error as DashboardError where error.code == .unreadable {
        continue
      }
      let path = "/samples?f=\(FormFields.escape(entry.name))&q=\(FormFields.escape(text))"
      layout.main += "<li class=\"item\">\(Markup.link(path, entry.name)): \(count)</li>\n"
    }
    layout.main += "</ul>\n"
    return layout.response()
  }
}
