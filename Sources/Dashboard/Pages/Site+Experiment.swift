internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting

/// An experiment: each finished run by language, and what training in one language does to another.
extension Site {
  func experimentPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let entry = try await catalogue.entry(fields["f"] ?? "", .experiment)
    let (found, unreadable) = ExperimentResult.all(in: entry.url.appending(path: "results"))
    var layout = Layout(
      title: "\(found.count.counted("finished run")) of "
        + (found.first?.result.experiment ?? entry.name), visit: visit)
    layout.kicker = "Experiment \(entry.name)"
    layout.lead = "Intervals, tests and the papers' tables: isogloss experiment table."
    if !unreadable.isEmpty {
      layout.main += "<p class=\"note\">Not read: <bdi>\(Markup.text(unreadable.joined(separator: ", ")))</bdi></p>\n"
    }
    guard !found.isEmpty else {
      layout.main += "<p>No run of it is finished yet.</p>\n"
      return layout.response()
    }
    var parts = HTMLParts(reserved: Self.ids)
    layout.main += parts.sections(Self.sections(found))
    return layout.response()
  }

  private static func sections(_ found: [(name: String, result: ExperimentResult)]) -> [Section] {
    let codes = found.reduce(into: Set<String>()) { $0.formUnion($1.result.languages) }.sorted()
    let rates = found.map { run in codes.map { run.result.rate($0) } }
    let judgesHarm = found.allSatisfy { $0.result.answers.judges.first?.judgesHarm == true }
    let heat = Figure(
      caption: "\(judgesHarm ? "Attack success rate" : "Non-refusal") of harmful prompts, by run and language: answers "
        + "that comply, wholly or in part, of those that are scored.",
      description: "\(found.count) runs by \(codes.count) languages; the numbers are in the cells.",
      kind: .heatMap(
        rows: found.map(\.name), columns: codes.map { Language($0).name }, values: rates.map { $0.map { $0?.share } },
        counts: rates.map { $0.map { $0?.count ?? 0 } }))
    var sections = [
      Section(
        id: "rates", title: "What each run answers",
        lead: "By the primary judge; a row is a run, and start is the model that all runs start from.",
        blocks: [.figure(heat)])
    ]
    let gains = found.filter { $0.result.training != nil }.map { run in (run.name, codes.map { run.result.gain($0) }) }
    if !gains.isEmpty {
      let table = Table(
        caption: "Gain of refusal over agreement on held-out harmful requests, in nats.",
        columns: [.init("Trained on")] + codes.map { .init(Language($0).code, isNumeric: true) },
        rows: gains.map { name, values in
          [.init(name)]
            + values.map { value in
              value.map { .init(Curve.short($0), value: $0, emphasis: $0 > 0 ? .none : .worst) }
                ?? .init("–", emphasis: .faint)
            }
        })
      sections.append(
        Section(
          id: "transfer", title: "What training moves where",
          lead: "A row is what was trained on, a column the language that is asked.", blocks: [.table(table)]))
    }
    return sections
  }
}
