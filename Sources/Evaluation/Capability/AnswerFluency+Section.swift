internal import Foundation
public import IsoglossCore

extension AnswerFluency {
  /// The first line: the language with the most answers that cannot be used.
  public var headline: String {
    guard let worst else { return "There are no answers" }
    return "Most unusable answers: \(worst.language.name), \(Numerals.percent(worst.unusable))"
      + (worst.perByte.map { "; the others take \(Numerals.coefficient($0)) bits per byte" } ?? "")
  }

  private var worst: Row? { rows.max { $0.unusable.value < $1.unusable.value } }

  /// The table of languages.
  public var section: Section {
    let table = Table(
      caption: "Answers by themselves: how many are unusable, and how probable the rest is to the measuring model.",
      columns: [
        .init("Language"), .init("Unusable", isNumeric: true), .init("Degenerate", isNumeric: true),
        .init("Empty", isNumeric: true), .init("Off-language", isNumeric: true),
        .init("Bits per byte", isNumeric: true),
        .init("Byte perplexity", isNumeric: true), .init("n", isNumeric: true),
      ],
      rows: rows.map { row in
        let counts = ["degenerate", "empty", "offLanguage"].map { row.kinds[$0] ?? 0 }
        return [
          .init("\(row.language.name) (\(row.language.code))"),
          Numerals.cell(row.unusable, emphasis: row.language == worst?.language ? .worst : .none),
        ] + counts.map { .init("\($0)", value: Double($0), emphasis: $0 == 0 ? .faint : .none) } + [
          Numerals.coefficientCell(row.perByte),
          row.perplexity.map { .init(Numerals.coefficient($0), value: $0) } ?? .init("–", emphasis: .faint),
          .init("\(row.perByte?.n ?? 0)", value: Double(row.perByte?.n ?? 0), emphasis: .faint),
        ]
      })
    return Section(
      id: "fluency", title: "How fluent the answers are",
      lead: "Loops, echoes, empty and off-language answers are counted; the rest is measured by how probable it is.",
      blocks: [
        .table(table),
        .note(
          "Compare within a language, before and after a change, with the same measuring model: a model finds its own "
            + "answers probable, and byte counts depend on the script."),
      ])
  }
}
