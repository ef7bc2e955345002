internal import Foundation
public import IsoglossCore

extension CrossingTables {
  /// The tables as a report.
  public var report: Report {
    Report(
      title: "Isogloss: which safety crosses", headline: headline,
      facts: [
        Fact("experiment", experiment), Fact("models", models.map(\.name).joined(separator: ", ")),
        Fact("runs", "\(models.reduce(0) { $0 + $1.runs })"),
      ], sections: [overview] + models.flatMap(sections), provenance: provenance)
  }

  /// For each model, the behaviours by the language that each reaches least.
  public var headline: String {
    models.map { model in
      let parts = model.behaviours.map { behaviour -> String in
        guard let worst = behaviour.worst, let transfer = worst.transfer else {
          return "\(behaviour.behaviour.rawValue) is not known to gain in \(behaviour.source.name)"
        }
        return "\(behaviour.behaviour.rawValue) reaches \(worst.language?.name ?? "") least, "
          + "\(Self.share(transfer)) of \(behaviour.source.name)"
      }
      return "\(model.name): \(parts.joined(separator: ", "))"
    }.joined(separator: "; ")
  }

  private var overview: Section {
    let rows = models.flatMap { model in
      model.behaviours.map { behaviour -> [Table.Cell] in
        let others = behaviour.others
        return [
          Table.Cell(model.name), Table.Cell(behaviour.behaviour.rawValue),
          Self.nats(behaviour.rows.first { $0.language == behaviour.source }?.gain),
          Self.shareCell(others.transfer), Self.shareCell(others.ofOwn),
          Table.Cell(
            behaviour.worst.flatMap { row in
              row.transfer.map { "\(row.language?.code ?? "") \(Self.share($0))" }
            } ?? "–", emphasis: .worst),
          Table.Cell("\(behaviour.found.count) of \(behaviour.rows.count - 1)", value: Double(behaviour.found.count)),
          GridFormat.share(others.detectableTransfer),
        ]
      }
    }
    return Section(
      id: "overview", title: "What was trained in one language, in the others",
      lead:
        "Change of log p(preferred) − log p(dispreferred) on pairs that were never trained on. A behaviour crosses where its "
        + "gain is above that of the same training with shuffled labels; a transfer below the smallest detectable one would "
        + "refute nothing.",
      blocks: [
        .table(
          Table(
            caption:
              "gain in nats in the language trained; gain in the mean of the others over it, and over what their own pairs "
              + "give; languages in which the gain is above the control's at 5 % (Holm); 95 % by resampling groups and seeds",
            columns: [Table.Column("model"), Table.Column("behaviour")]
              + ["gain", "others over it", "others over own", "least", "found in", "detectable"].map {
                Table.Column($0, isNumeric: true)
              }, rows: rows))
      ] + undefined.map { .note("\($0): no transfer is defined, as the language trained is not known to have gained.") }
    )
  }

  private func sections(_ model: Model) -> [Section] {
    model.behaviours.map { section($0, model) } + [contrasts(model), figure(model), parts(model)].compactMap { $0 }
  }

  private func section(_ behaviour: CrossingBehaviour, _ model: Model) -> Section {
    let source = behaviour.source
    let rows = (behaviour.rows + [behaviour.others]).map { row -> [Table.Cell] in
      let isWorst = row.language != nil && row.language == behaviour.worst?.language
      return [
        Table.Cell(row.language?.name ?? "mean but \(source.name)", emphasis: isWorst ? .worst : .none),
        Self.nats(row.gain), Self.nats(row.control), GridFormat.pValue(row.adjusted ?? row.pValue),
        GridFormat.number(row.detectable, 1), Self.shareCell(row.transfer), GridFormat.share(row.detectableTransfer),
        Self.nats(row.own), Self.shareCell(row.ofOwn),
      ]
    }
    let isSingle = min(behaviour.seeds.count, behaviour.controlSeeds.count) == 1
    let undefined = behaviour.rows.map(\.undefined).max() ?? 0
    return Section(
      id: "\(Self.anchor(model.name))-\(behaviour.behaviour.rawValue)",
      title: "\(behaviour.behaviour.rawValue.capitalized) trained in \(source.name): \(model.name)",
      lead:
        "Change of the margin on \(behaviour.groups) held-out groups, in nats; \(behaviour.seeds.count.counted("seed")) and "
        + "\(behaviour.controlSeeds.count.counted("seed")) of the control. Refuted where other seeds, groups or "
        + "wordings of the same behaviours give another order.",
      blocks: [
        .table(
          Table(
            caption:
              "gain; gain of the control (shuffled labels); p of their difference (by Holm, but for the source and the mean); "
              + "smallest difference that 80 % of such experiments find; gain over the source's; the smallest as a share; gain "
              + "that the language's own pairs give; gain over that",
            columns: [Table.Column("asked in")]
              + ["gain", "control", "p", "detectable", "over source", "detectable", "own pairs", "over own"].map {
                Table.Column($0, isNumeric: true)
              }, rows: rows)),
        .note(
          "On the trained pairs themselves the margin changed by \(GridFormat.signed(behaviour.learnt, 1)) nats"
            + (behaviour.controlLearnt.map { ", the control's by \(GridFormat.signed($0, 1))" } ?? "")
            + ". The source gained nothing in \(undefined) of \(resamples) resamples."
            + (isSingle ? " One seed: how much seeds differ is in no interval and no test here." : "")),
      ])
  }

