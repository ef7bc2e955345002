internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossReporting
internal import IsoglossStore

/// The first page: what is in the folder.
extension Site {
  func home(_ visit: Visit) async throws -> Response {
    let entries = await catalogue.all()
    var layout = Layout(title: "Runs", visit: visit)
    layout.kicker = "Isogloss: \(settings.folder.lastPathComponent)"
    layout.lead = "Where a model stops refusing as the language changes: the worst language of each run first."
    let runs = entries.filter { $0.kind == .run }
    layout.main = try await runs.isEmpty ? Self.nothing : runTable(runs)
    for (kind, title) in [
      (Entry.Kind.training, "Trainings"), (.experiment, "Experiments"), (.survey, "Surveys"),
      (.data, "Samples of data to review"), (.report, "Reports"), (.policy, "Gate policies"),
    ] {
      let found = entries.filter { $0.kind == kind }
      guard !found.isEmpty else { continue }
      layout.main += "<section>\n<h2>\(title)</h2>\n<ul class=\"runs\">\n"
      for entry in found { layout.main += "<li class=\"item\">\(Markup.link(entry.path, entry.name))</li>\n" }
      layout.main += "</ul>\n</section>\n"
    }
    return layout.response()
  }

  private static let nothing = """
    <p>There is no run in this folder yet. Make one: <code>isogloss eval --model smollm2-135m-instruct --run \
    runs/first.sqlite</code>, or <code>make demo</code>.</p>

    """

  private func runTable(_ runs: [Entry]) async throws -> String {
    var markup = """
      <div class="scroll runs" role="region" aria-labelledby="runs" tabindex="0">
      <table>
      <caption id="runs"><span>Runs of this folder, by each one's primary judge; the interval is for the highest of the rates</span></caption>
      <thead><tr><th scope="col">Run</th><th scope="col">Worst language</th><th scope="col" class="num">Rate</th>\
      <th scope="col" class="num">Answers</th><th scope="col">Model</th><th scope="col">Last change</th></tr></thead>
      <tbody>

      """
    for entry in runs { markup += try await row(entry) }
    markup += "</tbody>\n</table>\n</div>\n"
    if runs.count > 1 {
      markup += "<form action=\"/compare\" method=\"get\" class=\"filters\">\n"
      let choices = runs.map { ($0.name, $0.name) }
      markup += Markup.select("before", label: "Compare", choices: choices, chosen: runs.first?.name)
      markup += Markup.select("after", label: "with", choices: choices, chosen: runs.last?.name)
      markup += "<button type=\"submit\">Side by side</button></form>\n"
    }
    return markup
  }

  /// A run that cannot be read is a row like any other, and says so.
  private func row(_ entry: Entry) async throws -> String {
    var markup = "<tr><th scope=\"row\">\(Markup.link(entry.path, entry.name))</th>"
    do {
      let reader = await readers.reader(entry)
      let (found, version) = try await reader.overview()
      let worst = try await reader.worst()
      markup += "<td>\(Markup.text(worst.map { "\($0.language.name) (\($0.language.code))" } ?? "–"))</td>"
      markup += "<td class=\"num\">\(Markup.text(worst.map { Words.percent($0.rate) } ?? "–"))</td>"
      let isLive = Self.isLive(found, version)
      markup += "<td class=\"num state\">\(found.answered) of \(found.total)\(isLive ? ", running" : "")</td>"
      markup += "<td><bdi>\(Markup.text(found.manifest.model.name))</bdi></td>"
      markup += "<td>\(Markup.text(Words.time(version.changed)))</td></tr>\n"
    } catch {
      markup += "<td colspan=\"5\" class=\"faint\">\(Markup.text(ErrorMiddleware.meaning(error).1))</td></tr>\n"
    }
    return markup
  }

  /// Whether a run seems to be at work: answers are missing, and it changed within the last minute.
  static func isLive(_ run: RunOverview, _ version: FileVersion) -> Bool {
    run.answered < run.total && Date.now.timeIntervalSince1970 - version.changed < 60
  }
}
