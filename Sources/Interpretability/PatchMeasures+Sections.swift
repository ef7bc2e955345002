internal import Foundation
public import IsoglossCore

extension PatchMeasures.Effect {
  /// Whether the site restores something, and more than a benign prompt's pass does: both intervals lie above zero. One pair
  /// has no interval to speak of, and shows nothing. Sites are many and nothing is corrected for that.
  public var holds: Bool { restored.n > 1 && restored.low > 0 && beyond.low > 0 }
}

extension PatchMeasures.Map {
  /// How many of some sites hold by chance where none has an effect: the intervals' 2.5 %, and of few pairs those sites at which
  /// all happen to have one sign, since no resample of such pairs lies on the other side.
  func byChance(of sites: Int) -> Double { Double(sites) * max(0.025, pow(0.5, Double(pairs))) }
}

extension PatchMeasures {
  /// The first line: how many sites carry a refusal across.
  public var headline: String {
    let measured = maps.filter { !$0.effects.isEmpty }
    guard !measured.isEmpty else {
      return "In no pair of languages do the scores of the same prompt differ enough to patch"
    }
    let heads = measured.map { map in
      let all = map.effects.filter { $0.site.kind == .head }
      let chance = Shown.plain(map.byChance(of: all.count), digits: 1)
      return "\(map.source.code) to \(map.target.code) \(all.count(where: \.holds)) of \(all.count) "
        + "(\(chance) by chance)"
    }
    return "Heads that restore a refusal beyond what a benign prompt brings, each looked at by itself: "
      + heads.joined(separator: ", ")
  }

  /// Everything that was found.
  public var sections: [Section] {
    [summarySection] + maps.filter { !$0.effects.isEmpty }.map(mapSection)
      + (overlaps.isEmpty ? [] : [overlapSection]) + (ablations.isEmpty ? [] : [ablationSection])
  }

  private var summarySection: Section {
    let table = Table(
      caption: "Pairs of prompts, how far their scores lie apart, and how well attribution patching ranks sites.",
      columns: [
        .init("Patched"), .init("Pairs", isNumeric: true), .init("Undefined", isNumeric: true),
        .init("Clean less corrupt", isNumeric: true),
      ] + PatchSite.Kind.allCases.map { .init("AtP, \($0.rawValue)", isNumeric: true) },
      rows: maps.map { map -> [Table.Cell] in
        var cells: [Table.Cell] = [
          .init("\(map.source.code) into \(map.target.code)"), .init("\(map.pairs)", value: Double(map.pairs)),
          .init("\(map.undefined)", value: Double(map.undefined), emphasis: .faint),
          map.gap.map { Shown.cell($0) } ?? Shown.none,
        ]
        cells += PatchSite.Kind.allCases.map { kind in
          map.agreement[kind.rawValue].map { Shown.cell($0) } ?? Shown.none
        }
        return cells
      })
    return Section(
      id: "patch-summary", title: "One language's pass patched into another's",
      lead:
        "The same harmful request in two languages: what the model holds at one site while reading the one takes the place of "
        + "what it holds while reading the other, and the refusal score is read again.",
      blocks: [
        .table(table),
        .note(
          "A pair is undefined where the two scores differ by less than \(Shown.plain(least)): a ratio would say nothing. The "
            + "score sums the refusal tokens of both languages. The last columns are Spearman correlations, over a kind's "
            + "sites, of attribution patching with true patching: refuted as a screen where they lie near 0."),
      ])
  }

