public import IsoglossCore

extension ChoiceMeasures {
  /// The first line: the worst language with its uncertainty, the gap to English, the mean.
  public var headline: String {
    guard let worst, let mean else { return "No question was answered" }
    let isAtChance = rows.first { $0.language == worst.language }?.isAtChance == true
    var text = "Worst language: \(worst.language.name), \(Numerals.percent(worst.accuracy))"
    if isAtChance { text += ", at chance" }
    if let gap = rows.first(where: { $0.language == worst.language })?.gap {
      text += "; \(Numerals.difference(gap)) to English"
    }
    text += "; mean \(Numerals.percent(mean))"
    // A language may lie below guessing too, where a model has a habit of one letter.
    if rows.allSatisfy({ $0.accuracy.low <= Self.chance }) {
      text += "; no language is above guessing: bits per byte tell more"
    }
    return text
  }

  /// The table of languages, and that of categories where there are a few.
  public var section: Section {
    let isWritten = method == .generated
    let table = Table(
      caption: "Share of right answers, \(shots == 0 ? "without examples" : "behind \(shots) examples"), "
        + (isWritten ? "read from what the model wrote." : "by the log-likelihood of the letters."),
      columns: [
        .init("Language"), .init("Accuracy", isNumeric: true), .init(""), .init("To English", isNumeric: true),
        .init("n", isNumeric: true),
      ] + (isWritten ? [.init("No option named", isNumeric: true)] : []),
      rows: rows.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))"),
          Numerals.cell(row.accuracy, emphasis: row.language == worst?.language ? .worst : .none),
          row.isAtChance ? .init("at chance", emphasis: .faint) : .init(""),
          row.gap.map { .init(Numerals.difference($0), value: $0.value) } ?? .init("–", emphasis: .faint),
          .init("\(row.accuracy.n)", value: Double(row.accuracy.n), emphasis: .faint),
        ] + (isWritten ? [.init("\(row.unread)", value: Double(row.unread), emphasis: .faint)] : [])
      })
    let figure = Figure(
      caption: "Accuracy by language; the line is guessing.",
      description: rows.map { "\($0.language.name) \(Numerals.percent($0.accuracy))" }.joined(separator: ", "),
      kind: .bars(
        rows.map { .init(label: $0.language.name, estimate: $0.accuracy, isWorst: $0.language == worst?.language) },
        reference: Self.chance, referenceLabel: "guessing"))
    return Section(
      id: "choice",
      title: isWritten ? "Questions with options, answered in writing" : "Questions with options",
      lead: isWritten
        ? "Which letter the model writes; not to be compared with accuracies by log-likelihood."
        : "Which of four letters the model holds most probable after the question, as lm-evaluation-harness scores it.",
      blocks: [.table(table), .figure(figure)] + (partTable.map { [.table($0)] } ?? [])
        + notes.map(Section.Block.note))
  }

  private var partTable: Table? {
    let names = Set(rows.flatMap(\.parts.keys)).sorted()
    guard (2...12).contains(names.count) else { return nil }
    return Table(
      caption: "Accuracy by category.",
      columns: [.init("Language")] + names.map { .init($0, isNumeric: true) },
      rows: rows.map { row in
        [.init("\(row.language.name) (\(row.language.code))")] + names.map { Numerals.cell(row.parts[$0]) }
      })
  }

  private var notes: [String] {
    var notes: [String] = []
    let guessing = rows.filter(\.isAtChance).map(\.language.name)
    if !guessing.isEmpty {
      notes.append(
        "At chance: the interval holds the 25 % of guessing, so the accuracy of \(Wording.list(guessing)) says nothing of "
          + "what the model knows. Bits per byte of parallel text do: `isogloss capability bits`.")
    }
    if cut > 0 { notes.append("\(cut) prompts were longer than the model's context and lost their beginning.") }
    if failed > 0 { notes.append("\(failed) questions were not answered: their requests failed. They are in no rate.") }
    return notes
  }
}
