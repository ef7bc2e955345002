public import IsoglossCore
internal import IsoglossStatistics

/// How an arm treats its worst language, and the others beside English.
public struct ArmStanding: Hashable, Sendable, Codable {
  /// The arm, as tables show it.
  public var arm: String
  /// Its seeds.
  public var seeds: [UInt64]
  /// The language that is worst; the first in reading order where several tie.
  public var worst: Language
  /// Others that are as bad.
  public var tied: [Language]
  /// What it has there, as the table by language says it: the language is chosen for being worst, so this looks worse
  /// than it is.
  public var worstEstimate: ArmEstimate
  /// Share of draws of requests in which this language is the worst, ties shared.
  public var certainty: Double
  /// What English has.
  public var english: ArmEstimate?
  /// The mean of the other languages.
  public var others: ArmEstimate?
  /// The others less English, request by request.
  public var gap: ArmEstimate?
  /// The others less what they have under the balanced mixture, request by request and seed by seed; null for that one.
  public var overBalanced: ArmEstimate?

  /// Draws behind ``certainty``.
  static let draws = 2_000

  /// The standing of an arm; null where nothing was measured.
  /// - Parameter balanced: the arm that others are held against.
  /// - Throws: `StatisticsError`.
  init?(_ arm: ExperimentArm, _ measure: GridMeasure, _ grid: ExperimentGrid, balanced: ExperimentArm?) throws {
    let runs = grid.runs(of: arm)
    let found = grid.languages.compactMap { language in
      grid.estimate(measure, runs, [language]).map { (language: language, estimate: $0) }
    }
    func badness(_ value: Double) -> Double { measure.isBadWhenHigh ? value : -value }
    guard let worst = found.max(by: { badness($0.estimate.mean.value) < badness($1.estimate.mean.value) }) else {
      return nil
    }
    self.arm = grid.label(arm)
    seeds = runs.map { $0.cell?.seed ?? 0 }
    (self.worst, worstEstimate) = (worst.language, worst.estimate)
    tied = found.filter {
      $0.language != worst.language && abs($0.estimate.mean.value - worst.estimate.mean.value) < 1e-9
    }.map(\.language)
    let rest = grid.languages.filter { $0 != .english }
    english = found.first { $0.language == .english }?.estimate
    others = rest.isEmpty ? nil : grid.estimate(measure, runs, rest)
    let own = runs.map { Values(grid, measure, $0) }
    gap =
      try english == nil
      ? nil : Self.difference(own.map { ($0.mean(of: rest), $0.mean(of: [.english])) }, areShares: measure.isShare)
    if let balanced, balanced != arm {
      let pairs = runs.compactMap { run in
        grid.runs(of: balanced).first { $0.cell?.seed == run.cell?.seed }.map {
          (Values(grid, measure, run).mean(of: rest), Values(grid, measure, $0).mean(of: rest))
        }
      }
      overBalanced = try Self.difference(pairs, areShares: measure.isShare)
    }
    certainty = Self.share(of: worst.language, own, languages: found.map(\.language), badness)
  }

  /// Values of one run by language and request.
  private struct Values {
    var table: [Language: [String: Double]]

    init(_ grid: ExperimentGrid, _ measure: GridMeasure, _ run: CellResult) {
      table = Dictionary(
        uniqueKeysWithValues: grid.languages.map {
          ($0, measure.values(run, $0, judge: grid.judge.name, start: grid.start))
        })
    }

    /// The mean over languages of each request, of those that have it.
    func mean(of languages: [Language]) -> [String: Double] {
      var found: [String: [Double]] = [:]
      for language in languages {
        for (group, value) in table[language] ?? [:] { found[group, default: []].append(value) }
      }
      return found.mapValues { $0.reduce(0, +) / Double($0.count) }
    }
  }

  /// First less second by request, a seed a pair: the mean, with 95 % by Student's t over requests and seeds, both
  /// taken for samples of more. One seed tells of requests alone. A difference of shares lies in -1...1, and so do its
  /// limits. Where neither requests nor seeds vary there is no interval (``ArmEstimate/hasInterval``).
  private static func difference(
    _ seeds: [([String: Double], [String: Double])], areShares: Bool
  ) throws -> ArmEstimate? {
    guard let one = seeds.first else { return nil }
    let groups = one.0.keys.filter { group in seeds.allSatisfy { $0.0[group] != nil && $0.1[group] != nil } }.sorted()
    let table = groups.map { group in seeds.map { ($0.0[group] ?? 0) - ($0.1[group] ?? 0) } }
    guard let mean = try CrossedMean(table) else { return nil }
    // Differences of equal numbers may differ in their last bits: that is no variation.
    let varies = mean.standardError > 1e-9 * max(1, abs(mean.value))
    let reach = varies ? StudentT(degrees: mean.degrees).quantile(0.975) * mean.standardError : 0
    let bound = areShares ? 1 : Double.infinity
    return ArmEstimate(
      mean: IsoglossCore.Estimate(
        value: mean.value, low: max(-bound, mean.value - reach), high: min(bound, mean.value + reach),
        n: groups.count),
      seeds: seeds.indices.map { seed in table.reduce(0) { $0 + $1[seed] } / Double(groups.count) })
  }

  /// How often a language is the worst when requests are drawn anew.
  private static func share(
    of worst: Language, _ runs: [Values], languages: [Language], _ badness: (Double) -> Double
  ) -> Double {
    // Seeds are averaged within a request, as far as they have it.
    let rows = languages.map { language in
      runs.reduce(into: [String: [Double]]()) { found, run in
        for (group, value) in run.table[language] ?? [:] { found[group, default: []].append(value) }
      }.mapValues { $0.reduce(0, +) / Double($0.count) }
    }
    let groups = Set(rows.flatMap(\.keys)).sorted()
    let table = rows.map { row in groups.map { row[$0] } }
    guard let place = languages.firstIndex(of: worst), !groups.isEmpty else { return 0 }
    var generator = SeededGenerator(seed: 0)
    var sum = 0.0
    for _ in 0..<draws {
      let drawn = groups.indices.map { _ in generator.index(below: groups.count) }
      let values = table.map { row in
        let known = drawn.compactMap { row[$0] }
        return known.isEmpty ? -Double.infinity : badness(known.reduce(0, +) / Double(known.count))
      }
      guard let most = values.max() else { continue }
      // Sums of the same numbers in another order differ in their last bits.
      let ties = values.indices.filter { values[$0] >= most - 1e-12 * max(1, abs(most)) }
      if ties.contains(place) { sum += 1 / Double(ties.count) }
    }
    return sum / Double(draws)
  }
}
