internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// How well summed influence foretells what retraining on a subset gives: the linear datamodelling score (Park et al. 2023)
/// on halves, and the effect of one pair on all pairs but one.
///
/// For each question, Spearman's correlation over subsets between Σ score of the subset's pairs and the margin after
/// training on it; the mean over questions. Intervals resample subsets.
public struct DatamodelScore: Sendable, Codable {
  /// One estimate's score.
  public struct Row: Hashable, Sendable, Codable {
    /// The estimate.
    public var method: String
    /// Mean correlation over questions.
    public var value: Double
    /// Ends of its interval.
    public var low: Double
    /// Upper end of it.
    public var high: Double
  }

  /// Number of pairs, of pairs in a subset, of subsets, and of questions.
  public var pairs: Int
  /// Pairs in a subset.
  public var half: Int
  /// Number of subsets.
  public var subsets: Int
  /// Number of questions.
  public var questions: Int
  /// The estimates, in the order of `StudyScores.names`.
  public var rows: [Row]
  /// Mean over questions of the margin's standard deviation over subsets, in nats: what there is to foretell.
  public var spread: Double

  /// - Parameters:
  ///   - members: places of each subset's pairs.
  ///   - margins: `[subsets][questions]`.
  /// - Throws: `InfluenceError.badInput` for fewer than three subsets.
  public init(
    _ scores: StudyScores, members: [[Int]], margins: [[Double]], pairs: Int, seed: UInt64 = 0
  ) throws {
    guard members.count == margins.count, members.count >= 3, let questions = margins.first?.count, questions > 0 else {
      throw InfluenceError(.badInput, "The score needs at least three subsets and a question.")
    }
    self.pairs = pairs
    self.questions = questions
    half = members[0].count
    subsets = members.count
    let actual = (0..<questions).map { question in margins.map { $0[question] } }
    spread =
      actual.reduce(0) { sum, values in
        let mean = values.reduce(0, +) / Double(values.count)
        let square = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        return sum + (square / Double(max(1, values.count - 1))).squareRoot()
      } / Double(questions)
    rows = try StudyScores.names.compactMap { name in
      guard let table = scores.methods[name] else { return nil }
      let predicted = (0..<questions).map { question in
        members.map { $0.reduce(0) { $0 + table[question][$1] } }
      }
      func mean(_ places: [Int]) throws -> Double? {
        let found = try (0..<questions).compactMap { question in
          try Correlation.spearman(places.map { predicted[question][$0] }, places.map { actual[question][$0] })?
            .coefficient
        }
        return found.isEmpty ? nil : found.reduce(0, +) / Double(found.count)
      }
      let bootstrap = Bootstrap(resamples: 500, method: .percentile, seed: seed)
      guard let estimate = try bootstrap.estimate(of: members.count, statistic: mean) else { return nil }
      return Row(method: name, value: estimate.value, low: estimate.interval.lower, high: estimate.interval.upper)
    }
  }

  /// What the result is in one line: the best estimate, and word overlap, which an estimate has to beat.
  public var headline: String {
    func words(_ row: Row) -> String {
      String(format: "%@ %.3f [%.3f, %.3f]", row.method, row.value, row.low, row.high)
    }
    let name = half == pairs - 1 && subsets == pairs ? "leave-one-out" : "LDS"
    guard let best = rows.max(by: { $0.value < $1.value }) else {
      return "\(name) over \(subsets) subsets: no estimate can be told from another"
    }
    let plain = rows.first { $0.method == "bm25" && $0.method != best.method }
    return "\(name) over \(subsets) subsets: the best of \(rows.count) estimates is \(words(best))"
      + (plain.map { "; \(words($0))" } ?? "")
  }

  /// What a reader is shown.
  public var section: Section {
    Section(
      id: "influence-lds", title: "Does influence foretell retraining?",
      lead:
        "Correlation between summed influence and the margin after training on a part of the pairs, mean over questions: "
        + "refuted as an explanation where an estimate does no better than word overlap (bm25). "
        + "The best of \(rows.count) estimates is chosen after the fact: its interval is that of one estimate alone.",
      blocks: [
        .table(
          Table(
            caption:
              "\(subsets) subsets of \(half) of \(pairs) pairs, \(questions) held-out questions; margins vary by "
              + String(format: "%.2f nats", spread) + " over subsets. 95 % intervals resample subsets.",
            columns: [.init("estimate"), .init("correlation", isNumeric: true), .init("interval", isNumeric: true)],
            rows: rows.map { row in
              [
                .init(row.method), .init(String(format: "%.3f", row.value), value: row.value),
                .init(String(format: "%.3f to %.3f", row.low, row.high)),
              ]
            }))
      ])
  }
}
