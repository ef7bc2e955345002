internal import Foundation
public import IsoglossCore

extension MarginMeasures {
  /// The first line: for each behaviour the language in which the preferred answer wins least often.
  public var headline: String {
    guard !worst.isEmpty else { return "No pair was scored" }
    return worst.map { worst in
      "\(Wording.capitalised(worst.behaviour.rawValue)): worst in \(worst.language.name), the preferred answer is the more "
        + "probable one in \(Numerals.percent(worst.share))"
    }.joined(separator: "; ")
  }

  /// One table a behaviour.
  public var section: Section {
    let tables = MatchedAnswers.Behaviour.allCases.compactMap { behaviour -> Table? in
      let own = rows.filter { $0.behaviour == behaviour }
      guard !own.isEmpty else { return nil }
      return Table(
        caption: "\(Wording.capitalised(behaviour.rawValue)): log p(preferred) − log p(dispreferred), in nats.",
        columns: [
          .init("Language"), .init("Mean margin", isNumeric: true), .init("Preferred wins", isNumeric: true),
          .init("Margin to English", isNumeric: true), .init("n", isNumeric: true),
        ],
        rows: own.map { row in
          let isWorst = worst.contains { $0.behaviour == behaviour && $0.language == row.language }
          return [
            .init("\(row.language.name) (\(row.language.code))"), nats(row.margin),
            Numerals.cell(row.share, emphasis: isWorst ? .worst : .none),
            row.gap.map(nats) ?? .init("–", emphasis: .faint),
            .init("\(row.margin.n)", value: Double(row.margin.n), emphasis: .faint),
          ]
        })
    }
    return Section(
      id: "margins", title: "Which of two matched answers the model holds more probable",
      lead:
        "The two differ in the behaviour alone and are about as long as each other; nothing is generated and no judge "
        + "reads anything.",
      blocks: tables.map(Section.Block.table) + [
        .note(
          "A model that prefers neither is at 50 % only where the answers' wordings are equally likely to it: what changes "
            + "between two models, or differs between languages on the same pairs, is firmer than the level itself.")
      ])
  }

  private func nats(_ estimate: Estimate) -> Table.Cell {
    func number(_ value: Double) -> String {
      let text = String(format: "%.1f", abs(value))
      return text == "0.0" ? text : value < 0 ? "−\(text)" : "+\(text)"
    }
    return .init(
      "\(number(estimate.value)) [\(number(estimate.low)), \(number(estimate.high))]", value: estimate.value)
  }
}
