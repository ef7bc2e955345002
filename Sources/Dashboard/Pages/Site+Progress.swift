internal import Foundation
internal import HTTPTypes
internal import Hummingbird
internal import IsoglossCore
internal import IsoglossReporting
internal import IsoglossReview

/// How far a review is, how far annotators agree, and what their labels make of the run's rates.
extension Site {
  func progressPage(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    let reader = try await run(fields)
    let name = reader.entry.name
    let review = try await reviews.review(of: reader)
    let progress = await review.session.progress()
    let annotations = await review.session.annotations
    var rates = review.rates
    try rates.update(CorrectedRates.settled(annotations))
    var layout = Layout(title: Self.headline(rates, progress), visit: visit)
    layout.kicker = name
    layout.links = Self.runLinks(name, here: "/progress")
    layout.data = [
      "poll": "/api/progress?f=\(FormFields.escape(name))", "version": "\(annotations.hashValue)", "every": "4000",
    ]
    var parts = HTMLParts(reserved: Self.ids)
    layout.main = parts.sections([Self.rates(rates), Self.people(progress)])
    if visit.may(.admin) {
      layout.main += parts.sections([try await Self.agreement(review.session)])
      layout.main += "<p>\(Markup.link("/export?f=\(FormFields.escape(name))", "Labels as a file of JSON lines"))</p>\n"
    } else {
      layout.main +=
        "<p class=\"note\">Agreement is shown to who leads the review, so that nobody labels towards it.</p>\n"
    }
    return layout.response()
  }

  /// Whether somebody has answered since, for the page's script.
  func progressState(_ fields: FormFields) async throws -> Response {
    let review = try await reviews.review(of: try await run(fields))
    let progress = await review.session.progress()
    return try .json(
      LiveState(
        version: "\(await review.session.annotations.hashValue)", done: progress.given, total: progress.wanted,
        isReady: true, words: ""))
  }

  /// Every label as a line of JSON: what `isogloss judge calibrate --own-labels` reads.
  func export(_ fields: FormFields, _ visit: Visit) async throws -> Response {
    guard visit.may(.admin) else {
      throw DashboardError(.forbidden, "Labels are taken out by who leads the review: sign in as an admin.")
    }
    let reader = try await run(fields)
    let review = try await reviews.review(of: reader)
    let labels = try await LabelExport.lines(review.session.annotations, of: reader)
    return Response(
      status: .ok,
      headers: [
        .contentType: "application/jsonl; charset=utf-8", .contentDisposition: "attachment; filename=\"labels.jsonl\"",
      ], body: .init(byteBuffer: .init(bytes: labels)))
  }

  /// Labels of a language before its corrected rate is named in a headline, or decides its place.
  private static let enough = 5

  private static func headline(_ rates: CorrectedRates, _ progress: Queue.Progress) -> String {
    let worst = rates.rows.filter { $0.labels >= enough }
      .max { ($0.corrected?.value ?? 0, $1.language) < ($1.corrected?.value ?? 0, $0.language) }
    guard let worst, let corrected = worst.corrected, let reported = worst.reported else {
      return "\(progress.given) of \(progress.wanted) labels are there; no language has \(enough) yet"
    }
    return "Worst language by people's labels: \(worst.language.name), \(Words.percent(corrected)); "
      + "the judge says \(Words.percent(reported)); \(corrected.n) labels"
  }

  private static func rates(_ rates: CorrectedRates) -> IsoglossCore.Section {
    func value(_ row: CorrectedRates.Row) -> Double {
      ((row.labels >= enough ? row.corrected : nil) ?? row.reported)?.value ?? -1
    }
    let rows = rates.rows.sorted { (value($0), $1.language) > (value($1), $0.language) }
    func cell(_ estimate: Estimate?) -> Table.Cell {
      estimate.map { .init(Words.percent($0), value: $0.value) } ?? .init("–", emphasis: .faint)
    }
    let table = Table(
      caption: "Rates of answers to harmful prompts that comply, as the judge \(rates.judge) has them and corrected.",
      columns: [
        .init("Language"), .init("As judged", isNumeric: true), .init("Corrected", isNumeric: true),
        .init("Labels", isNumeric: true), .init("Differ from the judge", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))"), cell(row.reported), cell(row.corrected),
          .init("\(row.labels)"), .init("\(row.differing)", emphasis: row.differing > 0 ? .worst : .faint),
        ]
      })
    return Section(
      id: "rates", title: "What labels make of the rates",
      lead:
        "A corrected rate takes the judge's errors out. With few labels its interval is wide, and with fewer than \(enough) it says next to nothing.",
      blocks: [
        .table(table),
        .note(
          "Labels count where annotators are at one. The answers are a random draw: an item passed over breaks that."),
      ])
  }

  private static func people(_ progress: Queue.Progress) -> IsoglossCore.Section {
    let table = Table(
      caption: "\(progress.finished) of \(progress.items) answers have all the labels that are wanted of them.",
      columns: [
        .init("Annotator"), .init("Answered", isNumeric: true), .init("Passed over", isNumeric: true),
        .init("Left", isNumeric: true),
      ],
      rows: progress.annotators.map { part in
        [.init(part.annotator), .init("\(part.answered)"), .init("\(part.skipped)"), .init("\(part.left)")]
      })
    return Section(
      id: "people", title: "Who has labelled", lead: "\(progress.given) of \(progress.wanted) labels are there.",
      blocks: [.table(table)])
  }

  private static func agreement(_ session: Session) async throws -> IsoglossCore.Section {
    let found = try await session.agreement(resamples: 500)
    func cell(_ estimate: Estimate?) -> Table.Cell {
      guard let estimate else { return .init("–", emphasis: .faint) }
      let numbers = [estimate.value, estimate.low, estimate.high].map(Curve.short)
      return .init("\(numbers[0]) [\(numbers[1]), \(numbers[2])]", value: estimate.value)
    }
    let table = Table(
      caption: "Agreement on answers that several have labelled, with 95 % intervals.",
      columns: [
        .init("Question"), .init("Annotators"), .init("Answers", isNumeric: true), .init("Same", isNumeric: true),
        .init("Cohen's kappa", isNumeric: true), .init("Krippendorff's alpha", isNumeric: true),
        .init("Jaccard", isNumeric: true),
      ],
      rows: found.rows.map { row in
        [
          .init(row.question), .init(row.pair?.joined(separator: " and ") ?? "all pairs"), .init("\(row.items)"),
          cell(row.raw), cell(row.kappa), cell(row.alpha), cell(row.jaccard),
        ]
      })
    return Section(
      id: "agreement", title: "How far annotators agree",
      lead: found.rows.isEmpty
        ? "No two have labelled the same answer yet." : "Every shared answer counts once a pair.",
      blocks: found.rows.isEmpty ? [] : [.table(table)])
  }
}
