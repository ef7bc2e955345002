internal import IsoglossCore
internal import IsoglossEvaluation
internal import IsoglossReporting
internal import IsoglossReview

/// What the page of a review's progress is made of.
extension Site {
  /// Labels of a language before its corrected rate is named in a headline, or decides its place.
  private static let enough = 5

  /// What people's labels tell of the worst language, and what the judge says of it. Only a language with enough labels has a
  /// corrected rate to name: while others have none, the worst of the known ones is not the worst of all.
  /// - Parameter judged: the worst language by the judge.
  static func headline(_ rates: CorrectedRates, judged: Measures.Worst?) -> String {
    let known = rates.rows.filter { $0.labels >= enough && $0.corrected != nil }
    let judge = judged.map { worst in
      let labels = rates.rows.first { $0.language == worst.language }?.labels ?? 0
      let words = labels >= enough ? "" : labels == 1 ? ", 1 label" : ", \(labels) labels"
      return "; by the judge: \(worst.language.name), \(Words.percent(worst.rate))\(words)"
    }
    let worst = known.max {
      ($0.corrected?.value ?? 0, $1.language) < ($1.corrected?.value ?? 0, $0.language)
    }
    guard let worst, let corrected = worst.corrected else {
      return "No language of \(rates.rows.count) has \(enough) labels yet\(judge ?? "")"
    }
    let rate = "\(worst.language.name), \(Words.percent(corrected)) (\(corrected.n) labels)"
    if known.count == rates.rows.count { return "Worst language by people's labels: \(rate)\(judge ?? "")" }
    let those = "\(known.count) of \(rates.rows.count) languages"
    return known.count == 1
      ? "\(those) has \(enough) labels or more: \(rate)\(judge ?? "")"
      : "\(those) have \(enough) labels or more, the worst of them \(rate)\(judge ?? "")"
  }

  /// The rates by language, beside what labels make of them.
  static func rates(_ rates: CorrectedRates) -> IsoglossCore.Section {
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

  /// Who has answered how much.
  static func people(_ progress: Queue.Progress) -> IsoglossCore.Section {
    let table = Table(
      caption: "\(progress.finished) of \(progress.items) items have all the answers that are wanted of them.",
      columns: [
        .init("Annotator"), .init("Answered", isNumeric: true), .init("Passed over", isNumeric: true),
        .init("Left", isNumeric: true),
      ],
      rows: progress.annotators.map { part in
        [.init(part.annotator), .init("\(part.answered)"), .init("\(part.skipped)"), .init("\(part.left)")]
      })
    return Section(
      id: "people", title: "Who has answered", lead: "\(progress.given) of \(progress.wanted) answers are there.",
      blocks: [.table(table)])
  }

  /// How far those who answered the same items agree.
  static func agreement(_ session: Session) async throws -> IsoglossCore.Section {
    let found = try await session.agreement(resamples: 500)
    func cell(_ estimate: Estimate?) -> Table.Cell {
      guard let estimate else { return .init("–", emphasis: .faint) }
      let numbers = [estimate.value, estimate.low, estimate.high].map(Curve.short)
      return .init("\(numbers[0]) [\(numbers[1]), \(numbers[2])]", value: estimate.value)
    }
    let table = Table(
      caption: "Agreement on items that several have answered, with 95 % intervals.",
      columns: [
        .init("Question"), .init("Annotators"), .init("Items", isNumeric: true), .init("Same", isNumeric: true),
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
        ? "No two have answered the same item yet." : "Every shared item counts once a pair.",
      blocks: found.rows.isEmpty ? [] : [.table(table)])
  }
}
