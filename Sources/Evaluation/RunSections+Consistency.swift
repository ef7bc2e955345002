internal import Foundation
internal import IsoglossCore
internal import IsoglossLanguageID

extension RunSections {
  /// Which language the answers are in, by whole answer and by line, each with its coverage, and where answers went.
  var consistency: Section? {
    guard measures.languages.contains(where: { $0.consistency.whole.scored > 0 }) else { return nil }
    let rows = measures.languages.map { part -> [Table.Cell] in
      let wrong = part.consistency.wholeConfusion.mistakes.prefix(3)
      return [
        .init("\(part.language.name) (\(part.language.code))"), Numerals.cell(part.wholeConsistency),
        coverage(part.consistency.whole), Numerals.cell(part.lineConsistency), coverage(part.consistency.lines),
        .init(wrong.isEmpty ? "–" : wrong.map { "\($0.found?.name ?? "unknown") \($0.count)" }.joined(separator: ", ")),
      ]
    }
    let table = Table(
      caption: "Language consistency of all answers. Coverage is the share of answers that a measure can score.",
      columns: [
        .init("Prompt's language"), .init("Whole answer", isNumeric: true), .init("Coverage", isNumeric: true),
        .init("Every line", isNumeric: true), .init("Coverage", isNumeric: true), .init("Answered instead in"),
      ], rows: rows)
    return Section(
      id: "consistency", title: "Answers in the prompt's language",
      lead:
        "An answer in another language is no answer to the person who asked. By line, short answers cannot be scored: "
        + "the coverage says how many were.",
      blocks: [.table(table)] + (confusion.map { [.table($0)] } ?? []))
  }

  /// Expected against found language; null where all agree.
  private var confusion: Table? {
    let found = measures.languages.map(\.language)
    let isMixed = measures.languages.contains { !$0.consistency.wholeConfusion.mistakes.isEmpty }
    guard isMixed, found.count > 1 else { return nil }
    let rows = measures.languages.map { part -> [Table.Cell] in
      let counts = found.map { part.consistency.wholeConfusion.count(expected: part.language, found: $0) }
      let other = part.consistency.whole.scored - counts.reduce(0, +)
      return [.init(part.language.name)]
        + zip(found, counts).map { language, count in
          .init(
            "\(count)", value: Double(count),
            emphasis: count == 0 ? .faint : language == part.language ? .good : .none)
        } + [.init("\(other)", value: Double(other), emphasis: other == 0 ? .faint : .none)]
    }
    return Table(
      caption: "Language of the prompt (rows) against the language that the whole answer is identified as (columns).",
      columns: [.init("Prompt in")] + found.map { .init($0.code, isNumeric: true) } + [.init("other", isNumeric: true)],
      rows: rows)
  }

  private func coverage(_ share: LanguageConsistency.Share) -> Table.Cell {
    guard let value = share.coverage else { return .init("–", emphasis: .faint) }
    return .init(Numerals.percent(value), value: value)
  }
}