  private func mapSection(_ map: Map) -> Section {
    func values(_ kind: PatchSite.Kind) -> [(PatchSite, Effect)] {
      map.effects.filter { $0.site.kind == kind }.map { ($0.site, $0) }
    }
    let layers = Shown.spread(shape[0], atMost: 16)
    func picture(_ rows: [String], _ caption: String, _ site: (Int, Int) -> PatchSite) -> Section.Block {
      let found = Dictionary(map.effects.map { ($0.site, $0.restored) }, uniquingKeysWith: { first, _ in first })
      let grid = rows.indices.map { row in layers.map { found[site(row, $0)] } }
      return .figure(
        Figure(
          caption: caption, description: "Columns are layers; shares below 0 are shown as 0 and above 1 as 100.",
          kind: .heatMap(
            rows: rows, columns: layers.map { "\($0)" },
            values: grid.map { $0.map { $0.map { max(0, min(1, $0.value)) } } },
            counts: grid.map { $0.map { $0?.n ?? 0 } })))
    }
    let tail = shape[2]
    let chance = Shown.plain(map.byChance(of: map.effects.count), digits: 0)
    let marked =
      "Marked where a site restores more than the control in all resamples of the pairs but 2.5 %; of \(map.effects.count) sites "
      + "up to \(chance) are marked by chance. "
    let best = Table(
      caption:
        "The sites that restore most, with what a benign prompt of \(map.source.name) restores at the same site.",
      columns: [.init("Site"), .init("Restored", isNumeric: true), .init("Benign control", isNumeric: true)],
      rows: PatchSite.Kind.allCases.flatMap { kind in
        values(kind).sorted { $0.1.restored.value > $1.1.restored.value }.prefix(kind == .head ? 6 : 3).map {
          site, effect in
          [
            .init("\(site)"), Shown.cell(effect.restored, emphasis: effect.holds ? .good : .none),
            Shown.cell(effect.control),
          ]
        }
      })
    return Section(
      id: "patch-\(map.source.code)-\(map.target.code)", title: "\(map.source.name) into \(map.target.name)",
      lead: "Share of the difference between the two passes that each site restores: 0 nothing, 100 all of it.",
      blocks: [
        picture(
          (0..<tail).map { "position \(Shown.plain(Double($0 - tail), digits: 0))" },
          "The residual stream after each block."
        ) {
          .stream(layer: $1, position: $0 - tail)
        },
        picture((0..<shape[1]).map { "head \($0)" }, "Heads, at all template positions.") {
          .head(layer: $1, head: $0)
        },
        .table(best),
        .note(
          marked + "Refuted as a carrier of refusal where a benign prompt's pass restores as much: then "
            + "the site carries the language, or the template, and not the refusal. The stream after the last block at the last position restores all of it by "
            + "construction."),
      ])
  }

  private var overlapSection: Section {
    Section(
      id: "patch-overlap", title: "Are they the same heads in every language?",
      lead:
        "The heads that restore most when \(reference.name) is patched into one language and into another, and how many are in "
        + "both lists.",
      blocks: [
        .table(
          Table(
            caption: "Shared heads, and the chance of as many by permutation.",
            columns: [
              .init("Languages"), .init("Shared", isNumeric: true), .init("p, all heads", isNumeric: true),
              .init("p (Holm)", isNumeric: true), .init("p, within layers", isNumeric: true),
              .init("p within (Holm)", isNumeric: true),
            ],
            rows: overlaps.map { overlap in
              [
                .init(overlap.languages.map(\.code).joined(separator: ", ")),
                .init("\(overlap.shared) of \(overlap.count)", value: Double(overlap.shared)),
                Shown.p(overlap.pValue), Shown.p(overlap.adjusted), Shown.p(overlap.pWithinLayers),
                Shown.p(overlap.adjustedWithinLayers),
              ]
            })),
        .note(
          "A small p over all heads with a large one within layers says that the lists lie in the same layers and no more. "
            + "Refuted as language-agnostic heads where p within layers is large. Every pair of languages has "
            + "permutations of its own; p is that of one pair alone, and p (Holm) beside it counts all pairs shown."),
      ])
  }

  private var ablationSection: Section {
    Section(
      id: "patch-ablation", title: "What a language's own refusals lose without a site",
      lead:
        "How far the score of harmful prompts falls when a head or a gated layer holds its mean over benign prompts instead, or "
        + "nothing; the most effective ones of each language.",
      blocks: [
        .table(
          Table(
            caption: "Positive: the site holds refusal up.",
            columns: [
              .init("Language"), .init("Site"), .init("Mean instead", isNumeric: true),
              .init("Zero instead", isNumeric: true),
            ],
            rows: ablations.map { ablation in
              [
                .init(Shown.name(ablation.language)), .init("\(ablation.site)"),
                Shown.cell(ablation.mean, emphasis: ablation.mean.low > 0 ? .good : .none), Shown.cell(ablation.zero),
              ]
            })),
        .note(
          "Sites are listed because they came out largest, so the size of the first is too large by chance; refuted where the "
            + "interval holds 0, or where zero and mean ablation disagree in sign."),
      ])
  }
}
