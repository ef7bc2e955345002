internal import Foundation
public import IsoglossCore

extension TextBits {
  /// The first line: the language that costs the most.
  public var headline: String {
    guard let worst else { return "No text was measured" }
    let byte = "\(Numerals.coefficient(worst.perByte)) bits per byte"
    guard let times = worst.overEnglish else { return "Most bits: \(worst.language.name), \(byte)" }
    return "Most bits: \(worst.language.name), \(Numerals.coefficient(times)) times those of English; \(byte)"
  }

  /// The table of languages.
  public var section: Section {
    let table = Table(
      caption: "Bits that the model needs for \(lines) lines of parallel text.",
      columns: [
        .init("Language"), .init("Bits per byte", isNumeric: true), .init("Bits over English", isNumeric: true),
        .init("Bytes", isNumeric: true),
      ],
      rows: rows.map { row in
        [
          .init("\(row.language.name) (\(row.language.code))"), cell(row.perByte, "%.3f"),
          row.overEnglish.map { cell($0, "%.2f", isWorst: row.language == worst?.language) }
            ?? .init("–", emphasis: .faint),
          .init("\(row.bytes)", value: Double(row.bytes), emphasis: .faint),
        ]
      })
    return Section(
      id: "bits", title: "How well the model knows each language",
      lead:
        "Fewer bits for the same content: the model expects more of what is said. No answer and no judge take part.",
      blocks: [
        .table(table),
        .note(
          "Bits per byte depend on the script, since a Cyrillic letter has two bytes and a Thai one three: compare them "
            + "within a language, between models. Bits over English compare languages, for the content is the same."),
      ])
  }

  private func cell(_ estimate: Estimate, _ format: String, isWorst: Bool = false) -> Table.Cell {
    let text = "\(format) [\(format), \(format)]"
    return .init(
      String(format: text, estimate.value, estimate.low, estimate.high), value: estimate.value,
      emphasis: isWorst ? .worst : .none)
  }
}
