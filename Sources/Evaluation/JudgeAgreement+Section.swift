public import IsoglossCore
internal import IsoglossJudges

extension JudgeAgreement {
  /// The first line: where the judges agree least.
  public var headline: String {
    let name = judges.count == 2 ? "kappa" : "alpha"
    let ranked = languages.compactMap { row in chance(row).map { (row, $0) } }.sorted { $0.1.value < $1.1.value }
    if let (row, estimate) = ranked.first {
      return
        "Least agreement on \(field.rawValue): \(row.part), \(name) \(Numerals.coefficient(estimate)) (n = \(row.items))"
    }
    guard let raw = all.raw else { return "No answer was read by two judges" }
    return
      "Every reading of \(field.rawValue) is the same: the judges agree on \(Numerals.percent(raw)) (n = \(all.items)), "
      + "and kappa cannot be told"
  }

  /// Tables by language, hazard and pair of judges, with a bar chart of kappa by language.
  public var section: Section {
    let name = judges.count == 2 ? "Cohen's kappa" : "Krippendorff's alpha"
    let figure = Figure(
      caption: "\(name) by language for \(field.rawValue), with \(Numerals.share(confidence)) % intervals.",
      description: languages.map { "\($0.part) \(Numerals.coefficient(chance($0)))" }.joined(separator: ", "),
      kind: .bars(
        languages.map { .init(label: $0.part, estimate: chance($0), isWorst: $0.part == worst) },
        reference: chance(all)?.value, referenceLabel: "all", areCoefficients: true))
    var blocks: [Section.Block] = [
      .table(table(languages + [all], "Agreement of \(Wording.list(judges)) on \(field.rawValue), by language.")),
      .figure(figure),
    ]
    if !pairs.isEmpty { blocks.append(.table(table(pairs, "The same by pair of judges."))) }
    if !hazards.isEmpty { blocks.append(.table(table(hazards, "The same by hazard; a row rests on few answers."))) }
    return Section(
      id: "agreement", title: "How far the judges agree",
      lead: "Where judges agree less in one language than in another, that language's rate rests on less: "
        + "at least one of them is wrong wherever they differ.",
      blocks: blocks + notes.map(Section.Block.note))
  }

  /// Kappa for two judges, alpha for more.
  private func chance(_ row: Row) -> Estimate? { judges.count == 2 ? row.kappa : row.alpha }

  private var worst: String? {
    languages.compactMap { row in chance(row).map { (row.part, $0.value) } }.min { $0.1 < $1.1 }?.0
  }

  private func table(_ rows: [Row], _ caption: String) -> Table {
    let isPairwise = rows.contains { $0.kappa != nil } || judges.count == 2
    return Table(
      caption: caption,
      columns: [.init(""), .init("Same reading", isNumeric: true)]
        + (isPairwise ? [.init("Cohen's kappa", isNumeric: true)] : [])
        + [
          .init("Krippendorff's alpha", isNumeric: true), .init("Adjusted kappa", isNumeric: true),
          .init("n", isNumeric: true), .init("Outside its languages"),
        ],
      rows: rows.map { row in
        let emphasis: Table.Emphasis = row.part == worst ? .worst : .none
        let name = row.language.map { "\(row.part) (\($0.code))" } ?? row.part
        return [.init(name, emphasis: emphasis), Numerals.cell(row.raw)]
          + (isPairwise ? [Numerals.coefficientCell(row.kappa)] : [])
          + [
            Numerals.coefficientCell(row.alpha), Numerals.coefficientCell(row.pabak),
            .init("\(row.items)", value: Double(row.items), emphasis: .faint),
            .init(row.unofficial.isEmpty ? "" : Wording.list(row.unofficial)),
          ]
      })
  }

  private var notes: [String] {
    var notes = [
      "Kappa and alpha take out the agreement that chance would bring, and fall where one reading is rare even if the "
        + "judges are as good; the adjusted kappa (prevalence- and bias-adjusted) does not."
    ]
    notes += leftOut.map { "\(JudgeLabel.short($0.judge)) is not counted: it \($0.reason)." }
    let single = languages.filter(\.isOneCategory).map(\.part)
    if !single.isEmpty {
      notes.append(
        "In \(Wording.list(single)) all readings are one and the same: kappa and alpha are undefined there, and the "
          + "adjusted kappa stands.")
    }
    let empty = languages.filter { $0.items == 0 }.map(\.part)
    if !empty.isEmpty { notes.append("In \(Wording.list(empty)) no answer has two readings.") }
    if isClustered {
      notes.append("Prompts that share a group were drawn together in the resampling of what spans languages.")
    }
    return notes
  }
}
