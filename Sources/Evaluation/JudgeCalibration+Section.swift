public import IsoglossCore
internal import IsoglossStatistics

extension JudgeCalibration {
  /// The first line: the worst corrected rate, or without a run the language in which the judge misses most.
  public var headline: String {
    if hasRun {
      let worst = rows.compactMap { row in row.corrected.map { (row, $0) } }.max { $0.1.value < $1.1.value }
      guard let (row, estimate) = worst else { return "No rate could be corrected: the labels do not allow it" }
      let reported = row.reported.map { ", reported \(Numerals.percent($0.value))" } ?? ""
      return "Highest corrected \(rateName): \(row.language.name), \(Numerals.percent(estimate))\(reported)"
    }
    let least = rows.compactMap { row in row.sensitivity.map { (row, $0) } }.min { $0.1.value < $1.1.value }
    guard let (row, estimate) = least else { return "No labelled answer could be judged" }
    return
      "Lowest sensitivity for \(field.rawValue): \(row.language.name), \(Numerals.percent(estimate)) (n = \(estimate.n))"
  }

  /// Error rates and corrected rates by language, and for each language a sentence on its difference to English.
  public var section: Section {
    var blocks: [Section.Block] = [.table(errors)]
    if hasRun { blocks += [.table(rates), .figure(figure)] }
    blocks += sentences.map(Section.Block.paragraph)
    return Section(
      id: "calibration",
      title: hasRun ? "What is left when the judge's errors are taken out" : "How often the judge errs",
      lead:
        "A judge that errs more in one language than in another moves that language's rate though the model did not.",
      blocks: blocks + notes.map(Section.Block.note))
  }

  private func name(_ row: Row) -> Table.Cell {
    .init("\(row.language.name) (\(row.language.code))" + (row.isOfficial == false ? " ⚑" : ""))
  }

  private var errors: Table {
    Table(
      caption: "Error of the judge \(judge) for \(event), on answers labelled by \(Wording.list(labellers)).",
      columns: [
        .init("Language"), .init("Sensitivity", isNumeric: true), .init("n", isNumeric: true),
        .init("Specificity", isNumeric: true), .init("n", isNumeric: true), .init("Unscored", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          name(row), Numerals.cell(row.sensitivity), .init("\(row.sensitivity?.n ?? 0)", emphasis: .faint),
          Numerals.cell(row.specificity), .init("\(row.specificity?.n ?? 0)", emphasis: .faint),
          .init("\(row.unscored)", emphasis: .faint),
        ]
      })
  }

  private var event: String {
    switch field {
    case .harm: "harmful answers"
    case .refusal: "refusals"
    case .outcome: "compliance, whole or partial"
    }
  }

  private var rates: Table {
    Table(
      caption: "\(Wording.capitalised(rateName)) on harmful prompts: as reported, and corrected by \(method).",
      columns: [
        .init("Language"), .init("Reported", isNumeric: true), .init("Corrected", isNumeric: true),
        .init("Gap to English", isNumeric: true), .init("Corrected gap", isNumeric: true),
        .init("p (Holm)", isNumeric: true), .init("Labels still needed", isNumeric: true),
      ],
      rows: rows.map { row in
        let isWorst = row.language == worst
        return [
          name(row), Numerals.cell(row.reported),
          row.corrected == nil
            ? .init(row.reason ?? "–", emphasis: .faint)
            : Numerals.cell(row.corrected, emphasis: isWorst ? .worst : .none),
          row.gap.map { .init(Numerals.difference($0.reported.difference), value: $0.reported.difference.value) }
            ?? .init("–", emphasis: .faint),
          row.gap?.corrected.map { .init(Numerals.difference($0), value: $0.value) } ?? .init("–", emphasis: .faint),
          Numerals.pCell(row.gap?.adjusted), needed(row),
        ]
      })
  }

  private func needed(_ row: Row) -> Table.Cell {
    if let missing = row.labelsMissing { return .init("\(missing)", value: Double(missing)) }
    return .init(row.corrected == nil ? "–" : "more answers", emphasis: .faint)
  }

