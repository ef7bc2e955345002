internal import Foundation
public import IsoglossCore

extension LensMeasures.Finding {
  /// The first layer from which on the tokens tell harmful from benign prompts better than any random ones do; null where
  /// none does to the end.
  public var onset: Int? {
    let holds = auc.indices.map { (auc[$0] ?? 0.5) - 0.5 > control[$0] && (auc[$0] ?? 0) >= 0.75 }
    guard holds.last == true else { return nil }
    return (holds.lastIndex(of: false) ?? -1) + 1
  }
}

extension LensMeasures {
  /// The first line: from which layer on refusal tokens tell the classes apart.
  public var headline: String {
    let found = findings.compactMap { finding in finding.onset.map { "\(finding.language.code) from layer \($0)" } }
    let missed = findings.filter { $0.onset == nil }.map(\.language)
    let pivots = thoughts.filter { !$0.pivots.isEmpty }.map { "\($0.source.code) to \($0.target.code)" }
    return [
      found.isEmpty
        ? "In no language do refusal tokens tell harmful from benign prompts up to the last layer"
        : "Refusal tokens tell harmful from benign prompts in \(found.joined(separator: ", "))",
      missed.isEmpty || found.isEmpty ? nil : "not in \(Shown.codes(missed))",
      thoughts.isEmpty
        ? nil
        : "the English word leads at some layer in \(pivots.count) of \(thoughts.count) pairs of languages"
          + (pivots.isEmpty ? "" : " (\(pivots.joined(separator: ", ")))"),
    ].compactMap { $0 }.joined(separator: "; ")
  }

  /// Everything that was found.
  public var sections: [Section] { [refusalSection] + (thoughts.isEmpty ? [] : [thoughtSection]) }

  private var refusalSection: Section {
    let layers = Shown.spread(findings.first?.auc.count ?? 0, atMost: 16)
    let table = Table(
      caption: "Scores at the last layer, and the layer from which on the tokens tell harmful from benign prompts.",
      columns: [
        .init("Language"), .init("Harmful, at the end", isNumeric: true), .init("Benign, at the end", isNumeric: true),
        .init("AUC, at the end", isNumeric: true), .init("Random tokens, at most", isNumeric: true),
        .init("From layer", isNumeric: true),
        .init("Share of \(findings.first?.language.name ?? "") tokens, at most", isNumeric: true),
      ],
      rows: findings.map { finding in
        let top = finding.pivot.flatMap { shares in
          shares.indices.max { shares[$0] < shares[$1] }.map { ($0, shares[$0]) }
        }
        return [
          .init(Shown.name(finding.language)), Shown.cell(finding.harmful.last ?? 0),
          Shown.cell(finding.benign.last ?? 0),
          (finding.auc.last ?? nil).map { .init(Shown.plain($0), value: $0) } ?? Shown.none,
          .init(Shown.plain(0.5 + (finding.control.last ?? 0)), value: 0.5 + (finding.control.last ?? 0)),
          finding.onset.map { .init("\($0)", value: Double($0), emphasis: .good) } ?? .init("none", emphasis: .faint),
          top.map { .init("\(Shown.plain(100 * $0.1, digits: 0)) % at \($0.0)", value: $0.1) } ?? Shown.none,
        ]
      })
    return Section(
      id: "lens-refusal", title: "Refusal tokens, layer by layer",
      lead:
        "What the head would say of the stream at each layer, after \(prompts) harmful and \(prompts) benign prompts a "
        + "language: does the first word of a refusal lie nearer after harmful ones?",
      blocks: [
        .table(table),
        .figure(
          Figure(
            caption: "AUC of the score of refusal tokens, harmful against benign prompts: 50 is chance.",
            description: "Rows are languages, columns layers.",
            kind: .heatMap(
              rows: findings.map { Shown.name($0.language) }, columns: layers.map { "\($0)" },
              values: findings.map { finding in layers.map { finding.auc[$0] } },
              counts: findings.map { _ in layers.map { _ in 2 * prompts } }))),
        .note(
          "Refuted where tokens drawn at random tell the classes as well, which the fifth column shows, or where AUC falls "
            + "back before the end. Early layers do not speak the head's language: an AUC there says that the stream differs, "
            + "not that the model thinks of these words. The last column is the largest share of the first language's refusal "
            + "tokens beside the language's own." + chance),
      ])
  }

  /// How often tokens like any others would pass the rule; empty where the draws are not known.
  private var chance: String {
    guard let draws else { return "" }
    let least = Shown.plain(1 / Double(1 + draws), digits: 3)
    return " A language has a layer where its tokens pass the largest of \(draws) draws from there to the end: tokens "
      + "like any others do at the last layer with p = \(least) at most, language by language"
      + (draws < Self.enoughDraws ? ", which is more than 0.05: give \(Self.enoughDraws) draws or more." : ".")
  }

  private var thoughtSection: Section {
    let layers = Shown.spread(thoughts.first?.own.count ?? 0, atMost: 16)
    func largest(_ estimates: [Estimate]) -> Table.Cell {
      let layer = estimates.indices.max { estimates[$0].value < estimates[$1].value } ?? 0
      return .init(
        "\(Shown.plain(100 * estimates[layer].value, digits: 1)) % at \(layer)", value: estimates[layer].value)
    }
    let table = Table(
      caption: "Largest mean probability of a word's first token over the layers, and where it is.",
      columns: [
        .init("Asked"), .init("Words", isNumeric: true), .init("Left out", isNumeric: true),
        .init("The word itself", isNumeric: true), .init("In English", isNumeric: true),
        .init("Another English word", isNumeric: true), .init("Through English at"),
      ],
      rows: thoughts.map { thought in
        [
          .init("\(thought.source.code) to \(thought.target.code)"),
          .init("\(thought.words)", value: Double(thought.words)),
          .init("\(thought.skipped)", value: Double(thought.skipped), emphasis: .faint), largest(thought.own),
          largest(thought.english), largest(thought.control),
          .init(
            thought.pivots.isEmpty ? "no layer" : "layers " + thought.pivots.map { "\($0)" }.joined(separator: ", "),
            emphasis: thought.pivots.isEmpty ? .faint : .good),
        ]
      })
    return Section(
      id: "lens-thought", title: "Does a word pass through English?",
      lead: "A word is asked for by translation between two languages, neither of them English, after four examples.",
      blocks: [
        .table(table),
        .figure(
          Figure(
            caption: "The English word's share of the probability that it and the word asked for have together.",
            description: "Rows are pairs of languages, columns layers.",
            kind: .heatMap(
              rows: thoughts.map { "\($0.source.code) to \($0.target.code)" }, columns: layers.map { "\($0)" },
              values: thoughts.map { thought in
                layers.map { layer in
                  let (own, english) = (thought.own[layer].value, thought.english[layer].value)
                  return own + english > 0 ? english / (own + english) : nil
                }
              }, counts: thoughts.map { thought in layers.map { _ in thought.words } }))),
        .note(
          "A layer counts as English where the English word's interval lies above both the target word's and that of another "
            + "English word: refuted as a pivot where any English word does as well. Each layer is looked at by itself, so that one "
            + "alone may lead by chance. Where the word itself stays near zero to "
            + "the end, the model cannot translate the pair, and nothing is said about how it would. Words whose first tokens "
            + "coincide are left out and counted."),
      ])
  }
}
