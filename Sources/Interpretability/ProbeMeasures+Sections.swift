internal import Foundation
public import IsoglossCore

extension ProbeMeasures {
  /// The first line: what crosses.
  public var headline: String {
    let clauses = crossings.compactMap { crossing -> String? in
      guard !crossing.languages.isEmpty else { return "\(crossing.property) could not be probed in any language" }
      let inside = crossing.within.compactMap { $0?.value }
      let across = crossing.across.map(\.value)
      guard !inside.isEmpty else { return nil }
      return "\(crossing.property) at layer \(crossing.layer): AUC \(Shown.plain(inside.mean)) within a language"
        + (crossing.shuffled.max().map { " (under shuffled labels at most \(Shown.plain($0)))" } ?? "")
        + (across.isEmpty ? "" : ", \(Shown.plain(across.mean)) in another")
    }
    let text = clauses.joined(separator: "; ")
    return text.prefix(1).uppercased() + text.dropFirst()
  }

  /// Everything that was found.
  public var sections: [Section] { crossings.map(section) + (language.map { [languageSection($0)] } ?? []) }

  private func section(_ crossing: Crossing) -> Section {
    var blocks: [Section.Block] = []
    let languages = crossing.languages
    if !languages.isEmpty {
      let caption =
        "AUC on test prompts at layer \(crossing.layer), with the best of probes on shuffled labels; marked where it is above "
        + "chance and above those."
      blocks.append(
        .table(
          Table(
            caption: caption,
            columns: [.init("Trained in")] + languages.map { .init($0.code, isNumeric: true) }
              + [.init("Shuffled", isNumeric: true)],
            rows: languages.indices.map { row -> [Table.Cell] in
              var cells = [Table.Cell(Shown.name(languages[row]))]
              cells += crossing.auc[row].map { estimate in
                estimate.map {
                  Table.Cell(
                    "\(Shown.plain($0.value)) [\(Shown.plain($0.low)), \(Shown.plain($0.high))]", value: $0.value,
                    emphasis: crossing.isBeyondControl($0, row: row) ? .good : .none)
                } ?? Shown.none
              }
              cells.append(.init(Shown.plain(crossing.shuffled[row]), value: crossing.shuffled[row], emphasis: .faint))
              return cells
            })))
      blocks.append(
        .figure(
          Figure(
            caption: "The same as a picture: 50 is chance.",
            description: "Rows are the language of training, columns that of testing.",
            kind: .heatMap(
              rows: languages.map { "from \($0.code)" }, columns: languages.map(\.code),
              values: crossing.auc.map { $0.map { $0?.value } }, counts: crossing.auc.map { $0.map { $0?.n ?? 0 } }))))
    }
    if !languages.isEmpty, !crossing.isChosen {
      blocks.append(
        .note("No language's validation prompts hold both classes: the layer is the last one, and chosen by nothing."))
    }
    if !crossing.left.isEmpty {
      blocks.append(.note("Left out for want of both classes: \(crossing.left.joined(separator: "; "))."))
    }
    blocks.append(
      .note(
        crossing.property == "harm"
          ? "Refuted as a shared reading of harm where probes fall to chance in other languages, or where shuffled labels do "
            + "as well. A probe reads whatever parts the two sets, subject and length too: it shows that harm can be read "
            + "off, not that the model uses it."
          : "The label is whether the model's own greedy answer declines. Refuted as a shared trace of refusal where probes "
            + "fall to chance in other languages, or where the harm probe does as well: then it reads the request."))
    return Section(
      id: "probe-\(crossing.property)", title: "Linear probes for \(crossing.property), from language to language",
      lead: "Logistic regression on the stream at a prompt's end, trained in one language and tested in each.",
      blocks: blocks)
  }

  private func languageSection(_ reading: LanguageReading) -> Section {
    Section(
      id: "probe-language", title: "Where the prompt's language can be read",
      lead:
        "One probe a language, trained on benign prompts; chance is \(Shown.plain(100 / Double(languages.count), digits: 0)) %.",
      blocks: [
        .figure(
          Figure(
            caption: "Share of test prompts whose language is read right, by layer.",
            description: "Benign prompts as in training, and harmful ones, which the probes never saw.",
            kind: .heatMap(
              rows: ["benign", "harmful"], columns: layers.map { "\($0)" }, values: [reading.benign, reading.harmful],
              counts: [
                reading.benign.map { _ in reading.benignPrompts }, reading.harmful.map { _ in reading.harmfulPrompts },
              ]))),
        .note("Refuted as a language code of its own where harmful prompts are read worse than benign ones."),
      ])
  }
}

extension ProbeMeasures.Crossing {
  /// Whether an AUC of a row's probe is told from chance, and from the best of its probes on shuffled labels.
  func isBeyondControl(_ auc: Estimate, row: Int) -> Bool { auc.low > 0.5 && auc.value > shuffled[row] }
  /// Trained and tested in one language.
  var within: [Estimate?] { auc.indices.map { auc[$0][$0] } }
  /// Trained in one and tested in another.
  var across: [Estimate] {
    auc.indices.flatMap { row in auc[row].indices.compactMap { $0 == row ? nil : auc[row][$0] } }
  }
}
