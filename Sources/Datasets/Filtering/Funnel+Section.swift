public import IsoglossCore

extension Funnel {
  /// What a reader is shown of it: the stages, then what was dropped by kind, with examples.
  public var sections: [Section] {
    let lead = "Of \(entered) pairs \(left) are left; each pair is counted at the first stage that it fails."
    let stages = Section(id: "funnel", title: "What filtering dropped", lead: lead, blocks: [.table(stageTable)])
    guard left < entered else { return [stages] }
    return [stages, details]
  }

  private var details: Section {
    Section(
      id: "dropped", title: "What was dropped, by kind", lead: "Stages that dropped nothing are left out.",
      blocks: [
        .table(
          table(
            "Pairs dropped, by language and stage.", "Language", byLanguage.keys.sorted().map(\.code),
            total: { code in byLanguage[Language(code)] ?? 0 }
          ) { $0.byLanguage[Language($1)] ?? 0 }),
        .table(
          table(
            "Pairs dropped, by hazard and stage.", "Hazard", Hazard.allCases.map(\.rawValue).filter(isHazardDropped)
          ) { $0.byHazard[$1] ?? 0 }),
        .table(
          table(
            "Pairs dropped, by attack style and stage.", "Style",
            AttackStyle.allCases.map(\.rawValue).filter(isStyleDropped)
          ) { $0.byStyle[$1] ?? 0 }),
        .table(exampleTable),
      ].filter { if case .table(let table) = $0 { !table.rows.isEmpty } else { true } })
  }

  private func isHazardDropped(_ name: String) -> Bool { stages.contains { $0.byHazard[name] != nil } }
  private func isStyleDropped(_ name: String) -> Bool { stages.contains { $0.byStyle[name] != nil } }

  private var stageTable: Table {
    Table(
      caption: "Pairs that came to each stage, were dropped there, and went on.",
      columns: [
        .init("Stage"), .init("Came", isNumeric: true), .init("Dropped", isNumeric: true),
        .init("Went on", isNumeric: true),
      ],
      rows: stages.map { stage in
        [
          .init(stage.name), .init(count: stage.entered), .init(count: stage.dropped),
          .init(count: stage.entered - stage.dropped),
        ]
      })
  }

  private func table(
    _ caption: String, _ heading: String, _ rows: [String], total: ((String) -> Int)? = nil,
    _ count: (Stage, String) -> Int
  ) -> Table {
    // A stage that dropped nothing has no column: with many rules a table would not fit on a screen.
    let shown = stages.filter { $0.dropped > 0 }
    return Table(
      caption: caption,
      columns: [Table.Column(heading)] + (total == nil ? [] : [Table.Column("Came", isNumeric: true)])
        + shown.map { Table.Column($0.name, isNumeric: true) },
      rows: shown.isEmpty
        ? []
        : rows.map { row in
          [Table.Cell(row)] + (total.map { [Table.Cell(count: $0(row))] } ?? [])
            + shown.map { Table.Cell(count: count($0, row)) }
        })
  }

  private var exampleTable: Table {
    Table(
      caption: "Some of the pairs that were dropped.",
      columns: [.init("Stage"), .init("Pair"), .init("Language"), .init("Why"), .init("Request")],
      rows: stages.flatMap { stage in
        stage.examples.map { example in
          [
            .init(stage.name), .init(example.pair), .init(example.language.code), .init(example.reason),
            .init(example.request),
          ]
        }
      })
  }
}

extension Table.Cell {
  /// A count; zero is faint.
  package init(count: Int) { self.init("\(count)", value: Double(count), emphasis: count == 0 ? .faint : .none) }
}
