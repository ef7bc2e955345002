public import IsoglossCore
internal import IsoglossStatistics

/// How far two judges agree on which answers decline: the second paper's Figure 2, from the runs that both have read.
public struct GridAgreement: Hashable, Sendable, Codable {
  /// One language, or all.
  public struct Row: Hashable, Sendable, Codable {
    /// The language; null for all.
    public var language: Language?
    /// Answers that both read.
    public var items: Int
    /// Share of them that both read alike.
    public var raw: Double
    /// Cohen's kappa, 95 % by resampling requests; null where it is undefined.
    public var kappa: IsoglossCore.Estimate?
  }

  /// The judges.
  public var judges: [String]
  /// Runs of which both have read answers, the start among them.
  public var runs: Int
  /// All runs, the start among them.
  public var allRuns: Int
  /// By language in reading order, then all.
  public var rows: [Row]

  private struct Item {
    var language: Language
    var group: String
    var first: Bool
    var second: Bool
  }

  /// Agreement of the primary judge with another one; null where no answer has both.
  init?(_ grid: ExperimentGrid, with other: JudgeRecord) throws {
    let results = [grid.start].compactMap { $0 } + grid.arms.flatMap { grid.runs(of: $0) }
    var items: [Item] = []
    var runs = 0
    for result in results {
      let known = items.count
      for intent in Intent.allCases {
        guard let first = result.answers.outcomes[grid.judge.name]?[intent.rawValue],
          let second = result.answers.outcomes[other.name]?[intent.rawValue]
        else { continue }
        for language in grid.languages {
          let (own, theirs) = (first.byGroup(language), second.byGroup(language))
          for (group, outcome) in own.sorted(by: { $0.key < $1.key }) {
            guard let reading = theirs[group], outcome != "unscored", reading != "unscored" else { continue }
            items.append(
              Item(
                language: language, group: "\(intent.rawValue) \(group)", first: Self.declines(outcome),
                second: Self.declines(reading)))
          }
        }
      }
      if items.count > known { runs += 1 }
    }
    guard !items.isEmpty else { return nil }
    self.runs = runs
    allRuns = results.count
    judges = [grid.judge.name, other.name]
    let parts = grid.languages.map { language in (Optional(language), items.filter { $0.language == language }) }
    rows = try (parts + [(nil, items)]).filter { !$0.1.isEmpty }.map { language, items in
      let groups = Dictionary(grouping: items, by: \.group).sorted { $0.key < $1.key }.map(\.value)
      let kappa = try Bootstrap(resamples: 1_000, method: .percentile, seed: 0).estimate(of: groups.count) { places in
        let drawn = places.flatMap { groups[$0] }
        return try CohenKappa.value(drawn.map(\.first), drawn.map(\.second))
      }
      return Row(
        language: language, items: items.count,
        raw: Double(items.count { $0.first == $0.second }) / Double(items.count),
        kappa: kappa.map {
          IsoglossCore.Estimate(
            value: $0.value, low: $0.interval.lower, high: $0.interval.upper, n: groups.count)
        })
    }
  }

  private static func declines(_ outcome: String) -> Bool { outcome == "refusal" || outcome == "partial" }
}
