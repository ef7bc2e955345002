public import IsoglossCore

extension ExperimentTables {
  /// The tables as a report.
  public var report: Report {
    let measured = mixtures.map { section($0, id: "mixtures", "mixture") }
    let alone = singles.filter { $0.measure != .refusalGain }.map { section($0, id: "singles", "single language") }
    return Report(
      title: "Isogloss experiment", headline: headline,
      facts: [
        Fact("experiment", experiment), Fact("base", base), Fact("runs", "\(runs)"),
        Fact("judge", judge.name + (judge.judgesHarm ? "" : " (reads refusals, not harm)")),
      ],
      sections: standingSections + pointSections + measured + transferSections + choiceSections
        + agreement.map(section) + alone + externalSections,
      provenance: provenance)
  }

  private func section(_ table: ArmTable, id: String, _ what: String) -> Section {
    let worst = table.columns.indices.map(table.worst)
    var rows = zip(table.languages, table.cells).map { language, cells in
      [Table.Cell(language.name)]
        + cells.enumerated().map { GridFormat.cell($1, table.measure, isWorst: worst[$0].contains(language)) }
    }
    rows.append([Table.Cell("all")] + table.all.map { GridFormat.cell($0, table.measure) })
    if table.all.contains(where: { $0.map { $0.seeds.count > 1 } ?? false }) {
      rows.append(
        [Table.Cell("all, range over seeds")]
          + table.all.map { estimate in
            guard let estimate, estimate.seeds.count > 1 else { return Table.Cell("–", emphasis: .faint) }
            let range = estimate.range
            return Table.Cell(
              "\(GridFormat.value(range.lowerBound, table.measure)) to "
                + GridFormat.value(range.upperBound, table.measure))
          })
    }
    let (title, caption) = table.measure.words
    let block = Section.Block.table(
      Table(
        caption: "\(caption); 95 % by resampling requests, each the mean of its seeds",
        columns: [Table.Column("language")] + table.columns.map { Table.Column($0, isNumeric: true) }, rows: rows))
    return Section(
      id: "\(id)-\(table.measure.rawValue)", title: "\(title), by \(what)",
      lead: "The worst language of each column stands out, or all that tie for it.", blocks: [block] + picture(table))
  }

  private func picture(_ table: ArmTable) -> [Section.Block] {
    guard table.measure == .nonRefusal || table.measure == .consistency else { return [] }
    let values = table.cells.map { row in row.map { $0?.mean.value } }
    let counts = table.cells.map { row in row.map { $0?.mean.n ?? 0 } }
    return [
      .figure(
        Figure(
          caption: table.measure.words.caption, description: "Languages down, mixtures across.",
          kind: .heatMap(
            rows: table.languages.map(\.name), columns: table.columns, values: values, counts: counts)))
    ]
  }

  private var transferSections: [Section] {
    guard let transfer else { return [] }
    let head = [Table.Column("trained on")] + transfer.testing.map { Table.Column($0.code, isNumeric: true) }
    let rows = zip(transfer.training, transfer.gains).map { language, gains in
      [Table.Cell(language.name)]
        + gains.enumerated().map { place, gain in
          guard let gain else { return Table.Cell("–", emphasis: .faint) }
          return Table.Cell(
            GridFormat.signed(gain.mean.value, 1), value: gain.mean.value,
            emphasis: transfer.testing[place] == language ? .good : .none)
        }
    }
    let details = transfer.training.enumerated().flatMap { row, from in
      transfer.testing.enumerated().compactMap { column, to -> [Table.Cell]? in
        guard let gain = transfer.gains[row][column] else { return nil }
        let range = gain.range
        return [
          Table.Cell(from.code), Table.Cell(to.code),
          GridFormat.cell(gain, .refusalGain),
          Table.Cell(
            gain.seeds.count > 1
              ? "\(GridFormat.signed(range.lowerBound, 1)) to \(GridFormat.signed(range.upperBound, 1))"
              : "one seed"), GridFormat.share(transfer.share(from: from, to: to)),
        ]
      }
    }
    let shares = transfer.training.map { from in
      transfer.testing.map { to in transfer.share(from: from, to: to).map { min(1, max(0, $0)) } }
    }
    let matrix = Section(
      id: "transfer", title: "Transfer, trained on against asked in (the paper's Table 2)",
      lead: "How many nats a refusal gains on an agreement in each language when one language alone is trained on.",
      blocks: [
        .table(Table(caption: "gain in nats, mean over held-out requests and seeds", columns: head, rows: rows)),
        .figure(
          Figure(
            caption: "Gain as a share of what the language's own pairs give, cut to 0…100 %",
            description:
              "Trained on down, asked in across. Hatched: the language was not trained on alone, or what its own pairs "
              + "give is not known to be above 0.",
            kind: .heatMap(
              rows: transfer.training.map(\.name), columns: transfer.testing.map(\.code), values: shares,
              counts: transfer.gains.map { row in row.map { $0?.mean.n ?? 0 } }))),
        .table(
          Table(
            caption:
              "every cell: gain with 95 % by resampling requests, range over seeds, share of the language's own gain",
            columns: [
              Table.Column("trained"), Table.Column("asked"), Table.Column("gain", isNumeric: true),
              Table.Column("over seeds", isNumeric: true), Table.Column("share", isNumeric: true),
            ], rows: details)),
      ])
    return [matrix] + (test.map { [section($0)] } ?? [])
  }

