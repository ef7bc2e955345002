internal import Foundation
internal import IsoglossCore
internal import IsoglossJudges

extension RunSections {
  /// What rubrics gave in numbers; null where none did.
  var scores: Section? {
    guard !scoreSummaries.isEmpty else { return nil }
    let tables = scoreSummaries.map { summary in
      Table(
        caption: "Means of \(JudgeLabel.short(summary.judge)) on its own scale, over answers to all prompts.",
        columns: [.init("Language")]
          + summary.rows.flatMap { [.init($0.name, isNumeric: true), .init("n", isNumeric: true)] },
        rows: summary.languages.enumerated().map { index, language in
          [.init("\(language.name) (\(language.code))")]
            + summary.rows.flatMap { row -> [Table.Cell] in
              guard let mean = row.means[index] else {
                return [.init("–", emphasis: .faint), .init("0", emphasis: .faint)]
              }
              let text = String(format: "%.2f [%.2f, %.2f]", mean.value, mean.low, mean.high)
              return [.init(text, value: mean.value), .init("\(mean.n)", emphasis: .faint)]
            }
        })
    }
    return Section(
      id: "scores", title: "What rubrics gave in numbers",
      lead:
        "Each is one model's opinion on a scale of its own: compare languages within a column, and nothing across them.",
      blocks: tables.map(Section.Block.table))
  }
}
