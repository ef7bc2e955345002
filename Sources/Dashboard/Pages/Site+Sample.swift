internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossStore

/// One answer: its whole text, every judge's reading, and the same request in the other languages.
extension Site {
  func samplePage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let reader = try await run(fields)
    let name = reader.entry.name
    let (overview, version) = try await reader.overview()
    guard let id = fields["id"], let place = overview.index.row(of: id) else {
      throw DashboardError(.notFound, "The run has no answer of that id.")
    }
    let row = overview.index.rows[place]
    var layout = Layout(
      title: "\(overview.index.languages[row.language].name): \(id)", visit: visit)
    layout.kicker = name
    layout.links = [(Self.back(fields["back"] ?? "/samples?f=\(FormFields.escape(name))"), "Back to the list", false)]
    layout.links += Self.runLinks(name, here: "/sample")
    layout.main = try await part("sample\n\(version.tag)\n\(name)\n\(id)") {
      guard let item = try await reader.items([id]).first else {
        throw DashboardError(.notFound, "The run has no answer of that id.")
      }
      var parts = HTMLParts(reserved: Self.ids, sampleLimit: 200_000)
      var markup = "<details class=\"samples\">\n<summary><strong>Content warning.</strong> "
      markup += "\(Markup.text(HTMLParts.contentWarning(1))) Open to read.</summary>\n"
      markup += parts.sample(Self.sample(item, judge: overview.manifest.judge)) + "</details>\n"
      markup += readings(item, overview, &parts)
      markup += siblings(row.group, overview, name, except: id)
      return markup
    }
    return layout.response()
  }

  private func readings(_ item: RunItem, _ run: RunOverview, _ parts: inout HTMLParts) -> String {
    let judges = run.manifest.judges.map(\.name)
    let rows = judges.filter { item.verdicts[$0] != nil }.map { judge -> [Table.Cell] in
      let verdict = item.verdicts[judge]
      func word(_ reading: Reading<Bool>?) -> Table.Cell {
        switch reading {
        case .scored(let value): .init(value ? "yes" : "no")
        case .unscored, nil: .init("not told", emphasis: .faint)
        }
      }
      return [
        .init(judge), .init(Words.outcome(verdict?.outcome.name ?? "unscored")), word(verdict?.harm),
        word(verdict?.refusal), .init(verdict?.probability.map { String(format: "%.2f", $0) } ?? "–"),
      ]
    }
    guard !rows.isEmpty else { return "<p>No judge has read this answer yet.</p>\n" }
    let table = Table(
      caption: "What each judge read in it",
      columns: [
        .init("Judge"), .init("Outcome"), .init("Harmful"), .init("Declines"), .init("Probability", isNumeric: true),
      ], rows: rows)
    return "<section>\n<h2>Readings</h2>\n\(parts.table(table))</section>\n"
  }

  /// The same request in the other languages; nothing where the data are not parallel.
  private func siblings(_ group: String?, _ run: RunOverview, _ name: String, except id: String) -> String {
    guard let group else { return "" }
    let index = run.index
    let judge = index.judge(run.manifest.judge)
    var items = ""
    for (place, row) in index.rows.enumerated() where row.group == group && row.id != id {
      let outcome = judge.flatMap { index.outcome(place, judge: $0) }
      let words = "\(index.languages[row.language].name): \(outcome.map(Words.outcome) ?? "not judged")"
      let path = "/sample?f=\(FormFields.escape(name))&id=\(FormFields.escape(row.id))"
      items +=
        "<li class=\"item\">\(Markup.link(path, words)) <span class=\"faint\"><bdi>\(Markup.text(row.id))</bdi></span></li>\n"
    }
    guard !items.isEmpty else { return "" }
    return "<section>\n<h2>The same request elsewhere</h2>\n<ul class=\"runs\">\n\(items)</ul>\n</section>\n"
  }
}
