internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossReview

/// How far a review is, how far annotators agree, and what their labels make of the run's rates.
extension Site {
  func progressPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let entry = try await subject(fields)
    let name = entry.name
    let review = try await reviews.review(of: entry)
    let progress = await review.session.progress()
    let annotations = await review.session.annotations
    var rates = review.rates
    try rates?.update(CorrectedRates.settled(annotations))
    var layout = Layout(title: "\(progress.given) of \(progress.wanted) answers are there", visit: visit)
    if let rates { layout.title = Self.headline(rates, judged: try await readers.reader(entry).worst()) }
    layout.kicker = name
    layout.links = Self.reviewLinks(entry, here: "/progress")
    layout.data = [
      "poll": "/api/progress?f=\(FormFields.escape(name))", "version": "\(annotations.hashValue)", "every": "4000",
    ]
    var parts = HTMLParts(reserved: Self.ids)
    layout.main = parts.sections((rates.map { [Self.rates($0)] } ?? []) + [Self.people(progress)])
    if visit.may(.admin) {
      layout.main += parts.sections([try await Self.agreement(review.session)])
      layout.main +=
        "<p>\(Markup.link("/export?f=\(FormFields.escape(name))", "What was said, as a file of JSON lines"))</p>\n"
      if entry.kind != .run { layout.main += Self.takeForm(name, visit) }
    } else {
      layout.main +=
        "<p class=\"note\">Agreement is shown to who leads the review, so that nobody labels towards it.</p>\n"
    }
    return layout.response()
  }

  /// Whether somebody has answered since, for the page's script.
  func progressState(_ fields: FormFields) async throws -> Response {
    let review = try await reviews.review(of: try await subject(fields))
    let progress = await review.session.progress()
    return try .json(
      LiveState(
        version: "\(await review.session.annotations.hashValue)", done: progress.given, total: progress.wanted,
        isReady: true, words: ""))
  }
}
