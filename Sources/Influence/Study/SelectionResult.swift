internal import Foundation
public import IsoglossCore
internal import IsoglossStatistics

/// What retraining on chosen pairs gave a language, beside as many drawn at random.
public struct SelectionResult: Sendable, Codable {
  /// What the pairs of one rule gave.
  public struct Choice: Sendable, Codable {
    /// The estimate that they were chosen by.
    public var method: String
    /// Mean margin on the tests after training on them, in nats.
    public var margin: Double
    /// Mean over tests of (this margin − mean of the draws).
    public var advantage: Double
    /// Ends of its interval, over tests.
    public var low: Double
    /// Upper end of it.
    public var high: Double
    /// Draws whose mean margin is below that of the chosen pairs.
    public var beaten: Int
    /// How many of the chosen pairs each language has.
    public var languages: [String: Int]
  }

  /// Estimates that pairs are chosen by.
  static let methods = ["tracin", "ekfac", "datainf", "less", "cosine", "bm25"]

  /// The language.
  public var language: Language
  /// Pairs that were chosen, and from how many.
  public var count: Int
  /// Number of pairs.
  public var pairs: Int
  /// Number of tests.
  public var tests: Int
  /// Mean margin on the tests before any training.
  public var before: Double
  /// What each rule gave, in the order of the table.
  public var choices: [Choice]
  /// Mean margin after training on each random draw.
  public var random: [Double]

  /// - Parameters:
  ///   - margins: on the tests, after no training, after training on each choice, and on each draw.
  ///   - chosen: languages of the pairs of each choice.
  init(
    margins: [[Double]], chosen: [[Language]], count: Int, pairs: Int, language: Language, seed: UInt64
  ) throws {
    func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(max(1, values.count)) }
    let draws = margins.dropFirst(1 + chosen.count)
    let random = draws.map(mean)
    self.language = language
    self.count = count
    self.pairs = pairs
    self.random = random
    tests = margins[0].count
    before = mean(margins[0])
    choices = try chosen.indices.compactMap { number in
      let own = margins[1 + number]
      let gains = own.indices.map { test in own[test] - mean(draws.map { $0[test] }) }
      guard let estimate = try Bootstrap(resamples: 2000, method: .percentile, seed: seed).mean(gains) else {
        return nil
      }
      return Choice(
        method: Self.methods[number], margin: mean(own), advantage: estimate.value, low: estimate.interval.lower,
        high: estimate.interval.upper, beaten: random.count { $0 < mean(own) },
        languages: Dictionary(grouping: chosen[number], by: \.code).mapValues(\.count))
    }
  }

  /// What the result is in one line.
  public var headline: String {
    let best = choices.max { ($0.advantage, $1.method) < ($1.advantage, $0.method) }
    let words = best.map { String(format: "%@ %.2f nats [%.2f, %.2f] above", $0.method, $0.advantage, $0.low, $0.high) }
    return "\(count) pairs for \(language.code): \(words ?? "nothing beside") \(random.count) random draws"
  }

  /// What a reader is shown.
  public var section: Section {
    func number(_ x: Double) -> Table.Cell { .init(String(format: "%.2f", x), value: x) }
    func plain(_ name: String, _ margin: Double) -> [Table.Cell] {
      [.init(name), number(margin), .init(""), .init(""), .init("")]
    }
    var rows = [plain("nothing", before)]
    for choice in choices {
      rows.append([
        .init("chosen by \(choice.method)"), number(choice.margin), number(choice.advantage),
        .init(String(format: "%.2f to %.2f", choice.low, choice.high)), .init("\(choice.beaten) of \(random.count)"),
      ])
    }
    for (place, margin) in random.enumerated() { rows.append(plain("random draw \(place + 1)", margin)) }
    return Section(
      id: "influence-selection", title: "Do the chosen pairs help \(language.code)?",
      lead:
        "\(count) of \(pairs) pairs chosen by their influence on some questions, retrained, and asked \(tests) others, "
        + "beside as many random pairs: refuted for a rule where its interval holds 0 or random draws do as well. "
        + "The best of \(choices.count) rules is chosen after the fact: its interval is that of one rule alone.",
      blocks: [
        .table(
          Table(
            caption: "Mean margin on the tests, in nats; intervals over tests.",
            columns: [
              .init("trained on"), .init("margin", isNumeric: true), .init("above random", isNumeric: true),
              .init("interval"), .init("draws beaten"),
            ],
            rows: rows))
      ])
  }
}
