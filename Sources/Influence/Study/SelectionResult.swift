internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// What retraining on chosen pairs gave a language, beside as many drawn at random.
public struct SelectionResult: Sendable, Codable {
  /// The language.
  public var language: Language
  /// Pairs that were chosen, and from how many.
  public var count: Int
  /// Number of pairs.
  public var pairs: Int
  /// Mean margin on the tests before any training.
  public var before: Double
  /// Mean margin after training on the pairs that each rule chose.
  public var chosen: [String: Double]
  /// The same for each random draw.
  public var random: [Double]
  /// Mean over tests of (TracIn's pairs − mean of the draws), with its interval over tests.
  public var advantage: Double
  /// Lower end of the interval.
  public var low: Double
  /// Upper end of it.
  public var high: Double
  /// How many of the pairs that TracIn chose each language has.
  public var languages: [String: Int]

  init(
    margins: [[Double]], methods: [String], chosen languages: [Language], count: Int, pairs: Int, language: Language,
    seed: UInt64
  ) throws {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    let draws = margins.dropFirst(1 + methods.count)
    self.language = language
    self.count = count
    self.pairs = pairs
    before = mean(margins[0])
    chosen = Dictionary(uniqueKeysWithValues: methods.enumerated().map { ($1, mean(margins[1 + $0])) })
    random = draws.map(mean)
    self.languages = Dictionary(grouping: languages, by: \.code).mapValues(\.count)
    let gains = margins[1].indices.map { test in margins[1][test] - mean(draws.map { $0[test] }) }
    let estimate = try Bootstrap(resamples: 2000, method: .percentile, seed: seed).mean(gains)
    advantage = estimate?.value ?? 0
    low = estimate?.interval.lower ?? 0
    high = estimate?.interval.upper ?? 0
  }

  /// What a reader is shown.
  public var section: Section {
    func number(_ x: Double) -> String { String(format: "%.2f", x) }
    func row(_ name: String, _ value: Double) -> [Table.Cell] { [.init(name), .init(number(value), value: value)] }
    let drawn = random.enumerated().map { row("random draw \($0 + 1)", $1) }
    return Section(
      id: "influence-selection", title: "Do the chosen pairs help \(language.code)?",
      lead:
        "\(count) of \(pairs) pairs chosen by their influence on some questions, retrained, and asked others: they give "
        + "\(number(advantage)) nats [\(number(low)), \(number(high))] more margin than random pairs; refuted where the "
        + "interval holds 0 or a random draw does as well.",
      blocks: [
        .table(
          Table(
            caption: "Mean margin on the tests, in nats.",
            columns: [.init("trained on"), .init("margin", isNumeric: true)],
            rows: [row("nothing", before)]
              + chosen.sorted { $0.key > $1.key }.map { row("chosen by \($0.key)", $0.value) }
              + drawn))
      ])
  }
}
