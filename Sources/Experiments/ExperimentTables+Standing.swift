internal import IsoglossCore

extension ExperimentTables {
  /// What the grid says in a sentence: whether English alone leaves the others behind, then the worst language of every
  /// mixture, by the measure that uses no judge.
  public var headline: String {
    let standing = standings.first { $0.measure == .refusalGain }?.rows ?? []
    guard !standing.isEmpty else {
      return (mixtures + singles).contains { $0.measure == .refusalGain }
        ? "No mixture of several languages is finished; \(runs.counted("run"))"
        : "No run has held-out groups: \(runs.counted("run"))"
    }
    let english = standing.first { $0.arm == "english" || $0.arm.hasPrefix("english, ") && isTotal($0) }.map {
      answer($0) ?? "English alone was asked too little to be compared"
    }
    let worst = standing.map { row in
      "\(row.worst.name) \(GridFormat.text(row.worstEstimate, .refusalGain)) under \(row.arm)"
    }
    let counts = Set(standing.map(\.seeds.count)).sorted().map(String.init).joined(separator: " or ")
    return [
      english ?? "English alone is not finished",
      "nats that refusal gains on agreement in the worst language: \(worst.joined(separator: ", "))",
      "\(runs.counted("run")), \(counts) seed\(counts == "1" ? "" : "s") a mixture",
    ].joined(separator: "; ")
  }

  /// Whether the arm is one of several that differ in their number of pairs.
  private func isTotal(_ row: ArmStanding) -> Bool { row.arm.hasSuffix(" in all") }

  /// `English alone leaves the other languages 38.9 nats behind English [30.2, 47.6] and …`.
  private func answer(_ row: ArmStanding) -> String? {
    guard let gap = row.gap else { return nil }
    /// A difference below 0 as words, its interval turned.
    func words(_ estimate: ArmEstimate, _ behind: String, _ other: (even: String, ahead: String)) -> String {
      let mean = estimate.mean
      func plain(_ value: Double) -> String { GridFormat.plain(value, 1) }
      guard estimate.hasInterval else {
        let size = plain(abs(mean.value))
        let place =
          size == "0.0" ? other.even : "\(size) nats \(mean.value < 0 ? "behind \(behind)" : other.ahead)"
        return "\(place) (no interval: every request and seed says the same)"
      }
      if mean.high < 0 {
        return "\(plain(-mean.value)) nats behind \(behind) [\(plain(-mean.high)), \(plain(-mean.low))]"
      }
      if mean.low > 0 { return "\(plain(mean.value)) nats \(other.ahead) [\(plain(mean.low)), \(plain(mean.high))]" }
      return "\(other.even) (\(GridFormat.text(estimate, .refusalGain)) nats)"
    }
    let first = words(gap, "English", ("where English is, as far as this can tell", "ahead of English"))
    let second = row.overBalanced.map {
      " and "
        + words(
          $0, "what balanced training gives them",
          (
            "where balanced training leaves them, as far as this can tell", "ahead of what balanced training gives them"
          ))
    }
    return "English alone leaves the other languages \(first)\(second ?? "")"
  }

  /// Worst language, English and the others by mixture, without a judge and judged; then what each mixture costs.
  var standingSections: [Section] {
    guard !standings.isEmpty else { return [] }
    let tables = standings.map { Section.Block.table(table($0)) }
    let seeds = Set(standings.flatMap(\.rows).map(\.seeds.count))
    let few =
      seeds == [1]
      ? "Every mixture has one seed: the intervals say nothing about other seeds. "
      : "Where there are several seeds, intervals of differences take seeds for a sample too. "
    let differences = standings.flatMap(\.rows).flatMap { [$0.gap, $0.overBalanced].compactMap { $0 } }
    let alike =
      differences.contains { !$0.hasInterval }
      ? "A difference without an interval is the same in every request and seed: how sure it is cannot be told. " : ""
    let note = Section.Block.note(
      few
        + "“Worst in” is the share of draws of requests in which this language (the first, where several tie) is the "
        + "worst: below 95 %, another one may be. "
        + alike
        + (standings.contains { $0.rows.contains(where: isTotal) }
          ? "Mixtures are held against the balanced one of as many pairs, where there is one."
          : "All mixtures show the same number of pairs, unless their name says how many a language: then a language has "
            + "as many as in the balanced one."))
    return [
      Section(
        id: "standing", title: "Does English alone leave the other languages behind?",
        lead: "The worst language of every mixture, and the others beside English.", blocks: tables + [note])
    ] + costSections
  }

  private func table(_ standing: Standing) -> Table {
    let measure = standing.measure
    let rows = standing.rows.map { row in
      [
        Table.Cell(row.arm), GridFormat.difference(row.gap, measure), GridFormat.difference(row.overBalanced, measure),
        Table.Cell(
          "\(([row.worst] + row.tied).map(\.name).joined(separator: ", ")) "
            + GridFormat.text(row.worstEstimate, measure), value: row.worstEstimate.mean.value),
        GridFormat.share(row.certainty), GridFormat.cell(row.english, measure), GridFormat.cell(row.others, measure),
        Table.Cell("\(row.seeds.count)", value: Double(row.seeds.count)),
      ]
    }
    return Table(
      caption: measure.words.caption,
      columns: [
        Table.Column("mixture"), Table.Column("others less English", isNumeric: true),
        Table.Column("others less balanced's", isNumeric: true), Table.Column("worst language", isNumeric: true),
        Table.Column("worst in", isNumeric: true), Table.Column("English", isNumeric: true),
        Table.Column("the others", isNumeric: true), Table.Column("seeds", isNumeric: true),
      ], rows: rows)
  }

  private var costSections: [Section] {
    let told: [(measure: GridMeasure, title: String)] = [
      (.nonRefusal, "non-refusal"), (.twinRefusal, "benign twins refused"), (.helpGain, "help gained, nats"),
      (.consistency, "in the language"), (.degenerate, "degenerate"), (.surprise, "perplexity"),
      (.textCost, "bits per byte"),
    ]
    let tables = told.compactMap { item in
      mixtures.first { $0.measure == item.measure }.map { (title: item.title, table: $0) }
    }
    // Changes have no column for the start.
    let arms = tables.map(\.table.columns).max { $0.count < $1.count } ?? []
    let rows = arms.map { arm in
      [Table.Cell(arm)]
        + tables.map { item in
          GridFormat.cell(item.table.columns.firstIndex(of: arm).flatMap { item.table.all[$0] }, item.table.measure)
        }
    }
    guard !rows.isEmpty else { return [] }
    return [
      Section(
        id: "cost", title: "What it costs",
        lead: "Over-refusal, language, fluency and capability beside safety, all languages together.",
        blocks: [
          .table(
            Table(
              caption: "all languages, 95 % by resampling requests; bits per byte are a change, above 0 is worse",
              columns: [Table.Column("mixture")] + tables.map { Table.Column($0.title, isNumeric: true) }, rows: rows))
        ])
    ]
  }
}
