internal import Foundation
public import IsoglossCore

/// The pairs that moved an answer most, for a reader.
public struct MovedAnswer: Sendable, Codable {
  /// A pair with its score.
  public struct Pair: Sendable, Codable {
    /// The pair.
    public var row: IndexManifest.Row
    /// Its influence.
    public var score: Double
  }

  /// What a language's pairs did together.
  public struct Share: Sendable, Codable {
    /// The language.
    public var language: Language
    /// Number of pairs.
    public var pairs: Int
    /// Sum of their influence.
    public var sum: Double
  }

  /// Id of the question.
  public var id: String
  /// Its language.
  public var language: String
  /// The margin, or the answer's log-probability.
  public var value: Double
  /// The pairs that raised it most, the first most.
  public var raised: [Pair]
  /// The pairs that lowered it most.
  public var lowered: [Pair]
  /// By language, the largest sum first.
  public var languages: [Share]

  /// - Parameter scores: one for each row of the index.
  public init(_ query: InfluenceQuery, _ index: InfluenceIndex, scores: [Double], top: Int) {
    id = query.id
    language = query.language
    value = query.value
    let order = scores.indices.sorted { (scores[$1], $0) < (scores[$0], $1) }
    func pair(_ row: Int) -> Pair { Pair(row: index.rows[row], score: scores[row]) }
    raised = order.prefix(top).filter { scores[$0] > 0 }.map(pair)
    lowered = order.reversed().prefix(top).filter { scores[$0] < 0 }.map(pair)
    languages = Dictionary(grouping: scores.indices) { index.rows[$0].language }.map { language, rows in
      Share(language: language, pairs: rows.count, sum: rows.reduce(0) { $0 + scores[$1] })
    }.sorted { ($1.sum, $0.language) < ($0.sum, $1.language) }
  }

  /// What a reader is shown.
  public func section(method: InfluenceMethod) -> Section {
    func rows(_ pairs: [Pair]) -> [[Table.Cell]] {
      pairs.map { pair in
        [
          .init(pair.row.id), .init(pair.row.language.code), .init(pair.row.intent.rawValue),
          .init(Self.number(pair.score), value: pair.score),
        ]
      }
    }
    func table(_ caption: String, _ pairs: [Pair]) -> Section.Block {
      .table(
        Table(
          caption: caption,
          columns: [.init("pair"), .init("language"), .init("intent"), .init("influence", isNumeric: true)],
          rows: rows(pairs)))
    }
    let shares = Table(
      caption: "Sum over the pairs of each training language.",
      columns: [.init("language"), .init("pairs", isNumeric: true), .init("influence", isNumeric: true)],
      rows: languages.map { share in
        [
          .init(share.language.code), .init("\(share.pairs)", value: Double(share.pairs)),
          .init(Self.number(share.sum), value: share.sum),
        ]
      })
    return Section(
      id: "influence-\(id.map { $0.isLetter || $0.isNumber ? String($0) : "-" }.joined())",
      title: "What moved \(id) (\(language))",
      lead:
        "The training pairs whose gradients point most along, and against, this answer's: an estimate to first order "
        + "(\(method.rawValue)), refuted where training without them leaves the answer as it was.",
      blocks: [
        .facts([Fact("value at the last checkpoint", String(format: "%.2f nats", value))]),
        table("Pairs that raised it most.", raised), table("Pairs that lowered it most.", lowered), .table(shares),
      ])
  }

  static func number(_ value: Double) -> String { String(format: "%.4g", value) }
}
