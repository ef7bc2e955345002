internal import Foundation
public import IsoglossCore

extension DirectionMeasures {
  /// The first line: in which languages the direction does what controls do not.
  public var headline: String {
    let held = zip(languages, findings).filter { $1.isFoundByAblation }.map(\.0)
    let missed = zip(languages, findings).filter { !$1.isFoundByAblation }.map(\.0)
    let cosine = Self.mean(pairs.compactMap { cosines.values[$0.0][$0.1]?.value })
    return [
      "Taking the direction out lowers refusal beyond its controls in \(held.count) of \(languages.count) languages "
        + "(\(Shown.codes(held)))",
      missed.isEmpty ? nil : "not found: \(Shown.codes(missed))",
      cosine.map {
        "mean cosine between languages \(Shown.plain($0)), \(Shown.plain(cosines.floor)) under shuffled labels"
      },
    ].compactMap { $0 }.joined(separator: "; ")
  }

  /// Everything that was found, each part with what would refute it.
  public var sections: [Section] {
    [directionSection, cosineSection, crossingSection, separationSection] + (plane.isEmpty ? [] : [planeSection])
  }

  private var pairs: [(Int, Int)] { languages.indices.flatMap { row in (0..<row).map { (row, $0) } } }

  private static func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.mean }

  private var directionSection: Section {
    let chosen = Table(
      caption: "Where each language's direction was read, by which part of the rule, and from what.",
      columns: [
        .init("Language"), .init("Refusals begin with"), .init("Position", isNumeric: true),
        .init("Layer", isNumeric: true), .init("Rule"), .init("KL, nats", isNumeric: true), .init("Train prompts"),
        .init("Score, harmful", isNumeric: true), .init("Score, benign", isNumeric: true),
      ],
      rows: zip(languages, findings).map { language, finding in
        let direction = finding.direction
        let tokens = finding.tokenTexts.prefix(6).map { $0.trimmingCharacters(in: .whitespacesAndNewlines) }
        return [
          .init(Shown.name(language)),
          .init(tokens.joined(separator: " · ") + (finding.tokens.isOwn ? "" : " (labelled answers)")),
          .init(Shown.plain(Double(direction.position), digits: 0), value: Double(direction.position)),
          .init("\(direction.layer)", value: Double(direction.layer)), .init(direction.rule.words),
          Shown.cell(direction.divergence),
          .init("\(finding.used[0]) + \(finding.used[1])\(finding.isFiltered ? "" : ", unfiltered")"),
          Shown.cell(finding.harmful), Shown.cell(finding.benign),
        ]
      })
    let done = Table(
      caption: "What the direction does on test prompts, beside controls of the same length at the same place.",
      columns: [
        .init("Language"), .init("Taken out: score falls by", isNumeric: true),
        .init("Strongest control", isNumeric: true), .init("p", isNumeric: true),
        .init("Added: score rises by", isNumeric: true), .init("Strongest control", isNumeric: true),
        .init("p", isNumeric: true), .init("Found"),
      ],
      rows: zip(languages, findings).map { language, finding in
        let (out, added) = (finding.ablation, finding.addition)
        let isOut = finding.isFoundByAblation
        let found = isOut && added.holds ? "both" : isOut ? "taking out" : added.holds ? "adding" : "no"
        return [
          .init(Shown.name(language)), Shown.cell(out.change, emphasis: isOut ? .good : .none),
          Shown.cell(out.strongest), Shown.p(out.pValue),
          Shown.cell(added.change, emphasis: added.holds ? .good : .none),
          Shown.cell(added.strongest), Shown.p(added.pValue), .init(found, emphasis: found == "no" ? .faint : .good),
        ]
      })
    let controls = findings.first.map { $0.ablation.random.count } ?? 0
    return Section(
      id: "refusal-directions", title: "One direction a language",
      lead:
        "The difference between what the model holds of harmful and of harmless requests, and what becomes of refusals when "
        + "it is taken out of the model or added to it. Scores are log-odds of a refusal's first token.",
      blocks: [
        .table(done), .table(chosen),
        .note(
          "Refuted where a control does as much: \(controls) random directions and \(controls) differences of means under "
            + "shuffled labels. p is the direction's rank among them and cannot fall below \(least(controls)). The rule: "
            + "lowest score of harmful validation prompts among places in the first 80 % of layers with KL at most 0.1 nats "
            + "and a score of at least 0 when added; \"no induction\" and \"no limit\" mark places that met less of it. Taking "
            + "out counts as found within the limit of KL alone: what changes every answer lowers refusals too.\(looks)\(tried)"
        ),
      ])
  }

  /// How many tests there are, each by itself.
  private var looks: String {
    let tests = 2 * findings.count
    return
      " Each language is tested by itself, taken out and added: of \(tests) such tests chance alone lets up to "
      + "\(Shown.plain(0.05 * Double(tests), digits: 1)) pass in the mean."
  }

  /// What was left out of the search; empty where nothing was.
  private var tried: String {
    guard rule.step > 1 || rule.positions.map({ $0 < positions }) ?? false else { return "" }
    return
      " Of the template's \(positions) positions the last \(min(positions, rule.positions ?? positions)) were tried, "
      + "before every \(rule.step == 1 ? "block" : "\(rule.step) blocks")."
  }

  private func least(_ controls: Int) -> String { Shown.plain(1 / Double(1 + 2 * controls), digits: 3) }

  private var cosineSection: Section {
    let table = Table(
      caption:
        "Cosines of differences of means at position \(Shown.plain(Double(cosines.position), digits: 0)) before block "
        + "\(cosines.layer); on the diagonal between the two halves of a language's own prompts.",
      columns: [.init("Language")] + languages.map { .init($0.code, isNumeric: true) },
      rows: languages.indices.map { row in
        [.init(Shown.name(languages[row]))]
          + languages.indices.map { column in
            cosines.values[row][column].map { Shown.cell($0, emphasis: row == column ? .faint : .none) } ?? Shown.none
          }
      })
    let layers = Shown.spread(cosines.byLayer.count, atMost: 16)
    return Section(
      id: "direction-cosines", title: "How alike the languages' directions are",
      lead: "Near 1, languages share one direction; near the floor, each has its own.",
      blocks: [
        .table(table),
        .figure(
          Figure(
            caption: "Mean cosine between languages by layer (negative ones as 0).",
            description: "One row of cells from the first layer to the last.",
            kind: .heatMap(
              rows: ["cosine"], columns: layers.map { "\($0)" },
              values: [layers.map { cosines.byLayer[$0].map { max(0, min(1, $0)) } }],
              counts: [layers.map { _ in pairs.count }]))),
        .note(
          "Refuted as one shared direction where cosines lie near the floor of \(Shown.plain(cosines.floor)), the mean size "
            + "under shuffled labels; refuted as different directions where they reach the diagonal, since half of a language's "
            + "prompts agrees with the other half no better. Intervals resample each language's train prompts on their own; "
            + "means of resamples vary more than the means themselves, so that intervals reach further down than up."
        ),
      ])
  }

  private var crossingSection: Section {
    func matrix(
      _ values: [[Estimate]], _ caption: String, _ controls: KeyPath<Finding, Effect>,
      where counts: (Finding) -> Bool = { _ in true }
    ) -> Section.Block {
      func cell(_ row: Int, _ column: Int) -> Table.Cell {
        let change = values[row][column]
        let isBeyond =
          counts(findings[row]) && change.low > 0 && change.value > findings[column][keyPath: controls].strongest
        return Shown.cell(change, emphasis: isBeyond ? .good : .none)
      }
      return .table(
        Table(
          caption: caption, columns: [.init("Direction from")] + languages.map { .init($0.code, isNumeric: true) },
          rows: languages.indices.map { row in
            [.init(Shown.name(languages[row]))] + languages.indices.map { cell(row, $0) }
          }))
    }
    var blocks = [
      matrix(
        drops, "Taken out: how far the score of harmful prompts in the column's language falls.", \.ablation
      ) { $0.direction.rule != .unrestricted },
      matrix(rises, "Added: how far the score of benign prompts in the column's language rises.", \.addition),
    ]
    if !outcomes.isEmpty { blocks.append(.figure(outcomeFigure)) }
    blocks.append(
      .note(
        "A direction that is one language's own moves its row's diagonal and nothing else; a universal one moves whole rows. "
          + "Refuted as a universal direction where nothing but the diagonal is marked. "
          + "Scores differ in their tokens by column, so compare down a column, not along a row. Marked where the "
          + "interval lies above 0 and the change above the strongest control of the column's language (of adding, at the place "
          + "and length of that language's own direction; of taking out, only within the rule's limit of KL); reads as no effect elsewhere."
      ))
    return Section(
      id: "direction-crossing", title: "A direction from one language, applied in another",
      lead: "Rows are where the direction comes from, columns the language of the prompts.", blocks: blocks)
  }

  private var outcomeFigure: Figure {
    func share(_ counts: [String: Int]) -> Double? {
      let total = counts.values.reduce(0, +)
      return total == 0 ? nil : Double((counts["refusal"] ?? 0) + (counts["partial"] ?? 0)) / Double(total)
    }
    let rows = [findings.map(\.outcomes)] + outcomes
    return Figure(
      caption: "Share of harmful test prompts whose written answer declines, untouched and without each direction.",
      description: "Rows are the direction taken out, columns the language of the prompts.",
      kind: .heatMap(
        rows: ["untouched"] + languages.map { "without \($0.code)" }, columns: languages.map(\.code),
        values: rows.map { $0.map(share) }, counts: rows.map { $0.map { $0.values.reduce(0, +) } }))
  }

  private var separationSection: Section {
    let layers = Shown.spread(findings.first?.separation.count ?? 0, atMost: 16)
    let best = Table(
      caption: "The layer at which harmful and benign test prompts lie furthest apart.",
      columns: [
        .init("Language"), .init("Best AUC", isNumeric: true), .init("Layer", isNumeric: true),
        .init("Best silhouette", isNumeric: true), .init("Layer", isNumeric: true),
      ],
      rows: zip(languages, findings).map { language, finding in
        func best(_ value: (Separation) -> Double?) -> (Int, Double)? {
          finding.separation.enumerated().compactMap { layer, one in value(one).map { (layer, $0) } }
            .max { $0.1 < $1.1 }
        }
        func cells(_ found: (Int, Double)?) -> [Table.Cell] {
          found.map { [.init(Shown.plain($0.1), value: $0.1), .init("\($0.0)", value: Double($0.0))] }
            ?? [Shown.none, Shown.none]
        }
        return [.init(Shown.name(language))] + cells(best(\.auc)) + cells(best(\.silhouette))
      })
    return Section(
      id: "direction-separation", title: "Where harmful and harmless requests part",
      lead:
        "The chance that a harmful test prompt lies further along its language's difference of means than a harmless one, "
        + "before each block and after the last.",
      blocks: [
        .figure(
          Figure(
            caption: "AUC by language and layer: 50 is chance, 100 parts the classes.",
            description: "Rows are languages, columns layers.",
            kind: .heatMap(
              rows: languages.map(Shown.name), columns: layers.map { "\($0)" },
              values: findings.map { finding in layers.map { finding.separation[$0].auc } },
              counts: findings.map { finding in layers.map { _ in 2 * sizes.test } }))),
        .table(best),
        .note(
          "Parting the two classes is not refusing: a model that never refuses can part them too, and the two sets may differ "
            + "in length and subject besides harm. Refuted as a trace of refusal where AUC is as high in a language whose "
            + "direction was not found."),
      ])
  }

  private func shares(_ counts: [[Int]], of all: [[Int]]) -> [[Double?]] {
    zip(counts, all).map { zip($0, $1).map { count, total in total == 0 ? nil : Double(count) / Double(total) } }
  }

  /// Twelve by eight cells over the plane's extent.
  private var planeSection: Section {
    let (width, height) = (12, 8)
    let (xs, ys) = (plane.map(\.x), plane.map(\.y))
    func cell(_ value: Double, _ values: [Double], _ count: Int) -> Int {
      let (low, high) = (values.min() ?? 0, values.max() ?? 0)
      return high > low ? min(count - 1, Int((value - low) / (high - low) * Double(count))) : 0
    }
    var harmful = [[Int]](repeating: Array(repeating: 0, count: width), count: height)
    var all = harmful
    for point in plane {
      let (column, row) = (cell(point.x, xs, width), height - 1 - cell(point.y, ys, height))
      all[row][column] += 1
      if point.intent == .harmful { harmful[row][column] += 1 }
    }
    let centres = Table(
      caption: "Centres of each language's test prompts on the plane.",
      columns: [
        .init("Language"), .init("Harmful, first", isNumeric: true), .init("second", isNumeric: true),
        .init("Benign, first", isNumeric: true), .init("second", isNumeric: true),
      ],
      rows: languages.map { language -> [Table.Cell] in
        var row = [Table.Cell(Shown.name(language))]
        for intent in Intent.allCases {
          let own = plane.filter { $0.language == language && $0.intent == intent }
          row +=
            own.isEmpty
            ? [Shown.none, Shown.none] : [Shown.cell(own.map(\.x).mean), Shown.cell(own.map(\.y).mean)]
        }
        return row
      })
    let parts = planeShares.map { "\(Shown.plain(100 * $0, digits: 0)) %" }.joined(separator: " and ")
    return Section(
      id: "direction-plane", title: "The plane in which prompts differ most",
      lead: "Test prompts of all languages at the reference place, on their first two principal components (\(parts)).",
      blocks: [
        .figure(
          Figure(
            caption: "Share of harmful prompts among those that fall in each cell.",
            description: "The first component runs from left to right, the second from bottom to top.",
            kind: .heatMap(
              rows: (0..<height).map { "second, step \(height - $0)" }, columns: (0..<width).map { "\($0 + 1)" },
              values: shares(harmful, of: all), counts: all))), .table(centres),
        .note(
          "Where cells are all harmful or all benign the classes part in this plane; refuted as one geometry for all "
            + "languages where the centres part by language and not by intent."),
      ])
  }
}

extension DirectionMeasures.Effect {
  /// The largest change by a control.
  var strongest: Double { (random + shuffled).max() ?? 0 }
}

extension RefusalDirection.Rule {
  var words: String {
    switch self {
    case .strict: "all of it"
    case .withoutInduction: "no induction"
    case .unrestricted: "no limit"
    }
  }
}
