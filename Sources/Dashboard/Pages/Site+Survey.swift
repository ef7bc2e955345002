internal import Foundation
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossSurvey

/// A survey: its findings as they stand, by its annotators or, before there are any, by the rules.
extension Site {
  func surveyPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let entry = try await catalogue.entry(fields["f"] ?? "", .survey)
    var layout = Layout(title: entry.name, visit: visit)
    layout.links = Self.reviewLinks(entry, here: "/survey")
    layout.kicker = "Survey \(entry.name)"
    do {
      let folder = try SurveyFolder(entry.url)
      let papers = try folder.papers()
      let selection = try folder.selection()
      let ids = Set(selection.papers)
      let people = folder.annotators().filter { ![RuleAnnotator.name, SurveyFolder.adjudicator].contains($0) }
      let names = people.isEmpty ? folder.annotators() : people
      let by = names.isEmpty ? "nobody yet" : names.joined(separator: ", ")
      layout.title = "\(papers.count) papers, \(ids.count) selected; annotated by \(by)"
      let settled = PaperLabels.settle(
        papers.filter { ids.contains($0.id) }, try names.flatMap { try folder.annotations(by: $0) },
        decisions: people.isEmpty ? [] : try folder.annotations(by: SurveyFolder.adjudicator))
      let findings = try SurveyFindings(settled, labels: names.joined(separator: ", "), seed: 0)
      layout.title = findings.headline
      var counts = SelectionCounts(selection, of: papers)
      counts.coverage = try folder.coverage()
      var parts = HTMLParts(reserved: Self.ids)
      layout.main = parts.sections(findings.sections + [counts.section])
    } catch let error as SurveyError {
      layout.main = "<p class=\"note\">\(Markup.text(error.message.replacing(entry.url.path, with: entry.name)))</p>\n"
    }
    return layout.response()
  }
}
