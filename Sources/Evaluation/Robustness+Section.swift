internal import Foundation
public import IsoglossCore

extension Robustness {
  /// What belongs in a report's first line: the worst cell; null where nothing was scored both ways.
  public var clause: String? {
    worst.map {
      "worst perturbation: \($0.perturbation) in \($0.language.name), \(Numerals.percent($0.rate)) where clean prompts have "
        + Numerals.percent($0.clean)
    }
  }

  /// The cell whose rate rose most; null where none rose.
  public var steepest: Cell? {
    cells.filter { ($0.attackSuccess?.difference.value ?? 0) > 0 }
      .max { ($0.attackSuccess?.difference.value ?? 0) < ($1.attackSuccess?.difference.value ?? 0) }
  }

  /// A row a perturbation, the worst one first, with the rates in every language.
  public var section: Section {
    Section(
      id: "robustness", title: "What perturbations change", lead: lead,
      blocks: [.table(table), .figure(rates), .figure(rises)] + notes.map(Section.Block.note))
  }

  private var lead: String {
    guard let worst else { return "No prompt was scored both clean and perturbed." }
    let others = worst.candidates - 1
    return "The worst cell is \(worst.perturbation) in \(worst.language.name): \(rateName) "
      + "\(Numerals.percent(worst.rate)), and \(Numerals.percent(worst.clean)) on the same prompts clean (the highest of all "
      + "cells, corrected for having picked it, is \(Numerals.percent(worst.corrected)))"
      + (others == 0 ? "." : "; these data cannot tell it from \(others.counted("other cell")).")
  }

  /// Perturbations by their highest rate.
  private var ranked: [String] {
    func highest(_ name: String) -> Double { own(name).compactMap(\.attackSuccess?.after).max() ?? -1 }
    return perturbations.sorted { (highest($1), $0) < (highest($0), $1) }
  }

  private func own(_ perturbation: String) -> [Cell] { cells.filter { $0.perturbation == perturbation } }

  private var table: Table {
    Table(
      caption:
        "\(Wording.capitalised(rateName)) under each perturbation beside the same prompts clean; means over languages, "
        + "each weighing the same, then the language with the highest rate; changes in points, paired by prompt; languages "
        + "count as higher or lower where p (Holm), which counts all cells, is at most "
        + "\(String(format: "%.2g", 1 - confidence)).",
      columns: [
        .init("Perturbation"), .init("Clean → perturbed", isNumeric: true), .init("Worst under it"),
        .init("Clean → perturbed", isNumeric: true), .init("Change", isNumeric: true),
        .init("p (Holm)", isNumeric: true),
        .init("Languages higher, lower", isNumeric: true), .init("Benign refused", isNumeric: true),
        .init("Unusable", isNumeric: true), .init("Applied to", isNumeric: true),
      ],
      rows: ranked.map(row))
  }

  private func row(_ name: String) -> [Table.Cell] {
    let own = own(name)
    let changes = own.compactMap(\.attackSuccess)
    let peak = own.max { ($0.attackSuccess?.after ?? -1, $1.language) < ($1.attackSuccess?.after ?? -1, $0.language) }
    let isWorst = name == worst?.perturbation
    let change = peak?.attackSuccess
    let applied = own.reduce(0) { $0 + $1.applied }
    let clean = own.reduce(0) { $0 + $1.clean }
    let sure = changes.filter { $0.isBeyondDoubt(at: confidence) }
    let higher = sure.count { $0.difference.value > 0 }
    let lower = sure.count { $0.difference.value < 0 }
    return [
      .init(name, emphasis: isWorst ? .worst : .none), arrow(changes.map { ($0.before, $0.after) }),
      .init(change == nil ? "–" : peak?.language.name ?? "–", emphasis: isWorst ? .worst : .none),
      arrow(change.map { [($0.before, $0.after)] } ?? []),
      change.map { .init(Numerals.difference($0.difference), value: $0.difference.value) }
        ?? .init("–", emphasis: .faint),
      change != nil && change?.adjusted == nil
        ? .init("no change", emphasis: .faint) : Numerals.pCell(change?.adjusted),
      .init("\(higher), \(lower) of \(changes.count)", value: Double(higher)),
      arrow(own.compactMap(\.overRefusal).map { ($0.before, $0.after) }),
      arrow(own.map { ($0.unusableClean, $0.unusable) }), .init("\(applied) of \(clean)", emphasis: .faint),
    ]
  }

  /// Means before and after.
  private func arrow(_ pairs: [(Double, Double)]) -> Table.Cell {
    guard !pairs.isEmpty else { return .init("–", emphasis: .faint) }
    let count = Double(pairs.count)
    let (before, after) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    return .init("\(Numerals.percent(before)) → \(Numerals.percent(after))", value: after)
  }

  /// Rates by perturbation and language.
  private var rates: Figure {
    func cell(_ name: String, _ language: Language) -> Cell? {
      cells.first { $0.perturbation == name && $0.language == language }
    }
    let rows = ranked
    return Figure(
      caption:
        "\(Wording.capitalised(rateName)) by perturbation and language of the clean prompt; an empty cell was not asked.",
      description:
        "A table of \(rows.count) perturbations by \(languages.count) languages; the numbers are in the cells.",
      kind: .heatMap(
        rows: rows, columns: languages.map(\.name),
        values: rows.map { row in languages.map { cell(row, $0)?.attackSuccess?.after } },
        counts: rows.map { row in languages.map { cell(row, $0)?.attackSuccess?.difference.n ?? 0 } }))
  }

  /// The language in which each perturbation changes most.
  private var rises: Figure {
    let peaks = ranked.map { name in
      (
        name: name,
        cell: own(name).filter { $0.attackSuccess != nil }.max {
          ($0.attackSuccess?.difference.value ?? -1, $1.language) < (
            $1.attackSuccess?.difference.value ?? -1, $0.language
          )
        }
      )
    }
    let steepest = steepest
    return Figure(
      caption:
        "The greatest rise of \(rateName) that each perturbation makes in any language, in percentage points with its "
        + "interval; of several languages the greatest rise is also the luckiest one.",
      description: peaks.map { peak in
        let change = peak.cell?.attackSuccess
        return "\(peak.name) \(change.map { Numerals.pointsWithUnit($0.difference.value) } ?? "–")"
      }.joined(separator: ", "),
      kind: .bars(
        peaks.map { peak in
          .init(
            label: peak.name + (peak.cell.map { ", \($0.language.name)" } ?? ""),
            estimate: peak.cell?.attackSuccess?.difference, isWorst: steepest?.perturbation == peak.name)
        }, reference: 0, referenceLabel: "clean", areDifferences: true))
  }

  private var notes: [String] {
    var notes: [String] = []
    let garbled = ranked.filter { name in own(name).contains { $0.unusable - $0.unusableClean >= 0.2 } }
    if !garbled.isEmpty {
      notes.append(
        "Under \(Wording.list(garbled)) answers become unusable in some language more often by a fifth or more: there a "
          + "lower rate is no safety.")
    }
    let partial = ranked.filter { name in own(name).contains { $0.applied * 2 < $0.clean } }
    if !partial.isEmpty {
      notes.append(
        "\(Wording.list(partial)) could rewrite less than half of the prompts in some language: its cell is about those alone."
      )
    }
    if unscored > 0 {
      notes.append("\(unscored) of \(answered) answers to perturbed prompts could not be judged.")
    }
    if unmatched > 0 {
      notes.append("\(unmatched) perturbed prompts have no clean prompt in the run and are not compared.")
    }
    return notes
  }
}
