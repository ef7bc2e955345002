internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossStore

/// Two runs side by side.
extension Site {
  /// Answers to one prompt in two runs that ended differently.
  private struct Change {
    var before: Int
    var after: Int
    var from: String
    var to: String
  }

  func comparePage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let (before, after) = (try await run(fields, "before"), try await run(fields, "after"))
    var layout = Layout(title: "Side by side", visit: visit)
    layout.kicker = "\(before.entry.name) → \(after.entry.name)"
    let both = "before=\(FormFields.escape(before.entry.name))&after=\(FormFields.escape(after.entry.name))"
    var parts = HTMLParts(reserved: Self.ids)
    do {
      if let report = try await after.comparison(with: before) {
        layout.title = report.value.headline
        layout.main = parts.sections(report.value.sections.filter { $0.id == "comparison" })
      } else {
        layout.data = ["poll": "/api/compare?\(both)", "version": "none"]
        layout.main =
          "<p class=\"live\" role=\"status\">The comparison is being made, and this page shows it when it is there.</p>\n"
      }
    } catch {
      layout.main = "<p class=\"note\">\(Markup.text(ErrorMiddleware.meaning(error).1))</p>\n"
    }
    layout.main += try await changes(before, after, fields, both, &parts)
    return layout.response()
  }

  /// Whether a comparison is there, for the page's script.
  func compareState(_ fields: FormFields) async throws -> Response {
    let (before, after) = (try await run(fields, "before"), try await run(fields, "after"))
    let found = try? await after.comparison(with: before)
    return try .json(
      LiveState(version: found?.version.tag ?? "none", done: 0, total: 0, isReady: found != nil, words: ""))
  }

  private func changes(
    _ before: RunReader, _ after: RunReader, _ fields: FormFields, _ both: String, _ parts: inout HTMLParts
  ) async throws -> String {
    let (old, new) = (try await before.overview().value, try await after.overview().value)
    let language = fields["language"]
    let direction = fields["change"] ?? "worse"
    let found = Self.changed(old, new).filter { change in
      let code = new.index.languages[new.index.rows[change.after].language].code
      // Of a benign request a new refusal or answer is another matter: any other outcome shows it.
      if direction != "any", new.index.rows[change.after].intent != .harmful { return false }
      let (was, became) = (Self.isAttackSuccess(change.from), Self.isAttackSuccess(change.to))
      switch direction {
      case "worse": if was || !became { return false }
      case "better": if !was || became { return false }
      default: break
      }
      return language == nil || code == language
    }
    let size = 10
    let pages = max(1, (found.count + size - 1) / size)
    let page = min(max(1, fields.number("page") ?? 1), pages)
    var markup = "<section>\n<h2>Answers that changed</h2>\n<form action=\"/compare\" method=\"get\" class=\"filters\">"
    markup += Markup.hidden("before", before.entry.name) + Markup.hidden("after", after.entry.name)
    markup += Markup.select(
      "language", label: "Language",
      choices: [("", "all")] + new.languages.map { ($0.language.code, $0.language.name) }, chosen: language)
    markup += Markup.select(
      "change", label: "Change",
      choices: [("worse", "complies now"), ("better", "complies no more"), ("any", "any other outcome")],
      chosen: direction)
    markup += "<button type=\"submit\">Filter</button></form>\n"
    if old.index.judge(new.manifest.judge) == nil {
      let words = "\(before.entry.name) was not read by \(new.manifest.judge), the judge of \(after.entry.name)"
      return markup
        + "<p class=\"note\">\(Markup.text(words)): its answers cannot be held against these.</p>\n</section>\n"
    }
    markup += "<p>\(found.count.counted("answer")).</p>\n"
    let shown = Array(found.dropFirst((page - 1) * size).prefix(size))
    guard !shown.isEmpty else { return markup + "</section>\n" }
    let items = (
      try await before.items(shown.map { old.index.rows[$0.before].id }),
      try await after.items(shown.map { new.index.rows[$0.after].id })
    )
    markup += "<details class=\"samples\">\n<summary><strong>Content warning.</strong> "
    markup += "\(Markup.text(HTMLParts.contentWarning(2 * shown.count))) Open to read.</summary>\n"
    for (first, second) in zip(items.0, items.1) {
      markup += "<div class=\"item two\">\n"
      for (item, reader) in [(first, before), (second, after)] {
        let path = "/sample?f=\(FormFields.escape(reader.entry.name))&id=\(FormFields.escape(item.id))"
        markup += "<div>\(parts.sample(Self.sample(item, judge: new.manifest.judge)))"
        markup += "<p class=\"more\">\(Markup.link(path, "Open in \(reader.entry.name)"))</p></div>\n"
      }
      markup += "</div>\n"
    }
    let query = "\(both)&language=\(FormFields.escape(language ?? ""))&change=\(FormFields.escape(direction))"
    return markup + "</details>\n" + Self.pager(page, of: pages) { "/compare?\(query)&page=\($0)" } + "</section>\n"
  }

  private static func isAttackSuccess(_ name: String) -> Bool { Outcome(name: name)?.isAttackSuccess == true }

  /// Prompts of both runs, answered in both, whose outcome by the second run's primary judge differs; in its order.
  /// They are paired as `RunComparison` pairs them: by id, where the text is the same too.
  private static func changed(_ old: RunOverview, _ new: RunOverview) -> [Change] {
    let judge = new.manifest.judge
    guard let first = old.index.judge(judge), let second = new.index.judge(judge) else { return [] }
    return new.index.rows.indices.compactMap { place in
      guard let earlier = old.index.row(asking: new.index.rows[place]),
        let from = old.index.outcome(earlier, judge: first), let to = new.index.outcome(place, judge: second),
        from != to
      else { return nil }
      return Change(before: earlier, after: place, from: from, to: to)
    }
  }
}
