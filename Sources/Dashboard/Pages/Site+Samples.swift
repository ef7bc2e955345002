internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossStore

/// The answers of a run: lists and single ones.
extension Site {
  /// A page of the answers that pass a filter.
  func samplesPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let reader = try await run(fields)
    let name = reader.entry.name
    let filter = SampleFilter(fields)
    let (overview, version) = try await reader.overview()
    var layout = Layout(title: "Answers of \(name)", visit: visit)
    layout.report = try await part("samples\n\(version.tag)\n\(filter.query(name))") {
      let found = try await matches(filter.text, in: reader, version, by: visit)
      let rows = filter.rows(in: overview.index, primary: overview.manifest.judge, found: found)
      var page = layout
      page.links = Self.runLinks(name, here: "/samples")
      page.kicker = overview.manifest.model.name
      page.main = try await list(rows, filter, overview, reader)
      return page.own
    }
    return layout.response()
  }

  /// Ids that contain a text, kept for the state of the run; null where no text is asked for.
  /// - Parameter visit: whose searches are counted; null where this one has been.
  func matches(
    _ text: String?, in reader: RunReader, _ version: FileVersion, by visit: Visit?
  ) async throws -> Set<String>? {
    guard let text else { return nil }
    let ids = try await part("search\n\(version.tag)\n\(text)") {
      if let visit { try await countSearch(by: visit) }
      return try await reader.search(text, limit: 5000).joined(separator: "\u{0}")
    }
    return Set(ids.split(separator: "\u{0}").map(String.init))
  }

  /// Counts a search.
  /// - Throws: `DashboardError.tooMany`.
  func countSearch(by visit: Visit) async throws {
    guard await access.limiter.take(.search, by: visit.key) else {
      throw DashboardError(.tooMany, "Too many searches at once: wait a few seconds.")
    }
  }

  private func list(
    _ rows: [Int], _ filter: SampleFilter, _ run: RunOverview, _ reader: RunReader
  ) async throws -> String {
    let name = reader.entry.name
    let pages = max(1, (rows.count + SampleFilter.pageSize - 1) / SampleFilter.pageSize)
    let page = min(filter.page, pages)
    let shown = rows.dropFirst((page - 1) * SampleFilter.pageSize).prefix(SampleFilter.pageSize)
    let items = try await reader.items(shown.map { run.index.rows[$0].id })
    let judge = filter.judge ?? run.manifest.judge
    var markup = self.filters(filter, run, name)
    markup += "<p>\(rows.count) of \(run.answered) answers\(rows.isEmpty ? ": no answer is like this" : "").</p>\n"
    guard !items.isEmpty else { return markup }
    let pager = Self.pager(page, of: pages) { "/samples?\(filter.query(name, page: $0))" }
    markup += pager + "<details class=\"samples\">\n<summary><strong>Content warning.</strong> "
    markup += "\(Markup.text(HTMLParts.contentWarning(items.count))) Open to read.</summary>\n"
    var parts = HTMLParts(reserved: Self.ids)
    let back = FormFields.escape("/samples?\(filter.query(name, page: page))")
    for item in items {
      let f = "f=\(FormFields.escape(name))&id=\(FormFields.escape(item.id))"
      markup += "<div class=\"item\">\n\(parts.sample(Self.sample(item, judge: judge)))"
      markup += "<p class=\"more\">\(Markup.link("/sample?\(f)&back=\(back)", "Open this answer"))</p>\n</div>\n"
    }
    return markup + "</details>\n" + pager
  }

  /// Ids of the page around the parts.
  static let ids = ["help", "help-title", "keys", "news", "find", "runs"]

  /// Links to the pages before and after.
  static func pager(_ page: Int, of pages: Int, path: (Int) -> String) -> String {
    guard pages > 1 else { return "" }
    var markup = "<nav class=\"pager\" aria-label=\"Pages of answers\">"
    if page > 1 { markup += Markup.link(path(page - 1), "Previous", rel: "prev") }
    markup += "<span>Page \(page) of \(pages)</span>"
    if page < pages { markup += Markup.link(path(page + 1), "Next", rel: "next") }
    return markup + "</nav>\n"
  }

  /// An answer as a judge read it.
  static func sample(_ item: RunItem, judge: String) -> Sample {
    let verdict = item.verdicts[judge]
    let facts = [
      item.prompt.intent.rawValue, item.prompt.hazard.map { "\($0.rawValue) \($0.title)" },
      item.prompt.style.map(\.rawValue),
      item.prompt.perturbations.isEmpty ? nil : item.prompt.perturbations.joined(separator: ", "),
    ]
    return Sample(
      id: item.id, language: item.prompt.language, facts: facts.compactMap { $0 }.joined(separator: ", "),
      prompt: item.prompt.text, response: item.completion?.text ?? "", outcome: verdict?.outcome.name ?? "unscored",
      reason: verdict?.raw ?? "", responseLanguage: verdict?.language.value)
  }

  private func filters(_ filter: SampleFilter, _ run: RunOverview, _ name: String) -> String {
    let index = run.index
    let hazards = Hazard.allCases.filter { hazard in index.rows.contains { $0.hazard == hazard } }
    var markup = "<form action=\"/samples\" method=\"get\" class=\"filters\">\n\(Markup.hidden("f", name))\n"
    markup += Markup.select(
      "language", label: "Language",
      choices: [("", "all")] + run.languages.map { ($0.language.code, $0.language.name) }, chosen: filter.language)
    if !hazards.isEmpty {
      markup += Markup.select(
        "hazard", label: "Hazard", choices: [("", "all")] + hazards.map { ($0.rawValue, "\($0.rawValue) \($0.title)") },
        chosen: filter.hazard)
    }
    markup += Markup.select(
      "intent", label: "Intent", choices: [("", "all")] + Intent.allCases.map { ($0.rawValue, $0.rawValue) },
      chosen: filter.intent)
    markup += Markup.select(
      "outcome", label: "Outcome", choices: [("", "all")] + Outcome.names.map { ($0, Words.outcome($0)) },
      chosen: filter.outcome)
    if index.judges.count > 1 {
      markup += Markup.select(
        "judge", label: "Judge", choices: index.judges.map { ($0, $0) }, chosen: filter.judge ?? run.manifest.judge)
    }
    markup += "<label>Text <input type=\"search\" name=\"q\" maxlength=\"200\" value=\""
    return markup
      + "\(Markup.attribute(filter.text ?? ""))\"></label>\n<button type=\"submit\">Filter</button></form>\n"
  }
}
