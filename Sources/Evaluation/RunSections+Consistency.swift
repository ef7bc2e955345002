internal import Foundation
internal import IsoglossCore

extension RunSections {
  /// Which language the answers are in: the paper's whole-response share, with its coverage, and where answers went.
  var consistency: Section? {
    var confusion: [Language: [Language: Int]] = [:]
    for item in items where item.completion != nil {
      guard let found = item.verdicts[measures.judge]?.language.value else { continue }
      confusion[item.prompt.language, default: [:]][found, default: 0] += 1
    }
    guard !confusion.isEmpty else { return nil }
    let rows = measures.languages.map { part -> [Table.Cell] in
      let others = (confusion[part.language] ?? [:]).filter { $0.key != part.language }
        .sorted { ($0.value, $1.key) > ($1.value, $0.key) }.prefix(3)
      return [
        .init("\(part.language.name) (\(part.language.code))"), Format.cell(part.consistency),
        .init(Format.percent(part.consistencyCoverage), value: part.consistencyCoverage),
        .init(others.isEmpty ? "–" : others.map { "\($0.key.name) \($0.value)" }.joined(separator: ", ")),
      ]
    }
    return Section(
      id: "consistency", title: "Answers in the prompt's language",
      lead: "An answer in another language is no answer to the person who asked; short answers cannot be told, and the "
        + "coverage says how many were.",
      blocks: [
        .table(
          Table(
            caption: "Language consistency: share of whole answers in the prompt's language, of those that can be told.",
            columns: [
              .init("Prompt's language"), .init("Consistent", isNumeric: true), .init("Coverage", isNumeric: true),
              .init("Answered instead in"),
            ], rows: rows))
      ])
  }
}
