public import IsoglossCore

extension JudgeParity {
  /// The first line: whether the error rate differs by language, and where it is highest.
  public var headline: String {
    let worst = rows.compactMap { row in row.errors.map { (row, $0) } }.max { $0.1.value < $1.1.value }
    guard let (row, errors) = worst else { return "No labelled answer could be judged" }
    let most = "most errors for \(field.rawValue): \(row.language.name), \(Numerals.percent(errors)) (n = \(errors.n))"
    guard let overall else { return Wording.capitalised(most) }
    let differs = overall.pValue <= 1 - confidence
    return "The error rate \(differs ? "differs by language" : "is not shown to differ by language") "
      + "(Cochran's Q, p \(overall.pValue < 0.001 ? "" : "= ")\(Numerals.pValue(overall.pValue))); \(most)"
  }

  /// The table by language, a chart of the differences to English, and the test over all.
  public var section: Section {
    let table = Table(
      caption:
        "Errors of the judge \(judge) for \(field.rawValue) on one set of answers in every language, labelled by "
        + "\(Wording.list(labellers)).",
      columns: [
        .init("Language"), .init("Errors", isNumeric: true), .init("Missed", isNumeric: true),
        .init("False alarms", isNumeric: true), .init("To English", isNumeric: true),
        .init("p (Holm)", isNumeric: true),
        .init("Unscored", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))" + (row.isOfficial == false ? " ⚑" : "")),
          Numerals.cell(row.errors), Numerals.cell(row.missed), Numerals.cell(row.falseAlarms),
          row.difference.map { .init(Numerals.difference($0), value: $0.value) } ?? .init("–", emphasis: .faint),
          row.pValue == nil && row.difference != nil
            ? .init("no difference", emphasis: .faint) : Numerals.pCell(row.adjusted),
          .init("\(row.unscored)", emphasis: .faint),
        ]
      })
    let compared = rows.filter { $0.difference != nil }
    let figure = Figure(
      caption: "Error rate less that of English, in points, with \(Numerals.share(confidence)) % intervals.",
      description: compared.map { "\($0.language.name) \(Numerals.pointsWithUnit($0.difference?.value ?? 0))" }
        .joined(separator: ", "),
      kind: .bars(
        compared.map { .init(label: $0.language.name, estimate: $0.difference) }, reference: 0,
        referenceLabel: "English", areDifferences: true))
    return Section(
      id: "parity", title: "Whether the judge errs alike in every language",
      lead: "The same labelled answers stand in every language, so what differs in this table is the judge and not the "
        + "model.",
      blocks: [.table(table)] + (compared.isEmpty ? [] : [.figure(figure)]) + [.paragraph(verdict)]
        + notes.map(Section.Block.note))
  }

  private var verdict: String {
    guard let overall else {
      return completeGroups == 0
        ? "No answer stands in every language and was scored in all of them: there is nothing to test at once."
        : "On the \(completeGroups) answers that were scored in every language the judge errs on the same ones throughout: "
          + "nothing differs."
    }
    var text =
      "Cochran's Q over \(overall.degrees + 1) languages and \(completeGroups) answers: "
      + "\(Numerals.coefficient(overall.statistic)), p \(overall.pValue < 0.001 ? "" : "= ")\(Numerals.pValue(overall.pValue))"
    if let effect = overall.effect {
      text += ", effect \(Numerals.coefficient(effect)) of the largest possible"
    }
    return text + "."
  }

  private var notes: [String] {
    var notes: [String] = []
    if !labellers.isEmpty, labellers.allSatisfy({ $0.hasPrefix("model") }) {
      notes.append("The labels are \(Wording.list(labellers)), and not human.")
    }
    let outside = rows.filter { $0.isOfficial == false }.map(\.language.name)
    if !outside.isEmpty { notes.append("⚑ The judge does not claim to read \(Wording.list(outside)).") }
    if !rows.contains(where: { $0.language == .english }) {
      notes.append("There are no English answers among the labels: nothing is compared with English.")
    }
    notes.append(
      "Not shown to differ is not the same as alike: with \(completeGroups) answers only large differences would show.")
    return notes
  }
}