  private func section(_ test: TransferTest) -> Section {
    let rows = test.rows.map { row in
      [
        Table.Cell(row.name), GridFormat.number(row.correlation), GridFormat.pValue(row.pValue),
        GridFormat.number(row.partial), GridFormat.pValue(row.partialPValue), GridFormat.number(row.coefficient),
        GridFormat.number(row.standardError),
      ]
    }
    let explained =
      test.rSquared.map { "Together they explain \(GridFormat.whole($0 * 100)) % of the variance. " } ?? ""
    let missing =
      test.leftOut.isEmpty ? "" : "Left out of the regression: \(test.leftOut.joined(separator: ", ")). "
    return Section(
      id: "relatedness", title: "Does transfer follow relatedness?",
      lead: "Correlation of transfer with four distances; a distance that matters has a correlation below 0.",
      blocks: [
        .table(
          Table(
            caption: "\(test.cells) cells of \(test.languages.count) languages; p by letting languages change places",
            columns: [
              Table.Column("explanation"), Table.Column("Mantel r", isNumeric: true),
              Table.Column("p", isNumeric: true),
              Table.Column("partial r", isNumeric: true), Table.Column("p", isNumeric: true),
              Table.Column("regression", isNumeric: true), Table.Column("s.e.", isNumeric: true),
            ], rows: rows)),
        .note(
          "\(explained)\(missing)Partial: after resource class and tokens a byte of the asked language. The distances "
            + "go together among these languages, so one of them is not told from another; least-squares errors take "
            + "cells for independent, which they are not. Four tests are made: a p of 0.05 alone says little."),
      ])
  }

  private var choiceSections: [Section] {
    guard !choices.isEmpty else { return [] }
    let rows = choices.map { choice in
      [
        Table.Cell("\(choice.languages.count)"),
        Table.Cell(choice.rule == .mean ? "pairs shared out" : "nearest relative"),
        Table.Cell(choice.languages.map(\.code).joined(separator: " ")),
        Table.Cell(
          "\(GridFormat.signed(choice.worstGain, 1)) (\(choice.worst.code))", value: choice.worstGain),
        Table.Cell(choice.greedy.map(\.code).joined(separator: " ")),
        Table.Cell(GridFormat.signed(choice.greedyWorstGain, 1), value: choice.greedyWorstGain),
      ]
    }
    let forecast = forecasts.map { row in
      [
        Table.Cell(row.arm), GridFormat.number(row.measured, 1), GridFormat.number(row.predicted, 1),
        GridFormat.number(row.correlation),
      ]
    }
    var blocks: [Section.Block] = [
      .table(
        Table(
          caption: "best worst case over all sets of a size, and what a greedy search finds; gains in nats, predicted",
          columns: [
            Table.Column("languages", isNumeric: true), Table.Column("rule"), Table.Column("best set"),
            Table.Column("worst gain", isNumeric: true), Table.Column("greedy"),
            Table.Column("worst gain", isNumeric: true),
          ], rows: rows))
    ]
    if !forecast.isEmpty {
      blocks.append(
        .table(
          Table(
            caption:
              "worst gain of mixtures that were run, beside the prediction from single languages, pairs shared out",
            columns: [
              Table.Column("mixture"), Table.Column("measured", isNumeric: true),
              Table.Column("predicted", isNumeric: true), Table.Column("rank correlation", isNumeric: true),
            ], rows: forecast)))
    }
    blocks.append(
      .note(
        "A prediction, not a run: it takes mixtures to add up. The best of many sets looks better than it is, since "
          + "the gains are noisy."))
    return [
      Section(
        id: "choice", title: "Which languages to train in",
        lead: "Sets of languages by the gain of the language that gains least.", blocks: blocks)
    ]
  }

  private func section(_ agreement: GridAgreement) -> Section {
    let rows = agreement.rows.map { row in
      [
        Table.Cell(row.language?.name ?? "all"), Table.Cell("\(row.items)", value: Double(row.items)),
        GridFormat.share(row.raw),
        row.kappa.map {
          Table.Cell(
            "\(GridFormat.signed($0.value, 2)) [\(GridFormat.signed($0.low, 2)), \(GridFormat.signed($0.high, 2))]",
            value: $0.value)
        } ?? Table.Cell("–", emphasis: .faint),
      ]
    }
    let part = agreement.runs == agreement.allRuns ? "all runs" : "\(agreement.runs) of \(agreement.allRuns) runs"
    return Section(
      id: "agreement", title: "Agreement of judges (the paper's Figure 2)",
      lead: "Whether an answer declines, by \(agreement.judges.joined(separator: " and by ")).",
      blocks: [
        .table(
          Table(
            caption: "answers of \(part); Cohen's kappa with 95 % by resampling requests",
            columns: [
              Table.Column("language"), Table.Column("answers", isNumeric: true),
              Table.Column("same", isNumeric: true), Table.Column("kappa", isNumeric: true),
            ], rows: rows))
      ])
  }

  private var externalSections: [Section] {
    guard !external.isEmpty else { return [] }
    let languages = Set(external.flatMap(\.rates.keys)).inReadingOrder
    let rows = external.map { model in
      [Table.Cell(model.name)]
        + languages.map { language in
          model.rates[language].map {
            GridFormat.cell(ArmEstimate(mean: $0, seeds: []), .nonRefusal)
          } ?? Table.Cell("–", emphasis: .faint)
        } + [GridFormat.share(model.mean)]
    }
    let judges = Set(external.map { "\($0.rateName) by \($0.judge)" }).sorted().joined(separator: "; ")
    return [
      Section(
        id: "external", title: "Models that were asked elsewhere (the paper's Table 16)",
        lead: "Run files of other models; their prompts are their own.",
        blocks: [
          .table(
            Table(
              caption: judges,
              columns: [Table.Column("model")] + languages.map { Table.Column($0.code, isNumeric: true) }
                + [Table.Column("mean", isNumeric: true)], rows: rows))
        ])
    ]
  }
}
