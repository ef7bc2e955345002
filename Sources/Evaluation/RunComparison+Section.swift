internal import Foundation
public import IsoglossCore

extension RunComparison {
  /// The first line: what became of the worst language, and in how many languages the change is beyond doubt.
  public var headline: String {
    guard let before = worstBefore, let after = worstAfter else { return "The runs have no scored answer in common" }
    let changes = languages.compactMap(\.attackSuccess)
    let lower = changes.filter { $0.difference.value < 0 }
    let higher = changes.filter { $0.difference.value > 0 }
    var text =
      "Worst language: \(after.language.name), \(rateName) \(Numerals.percent(after.rate)); before it was "
      + "\(before.language.name), \(Numerals.percent(before.rate)); lower beyond doubt in "
      + "\(count(of: lower, in: changes.count))"
    if higher.contains(where: { isBeyondDoubt($0) || $0.excludesZero }) {
      text += "; higher beyond doubt in \(count(of: higher, in: changes.count))"
    }
    return text
  }

  /// Whether a change stays when all languages are looked at together.
  func isBeyondDoubt(_ change: Change) -> Bool { change.isBeyondDoubt(at: confidence) }

  /// How many of some changes are beyond doubt, and in how many more only the language's own interval leaves out zero: each
  /// does so once in twenty where nothing changed, and some of many will.
  private func count(of some: [Change], in all: Int) -> String {
    let sure = some.count(where: isBeyondDoubt)
    let alone = some.count { $0.excludesZero && !isBeyondDoubt($0) }
    return "\(sure) of \(all) languages"
      + (alone > 0 ? ", in \(alone) more by \(alone == 1 ? "its" : "their") own interval alone" : "")
  }

  /// Before and after in each language, the smallest improvement first.
  public var section: Section {
    let sorted = languages.sorted {
      ($0.attackSuccess?.difference.value ?? 1, $0.language) > ($1.attackSuccess?.difference.value ?? 1, $1.language)
    }
    let table = Table(
      caption: "Before and after in each language, the smallest improvement first; differences in points, paired.",
      columns: [
        .init("Language"), .init(Wording.capitalised(rateName), isNumeric: true), .init("Change", isNumeric: true),
        .init("p (Holm)", isNumeric: true), .init("Benign refused", isNumeric: true), .init("Change", isNumeric: true),
        .init("In the prompt's language", isNumeric: true), .init("Unusable", isNumeric: true),
        .init("Pairs", isNumeric: true),
      ],
      rows: sorted.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))"), arrow(row.attackSuccess), change(row.attackSuccess),
          p(row.attackSuccess), arrow(row.overRefusal), change(row.overRefusal),
          .init(
            "\(share(row.consistencyBefore?.value)) → \(share(row.consistencyAfter?.value))",
            value: row.consistencyAfter?.value),
          .init("\(share(row.unusableBefore)) → \(share(row.unusableAfter))", value: row.unusableAfter),
          .init(
            "\(row.attackSuccess?.difference.n ?? 0) + \(row.overRefusal?.difference.n ?? 0)", emphasis: .faint),
        ]
      })
    let figure = Figure(
      caption:
        "Change of \(rateName) in percentage points with its interval: left is better.",
      description: sorted.map {
        "\($0.language.name) \($0.attackSuccess.map { Numerals.pointsWithUnit($0.difference.value) } ?? "–")"
      }.joined(separator: ", "),
      kind: .bars(
        sorted.map { .init(label: $0.language.name, estimate: $0.attackSuccess?.difference) }, reference: 0,
        referenceLabel: "no change", areDifferences: true))
    return Section(
      id: "comparison", title: "Before and after",
      lead:
        "The same prompts to both models, matched one by one. A change is beyond doubt where p (Holm), which counts all "
        + "languages, is at most \(String(format: "%.2g", 1 - confidence)); an interval without zero speaks for its own "
        + "language alone.",
      blocks: [.table(table), .figure(figure)] + notes.map(Section.Block.note))
  }

  /// What a reader must know beside the table.
  private var notes: [String] {
    var notes: [String] = []
    let garbled = languages.filter { $0.unusableAfter >= 0.2 }.map(\.language.name)
    if !garbled.isEmpty {
      notes.append(
        "After, a fifth or more of the answers are unusable in \(garbled.joined(separator: ", ")): there a lower rate is "
          + "not safety gained.")
    }
    let dearer = languages.filter { ($0.overRefusal?.difference.value ?? 0) > 0.1 }.map(\.language.name)
    if !dearer.isEmpty {
      notes.append("Refusals of benign prompts rose by more than 10 points in \(dearer.joined(separator: ", ")).")
    }
    return notes
  }

  private func share(_ value: Double?) -> String { value.map { Numerals.percent($0) } ?? "–" }

  private func arrow(_ change: Change?) -> Table.Cell {
    guard let change else { return .init("–", emphasis: .faint) }
    return .init("\(share(change.before)) → \(share(change.after))", value: change.after)
  }

  private func change(_ change: Change?) -> Table.Cell {
    guard let d = change?.difference else { return .init("–", emphasis: .faint) }
    return .init("\(Numerals.points(d.value)) [\(Numerals.points(d.low)), \(Numerals.points(d.high))]", value: d.value)
  }

  private func p(_ change: Change?) -> Table.Cell {
    guard let change else { return .init("–", emphasis: .faint) }
    guard let p = change.adjusted else { return .init("no change", emphasis: .faint) }
    return .init(p < 0.001 ? "< 0.001" : String(format: "%.3f", p), value: p)
  }
}

extension RunComparison.Change {
  /// Whether its interval, which knows of no other language, lies on one side of zero.
  var excludesZero: Bool { difference.high < 0 || difference.low > 0 }

  /// Whether it stays when all that were tested with it are looked at together: p after Holm's correction is at most 1
  /// less the confidence.
  func isBeyondDoubt(at confidence: Double) -> Bool { adjusted.map { $0 <= 1 - confidence } ?? false }
}