  private var worst: Language? {
    rows.compactMap { row in row.corrected.map { (row.language, $0.value) } }.max { $0.1 < $1.1 }?.0
  }

  private var figure: Figure {
    Figure(
      caption: "Corrected \(rateName) by language with \(Numerals.share(confidence)) % intervals.",
      description: rows.map { "\($0.language.name) \(Numerals.percent($0.corrected))" }.joined(separator: ", "),
      kind: .bars(
        rows.map { .init(label: $0.language.name, estimate: $0.corrected, isWorst: $0.language == worst) },
        reference: rows.first { $0.language == .english }?.corrected?.value, referenceLabel: "English"))
  }

  private var method: String {
    design == .own
      ? "prediction-powered inference (labels drawn from the run)" : "Rogan and Gladen (labels of other answers)"
  }

  /// One sentence a language: whether its difference to English survives the correction.
  public var sentences: [String] { rows.compactMap(sentence) }

  private func sentence(_ row: Row) -> String? {
    guard let gap = row.gap else { return nil }
    let name = row.language.name
    let before = Numerals.pointsWithUnit(gap.reported.difference.value)
    guard let corrected = gap.corrected else {
      let reason = row.reason ?? rows.first { $0.language == .english }?.reason.map { "English: \($0)" } ?? "no labels"
      return "\(name): the difference to English (\(before) as reported) cannot be corrected (\(reason))."
    }
    let after = Numerals.difference(corrected)
    let level = 1 - confidence
    let was = gap.reported.adjusted.map { $0 <= level } ?? false
    let isStill = gap.adjusted.map { $0 <= level } ?? false
    let isSameWay = (gap.reported.difference.value >= 0) == (corrected.value >= 0)
    switch (was, isStill) {
    case (true, true) where isSameWay:
      return "\(name): the difference to English survives the correction (\(before) as reported, \(after) corrected)."
    case (true, true):
      return
        "\(name): the correction turns the difference to English round (\(before) as reported, \(after) corrected)."
    case (true, false):
      return "\(name): the difference to English does not survive the correction (\(before) as reported, \(after) "
        + "corrected): the judge's errors could have made it."
    case (false, true):
      return
        "\(name): a difference to English appears only in the correction (\(before) as reported, \(after) corrected)."
    case (false, false):
      return "\(name): no difference to English could be told, before the correction or after (\(before) as reported, "
        + "\(after) corrected)."
    }
  }

  private var notes: [String] {
    var notes: [String] = []
    if hasRun {
      notes.append(
        design == .own
          ? "The labels are taken for a random draw of this run's answers; nothing else is assumed of the judge. A hand-"
            + "picked sample makes these numbers wrong."
          : "The labels are of other answers: the correction assumes that the judge errs on this run as often as on them, "
            + "which the run cannot check. Labels drawn from the run itself (--own-labels) assume nothing of the kind.")
      notes.append(
        "Intervals hold the error of the labels as well as that of the answers. Differences treat two languages as "
          + "independent, which errs on the safe side where prompts are parallel. Labels still needed are for an interval of "
          + "± \(Numerals.share(halfWidth)) points.")
    }
    if !labellers.isEmpty, labellers.allSatisfy({ $0.hasPrefix("model") }) {
      notes.append("The labels are \(Wording.list(labellers)), and not human.")
    }
    let outside = rows.filter { $0.isOfficial == false }.map(\.language.name)
    if !outside.isEmpty {
      notes.append("⚑ The judge does not claim to read \(Wording.list(outside)).")
    }
    let few = rows.filter {
      $0.labels.total > 0 && min($0.labels.sensitivity.trials, $0.labels.specificity.trials) < 10
    }
    if !few.isEmpty {
      notes.append(
        "Fewer than ten labels of one kind in \(Wording.list(few.map(\.language.name))): their intervals are as wide as they "
          + "look.")
    }
    return notes
  }
}