  private func contrasts(_ model: Model) -> Section? {
    guard !model.contrasts.isEmpty else { return nil }
    return Section(
      id: "\(Self.anchor(model.name))-contrasts",
      title: "Does one behaviour cross further than another? \(model.name)",
      lead: "An interval that holds 0 says that the order of two behaviours is not known.",
      blocks: [
        .table(
          Table(
            caption:
              "difference of transfer to the mean of the other languages, in points; 95 % by resampling groups and seeds",
            columns: [
              Table.Column("behaviours"), Table.Column("over the source's gain", isNumeric: true),
              Table.Column("over own pairs' gain", isNumeric: true),
            ],
            rows: model.contrasts.map { contrast in
              [
                Table.Cell("\(contrast.first.rawValue) less \(contrast.second.rawValue)"),
                Self.shareCell(contrast.transfer, isDifference: true),
                Self.shareCell(contrast.ofOwn, isDifference: true),
              ]
            }))
      ])
  }

  private func figure(_ model: Model) -> Section? {
    guard let first = model.behaviours.first else { return nil }
    let languages = first.rows.compactMap(\.language).filter { $0 != first.source }
    let cells = model.behaviours.map { behaviour in
      languages.map { language in behaviour.rows.first { $0.language == language } }
    }
    return Section(
      id: "\(Self.anchor(model.name))-map", title: "How far each behaviour reaches: \(model.name)",
      lead: "Gain in each language as a share of the gain in \(first.source.name).",
      blocks: [
        .figure(
          Figure(
            caption: "Gain over the gain in \(first.source.name), cut to 0…100 %",
            description: "Behaviours down, languages across. Hatched: transfer is not defined.",
            kind: .heatMap(
              rows: model.behaviours.map(\.behaviour.rawValue), columns: languages.map(\.code),
              values: cells.map { $0.map { ($0?.transfer?.value).map { min(1, max(0, $0)) } } },
              counts: cells.map { $0.map { $0?.transfer?.n ?? 0 } })))
      ])
  }

  private func parts(_ model: Model) -> Section? {
    guard let first = model.parts.first else { return nil }
    func cells(_ side: CrossingParts.Side?) -> [Table.Cell] {
      guard let side else { return (0..<3).map { _ in Table.Cell("–", emphasis: .faint) } }
      let spread = [side.random.low, side.random.mean, side.random.high].map { GridFormat.whole($0 * 100) }
      return [
        Table.Cell("\(GridFormat.whole(side.top * 100)) % (\(spread.joined(separator: ", ")))", value: side.top),
        GridFormat.pValue(side.pValue), GridFormat.pValue(side.adjusted),
      ]
    }
    return Section(
      id: "\(Self.anchor(model.name))-parts", title: "Which blocks carry it: \(model.name)",
      lead:
        "Share of the adapter's gain that is left when all but \(first.top.count) of its \(first.blocks) blocks are taken out: "
        + "those that changed most, and in brackets the least, mean and most of \(first.random) random sets. A top set that is "
        + "within the random ones carries nothing of its own.",
      blocks: [
        .table(
          Table(
            caption:
              "\(first.groups) groups; p: the chance of a set as good among random ones, and by Holm over all tests of the table; "
              + "the last column is the rank correlation over all sets of the gain in the source with the gain in the others",
            columns: [Table.Column("behaviour"), Table.Column("seed"), Table.Column("top blocks")]
              + ["source", "p", "p (Holm)", "others", "p", "p (Holm)", "correlation"].map {
                Table.Column($0, isNumeric: true)
              },
            rows: model.parts.map { parts in
              [
                Table.Cell(parts.behaviour.rawValue), Table.Cell("\(parts.seed)"),
                Table.Cell(parts.top.map(String.init).joined(separator: " ")),
              ] + cells(parts.source) + cells(parts.others) + [GridFormat.number(parts.correlation)]
            }))
      ])
  }

  private static func anchor(_ name: String) -> String {
    String(name.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" })
  }

  /// `+12.3 [+9.8, +14.7]`.
  private static func nats(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return Table.Cell("–", emphasis: .faint) }
    let ends = [estimate.low, estimate.high].map { GridFormat.signed($0, 1) }.joined(separator: ", ")
    return Table.Cell("\(GridFormat.signed(estimate.value, 1)) [\(ends)]", value: estimate.value)
  }

  /// `34 % [21, 48]`; a difference of shares is signed.
  private static func share(_ estimate: Estimate, isDifference: Bool = false) -> String {
    let (value, low, high) = (estimate.value * 100, estimate.low * 100, estimate.high * 100)
    func text(_ value: Double) -> String {
      isDifference ? GridFormat.signed(value, 0) : "\(value < -0.5 ? "−" : "")\(GridFormat.whole(abs(value)))"
    }
    return "\(text(value))\(isDifference ? "" : " %") [\(text(low)), \(text(high))]"
  }

  private static func shareCell(_ estimate: Estimate?, isDifference: Bool = false) -> Table.Cell {
    guard let estimate else { return Table.Cell("–", emphasis: .faint) }
    return Table.Cell(share(estimate, isDifference: isDifference), value: estimate.value)
  }
}
