public import IsoglossCore

/// What a reader is shown of a data build.
public enum BuildReport {
  /// A report over stages that are done; the first section is the one of all stages.
  public static func report(_ name: String, _ stages: [DataPipeline.Done]) -> Report {
    let languages = (stages.last?.rows ?? []).map(\.prompt.language).uniqued.sorted()
    let yield = BuildYield(stages)
    return Report(
      title: "Isogloss data build", headline: yield.headline,
      facts: [Fact("recipe", name), Fact("languages", languages.map(\.code).joined(separator: ", "))],
      sections: [overview(stages, languages, yield)] + stages.flatMap(\.sections),
      provenance: stages.map { Fact("stage \($0.manifest.stage)", String($0.manifest.fingerprint.prefix(16))) })
  }

  private static func overview(
    _ stages: [DataPipeline.Done], _ languages: [Language], _ yield: BuildYield
  ) -> Section {
    func cell(_ value: Int) -> Table.Cell { Table.Cell("\(value)", value: Double(value)) }
    let columns =
      [Table.Column("stage")] + ["rows in", "rows out", "dropped"].map { Table.Column($0, isNumeric: true) }
      + languages.map { Table.Column($0.code, isNumeric: true) }
    let rows = stages.map { stage in
      [
        Table.Cell(stage.manifest.stage), cell(stage.manifest.received), cell(stage.manifest.rows),
        cell(stage.manifest.dropped),
      ] + languages.map { language in cell(stage.rows.count { $0.prompt.language == language }) }
    }
    var blocks: [Section.Block] = [
      .table(yield.table), .table(Table(caption: "Rows by stage; by language after it.", columns: columns, rows: rows)),
    ]
    let reasons = reasons(stages)
    if !reasons.isEmpty {
      blocks.append(
        .table(
          Table(
            caption: "Why rows were dropped, with one of them each; all are in the stages' dropped.jsonl.",
            columns: [
              Table.Column("stage"), Table.Column("reason"), Table.Column("rows", isNumeric: true), Table.Column("one"),
              Table.Column("of it"),
            ], rows: reasons)))
    }
    return Section(
      id: "stages", title: "Stages", lead: "What each stage was given, gave on and dropped.", blocks: blocks)
  }

  private static func reasons(_ stages: [DataPipeline.Done]) -> [[Table.Cell]] {
    stages.flatMap { stage -> [[Table.Cell]] in
      let byCause = Dictionary(grouping: stage.dropped, by: \.cause)
      return byCause.sorted { ($1.value.count, $0.key) < ($0.value.count, $1.key) }.prefix(8).map { cause, rows in
        [
          Table.Cell(stage.manifest.stage), Table.Cell(cause), Table.Cell("\(rows.count)", value: Double(rows.count)),
          Table.Cell(rows.first?.id ?? ""), Table.Cell(rows.first?.detail ?? ""),
        ]
      }
    }
  }
}
