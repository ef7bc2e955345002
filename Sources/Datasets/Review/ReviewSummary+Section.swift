internal import Foundation
public import IsoglossCore

extension ReviewSummary {
  /// The result in a sentence.
  public var headline: String {
    let done = rows.filter { $0.language == nil }
    let settled = done.reduce(0) { $0 + $1.settled }
    let asked = done.reduce(0) { $0 + $1.asked }
    let people = annotators.isEmpty ? "nobody has answered yet" : annotators.count.counted("annotator")
    let open =
      disputed == 0 ? "" : "; \(disputed.counted("item")) \(disputed == 1 ? "waits" : "wait") for an adjudicator"
    return "\(settled) of \(asked) questions about \(pairs.counted("pair")) are settled, \(people)\(open)"
  }

  /// What a reader is shown of it.
  public var section: Section {
    Section(
      id: "review", title: "Human review", lead: headline + ".",
      blocks: [
        .table(table),
        .note(
          "Agreement is that of annotators before adjudication, on items that two or more of them answered; intervals are at "
            + "\(Int(confidence * 100)) %, resampled over groups with seed \(seed). Kappa is of two annotators only."),
      ])
  }

  private var table: Table {
    Table(
      caption: "Questions of the form \(form), by what they were asked about and language.",
      columns: [.init("Question"), .init("About"), .init("Language")]
        + ["Settled", "Wanted answer", "Shared", "Agree", "Kappa", "Alpha"].map { Table.Column($0, isNumeric: true) },
      rows: rows.map { row in
        [
          .init(row.question), .init(row.part.rawValue), .init(row.language?.code ?? "all"),
          .init("\(row.settled) of \(row.asked)", value: Double(row.settled)), Self.share(row.wanted),
          .init(count: row.shared), Self.share(row.raw), Self.number(row.kappa), Self.number(row.alpha),
        ]
      })
  }

  private static func share(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return .init("–", emphasis: .faint) }
    func percent(_ value: Double) -> String { String(format: "%.0f", 100 * value) }
    return .init(
      "\(percent(estimate.value)) % (\(percent(estimate.low))–\(percent(estimate.high)))", value: estimate.value)
  }

  private static func number(_ estimate: Estimate?) -> Table.Cell {
    guard let estimate else { return .init("–", emphasis: .faint) }
    return .init(
      "\(Funnel.number(estimate.value)) (\(Funnel.number(estimate.low))–\(Funnel.number(estimate.high)))",
      value: estimate.value)
  }
}
