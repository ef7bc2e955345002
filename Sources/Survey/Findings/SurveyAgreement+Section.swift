internal import Foundation
public import IsoglossCore
internal import IsoglossDatasets

extension SurveyAgreement {
  /// The result in a sentence.
  public var headline: String {
    let all = rows.filter { $0.pair == nil || rows.count <= SurveyForm.Question.allCases.count }
    let parts = all.compactMap { row -> String? in
      guard let estimate = row.kappa ?? row.jaccard else { return nil }
      return "\(row.question) \(row.kappa == nil ? "Jaccard" : "kappa") \(String(format: "%.2f", estimate.value))"
    }
    return "\(annotators.count) annotators: " + parts.joined(separator: ", ")
  }

  /// What a reader is shown of it.
  public var section: Section {
    let lost = unscored.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    return Section(
      id: "agreement", title: "Agreement of annotators", lead: headline + ".",
      blocks: [
        .table(
          Table(
            caption: "Agreement by question and pair, before adjudication.",
            columns: [.init("Question"), .init("Pair")]
              + ["Papers", "Same answer", "Kappa", "Jaccard"].map { Table.Column($0, isNumeric: true) },
            rows: rows.map { row in
              [
                .init(row.question), .init(row.pair?.joined(separator: ", ") ?? "all"), .init(count: row.papers),
                .init(share: row.raw), .init(number: row.kappa), .init(number: row.jaccard),
              ]
            })),
        .note(
          "Intervals are at 95 %, resampled over papers with seed \(seed). Unscored answers are left out"
            + (lost.isEmpty ? "; there are none." : ": \(lost).")),
      ])
  }
}

extension Table.Cell {
  /// A share in per cent with its interval.
  init(share estimate: Estimate?) {
    guard let estimate else {
      self.init("–", emphasis: .faint)
      return
    }
    let numbers = [estimate.value, estimate.low, estimate.high].map { String(format: "%.0f", 100 * $0) }
    self.init("\(numbers[0]) % (\(numbers[1])–\(numbers[2]))", value: estimate.value)
  }

  /// A plain number with its interval.
  init(number estimate: Estimate?) {
    guard let estimate else {
      self.init("–", emphasis: .faint)
      return
    }
    let numbers = [estimate.value, estimate.low, estimate.high].map { String(format: "%.2f", $0) }
    self.init("\(numbers[0]) (\(numbers[1])–\(numbers[2]))", value: estimate.value)
  }
}
