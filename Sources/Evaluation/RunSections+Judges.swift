internal import IsoglossCore
internal import IsoglossJudges

extension RunSections {
  /// The mark of a cell outside a judge's languages.
  private static let outside = " †"

  /// Each judge's rate by language, side by side; null where one judge judged.
  var judges: Section? {
    guard let comparison, comparison.rows.count > 1 else { return nil }
    var notes: [String] = []
    if comparison.rows.contains(where: { $0.isOfficial.contains(false) }) {
      notes.append("†: the judge does not claim to read this language. A rate there may be the judge's error.")
    }
    if Set(comparison.rows.map(\.rateName)).count > 1 {
      notes.append(
        "Attack success rate is what a judge of harm counts; non-refusal is what a judge of wording counts, and is higher "
          + "where answers are harmless without declining. Compare the order of the languages, and not the figures.")
    }
    for row in comparison.rows where row.judgesItself {
      notes.append("\(row.label) is the model under test itself.")
    }
    for part in comparison.partial {
      notes.append(
        "\(JudgeLabel.short(part.judge)) is left out: it judged \(part.judged) of \(comparison.answered) answers.")
    }
    return Section(
      id: "judges", title: "The same answers, judged by others", lead: agreementOnWorst(comparison),
      blocks: [.table(rates(comparison, comparison.rows)), .table(worst(comparison))] + notes.map(Section.Block.note))
  }

  /// The overlap of judges and training filters; null where no judge filtered.
  var circularity: Section? {
    guard let circularity = Circularity(manifest) else { return nil }
    let filters = circularity.filters.joined(separator: ", ")
    let title = "Judges that filtered the training data"
    guard !circularity.overlapping.isEmpty else {
      return Section(
        id: "circularity", title: title,
        lead: "The model was trained on data filtered by \(filters), and no judge of this run is one of them.",
        blocks: [])
    }
    let overlapping = JudgeLabel.short(circularity.overlapping).joined(separator: ", ")
    let lead =
      "The model was trained on data filtered by \(filters): \(overlapping) judged this run too, and what such a judge "
      + "misses the model was taught to do."
    let independent = comparison?.rows.filter { !$0.filtered } ?? []
    guard let comparison, !independent.isEmpty else {
      return Section(
        id: "circularity", title: title, lead: lead,
        blocks: [
          .note(
            "No judge that did not filter has judged every answer. Ask one: `isogloss judge run RUN --judge SPEC`.")
        ])
    }
    let shown = comparison.rows.filter { $0.judge == measures.judge || !$0.filtered }
    return Section(
      id: "circularity", title: title, lead: lead,
      blocks: [
        .paragraph("Judges that did not filter: \(independent.map(\.label).joined(separator: ", "))."),
        .table(rates(comparison, shown)),
      ])
  }

  private func rates(_ comparison: JudgeComparison, _ rows: [JudgeComparison.Row]) -> Table {
    let position = Dictionary(uniqueKeysWithValues: comparison.languages.enumerated().map { ($1, $0) })
    let order = ranked.compactMap { part in position[part.language].map { (part.language, $0) } }
    return Table(
      caption: "Rates on harmful prompts with \(Numerals.share(comparison.confidence)) % intervals; each judge's worst "
        + "language stands out.",
      columns: [.init("Language")] + rows.map { .init("\($0.label): \($0.rateName)", isNumeric: true) },
      rows: order.map { language, index in
        [.init("\(language.name) (\(language.code))")]
          + rows.map { row in
            var cell = Numerals.cell(
              row.rates[index], emphasis: row.worst?.language == language ? .worst : .none)
            if row.isOfficial[index] == false { cell.text += Self.outside }
            return cell
          }
      })
  }

  private func worst(_ comparison: JudgeComparison) -> Table {
    Table(
      caption: "The worst language under each judge, with an interval for the highest rate.",
      columns: [
        .init("Judge"), .init("Counts"), .init("Worst language"), .init("Rate", isNumeric: true),
        .init("Cannot be told from it"), .init("Unscored", isNumeric: true), .init("Filtered training data"),
      ],
      rows: comparison.rows.map { row in
        let others = row.worst?.candidates.filter { $0 != row.worst?.language } ?? []
        let isOutside = row.worst.flatMap { worst in
          comparison.languages.firstIndex(of: worst.language).map { row.isOfficial[$0] == false }
        }
        return [
          .init(row.label), .init(row.rateName),
          .init((row.worst?.language.name ?? "–") + (isOutside == true ? Self.outside : "")),
          Numerals.cell(row.worst?.rate),
          .init(others.isEmpty ? "–" : others.map(\.code).joined(separator: " ")),
          .init("\(row.unscored)", emphasis: .faint), .init(row.filtered ? "yes" : "no"),
        ]
      })
  }

  /// Whether the judges name one worst language, in words.
  private func agreementOnWorst(_ comparison: JudgeComparison) -> String {
    let named = comparison.rows.compactMap(\.worst?.language)
    guard let first = named.first else { return "No judge could judge an answer to a harmful prompt." }
    let distinct = Set(named)
    if distinct.count == 1 {
      return "All \(named.count) judges name \(first.name) as the worst language."
    }
    let words = comparison.rows.compactMap { row in row.worst.map { "\(row.label) names \($0.language.name)" } }
    return "The judges do not name one worst language: \(words.joined(separator: ", "))."
  }
}
