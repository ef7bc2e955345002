internal import IsoglossCore
internal import IsoglossStore

/// Which answers of a run a page lists. What a field asks for and the run does not have matches nothing.
struct SampleFilter: Sendable {
  let language: String?
  let hazard: String?
  let intent: String?
  let outcome: String?
  let judge: String?
  let text: String?
  /// From 1.
  let page: Int

  /// Answers a page.
  static let pageSize = 20

  init(_ fields: FormFields) {
    language = fields["language"]
    hazard = fields["hazard"]
    intent = fields["intent"]
    outcome = fields["outcome"]
    judge = fields["judge"]
    text = fields["q"]
    page = max(1, fields.number("page") ?? 1)
  }

  /// The filter as a query of a page about a run; an absent page is the first.
  func query(_ run: String, page: Int? = nil) -> String {
    var fields = FormFields()
    for (name, value) in [
      ("f", run), ("language", language), ("hazard", hazard), ("intent", intent), ("outcome", outcome),
      ("judge", judge),
      ("q", text),
    ] { fields[name] = value }
    let page = page ?? self.page
    if page > 1 { fields["page"] = "\(page)" }
    return fields.query
  }

  /// Places of the rows that match, in the order of the data. Cost: linear in the run's prompts.
  /// - Parameters:
  ///   - primary: the judge to go by where the filter names none.
  ///   - found: ids that contain the text; null where no text is asked for.
  func rows(in index: RunIndex, primary: String, found: Set<String>?) -> [Int] {
    let languagePlace = language.map { code in index.languages.firstIndex { $0.code == code } ?? -1 }
    let judgePlace = index.judge(judge ?? primary)
    return index.rows.indices.filter { place in
      let row = index.rows[place]
      guard row.isAnswered else { return false }
      if let languagePlace, row.language != languagePlace { return false }
      if let hazard, row.hazard?.rawValue != hazard { return false }
      if let intent, row.intent.rawValue != intent { return false }
      if let outcome {
        let read = judgePlace.flatMap { index.outcome(place, judge: $0) } ?? "unscored"
        if read != outcome { return false }
      }
      if let found, !found.contains(row.id) { return false }
      return true
    }
  }
}
