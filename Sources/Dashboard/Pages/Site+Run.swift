internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossStore

/// One run.
extension Site {
  /// Links between the pages of a run.
  static func runLinks(_ name: String, here: String) -> [(path: String, words: String, isHere: Bool)] {
    let f = "f=\(FormFields.escape(name))"
    return [
      ("/run", "Report"), ("/samples", "Answers"), ("/agreement", "Judges"), ("/gate", "Gate"),
      ("/review", "Label answers"), ("/progress", "Review progress"),
    ].map { path, words in ("\(path)?\(f)", words, path == here) }
  }

  /// Links between the pages of what people are asked about.
  static func reviewLinks(_ entry: Entry, here: String) -> [(path: String, words: String, isHere: Bool)] {
    if entry.kind == .run { return runLinks(entry.name, here: here) }
    let f = "f=\(FormFields.escape(entry.name))"
    return
      ((entry.kind == .survey ? [("/survey", "Findings")] : []) + [("/review", "Answer"), ("/progress", "Progress")])
      .map { path, words in ("\(path)?\(f)", words, path == here) }
  }

  /// The report of a run; while it is made, what is known without it.
  func runPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let reader = try await run(fields)
    let name = reader.entry.name
    let (overview, version) = try await reader.overview()
    let judge = fields["judge"]
    if let judge, overview.manifest.record(of: judge) == nil {
      throw DashboardError(.notFound, "The run has no judge of that name.")
    }
    let report = try await reader.report(judge: judge)
    var layout = Layout(title: name, visit: visit)
    if Self.isLive(overview, version) || report == nil {
      layout.data = ["poll": "/api/run?f=\(FormFields.escape(name))", "version": report.map(\.version.tag) ?? "none"]
    }
    let links = Layout.contents(Self.runLinks(name, here: "/run"))
    if let report {
      let key = "run\n\(name)\n\(judge ?? "")\n\(report.version.tag)"
      layout.title = report.value.headline
      layout.report = try await part(key) {
        var parts = HTMLParts(reserved: ["help", "help-title", "keys", "news", "find"])
        return parts.report(report.value, before: links + languageLinks(overview, name) + judges(overview, name, judge))
      }
    } else {
      layout.title = overview.headline(try await reader.worst())
      layout.kicker = name
      layout.main = links + live(overview) + languageLinks(overview, name)
    }
    return layout.response()
  }

  /// How far a run is, for the page's script.
  func runState(_ fields: FormFields) async throws -> Response {
    let reader = try await run(fields)
    let progress = try await reader.progress()
    let report = try? await reader.report(judge: nil)
    return try .json(
      LiveState(
        version: report?.version.tag ?? "none", done: progress.answered, total: progress.total,
        isReady: report != nil, words: "\(progress.answered) of \(progress.total) answered"))
  }

  private func live(_ run: RunOverview) -> String {
    """
    <p class="live" role="status"><progress data-live="bar" max="\(max(1, run.total))" value="\(run.answered)" \
    aria-label="Answers"></progress> <span data-live="words">\(run.answered) of \(run.total) answered</span>. The report \
    is being made, and this page shows it when it is there.</p>

    """
  }

  /// The languages, the worst one first, each with the way to its answers.
  private func languageLinks(_ run: RunOverview, _ name: String) -> String {
    let f = FormFields.escape(name)
    var markup =
      "<nav aria-label=\"Answers by language\" class=\"languages\"><p class=\"role\">Read answers, worst language "
    markup += "first</p>\n<ol>\n"
    for part in run.languages {
      let rate = part.rate.map { " \(Words.percent($0.value))" } ?? ""
      markup += "<li class=\"item\">"
      markup += Markup.link(
        "/samples?f=\(f)&language=\(FormFields.escape(part.language.code))&intent=harmful",
        "\(part.language.name)\(rate)")
      markup += "</li>\n"
    }
    return markup + "</ol></nav>\n"
  }

  /// The judges, where a run has several.
  private func judges(_ run: RunOverview, _ name: String, _ chosen: String?) -> String {
    guard run.manifest.judges.count > 1 else { return "" }
    let choices = run.manifest.judges.map { ($0.name, $0.name) }
    return "<form action=\"/run\" method=\"get\" class=\"filters\">\(Markup.hidden("f", name))"
      + Markup.select("judge", label: "By the judge", choices: choices, chosen: chosen ?? run.manifest.judge)
      + "<button type=\"submit\">Show</button></form>\n"
  }
}

/// How far something is that is still being written.
struct LiveState: Encodable {
  var version: String
  var done: Int
  var total: Int
  /// Whether a page that is loaded again has something new to show.
  var isReady: Bool
  var words: String
}
