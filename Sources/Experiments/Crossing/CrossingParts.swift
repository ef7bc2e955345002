public import IsoglossCore
internal import IsoglossStatistics

/// Whether the blocks that training changed most carry what it did, here and in the other languages, against random blocks.
public struct CrossingParts: Hashable, Sendable, Codable {
  /// What the random sets give.
  public struct Spread: Hashable, Sendable, Codable {
    /// The least.
    public var low: Double
    /// The mean.
    public var mean: Double
    /// The most.
    public var high: Double
  }

  /// What one side shows: gain with the kept blocks alone over the gain of the whole adapter.
  public struct Side: Hashable, Sendable, Codable {
    /// Gain of the whole adapter on the groups that parts were asked, in nats.
    public var whole: Double
    /// Share that the top blocks give.
    public var top: Double
    /// Shares that random blocks give.
    public var random: Spread
    /// Chance of a top set like this or better among random ones: (1 + random sets as good) / (1 + random sets).
    public var pValue: Double
    /// The p-value by Holm over all runs of the model, in the source and in the others; null for a run by itself.
    public var adjusted: Double?
  }

  /// What was trained.
  public var behaviour: MatchedAnswers.Behaviour
  /// Seed of the run.
  public var seed: UInt64
  /// The blocks that changed most, counted from 0.
  public var top: [Int]
  /// All blocks.
  public var blocks: Int
  /// Random sets.
  public var random: Int
  /// Groups that were asked.
  public var groups: Int
  /// In the language that was trained; null where the whole adapter gained nothing there.
  public var source: Side?
  /// In the mean of the others; null where the whole adapter gained nothing there.
  public var others: Side?
  /// Rank correlation over all sets of gain in the source with gain in the others: whether what carries the one carries the
  /// other; null where one does not vary.
  public var correlation: Double?

  /// What the parts of a run's adapter show; null where none were asked.
  /// - Throws: `StatisticsError`.
  init?(_ run: CrossingResult) throws {
    guard let top = run.parts.first(where: \.isTop), run.parts.contains(where: { !$0.isTop }) else { return nil }
    let asked = Set(top.after.groups)
    let others = Set(top.after.rows.keys).subtracting([run.source])
    func mean(_ languages: Set<Language>, _ part: CrossingResult.Part?) -> Double {
      let gains = languages.sorted().flatMap { language in
        run.gains(language, of: part).sorted { $0.key < $1.key }.filter { asked.contains($0.key) }.map(\.value)
      }
      return gains.isEmpty ? 0 : gains.reduce(0, +) / Double(gains.count)
    }
    let random = run.parts.filter { !$0.isTop }
    func side(_ languages: Set<Language>) -> Side? {
      let whole = mean(languages, nil)
      guard whole > 0 else { return nil }
      let shares = random.map { mean(languages, $0) / whole }
      let own = mean(languages, top) / whole
      return Side(
        whole: whole, top: own,
        random: Spread(
          low: shares.min() ?? 0, mean: shares.reduce(0, +) / Double(shares.count), high: shares.max() ?? 0),
        pValue: Double(1 + shares.count { $0 >= own }) / Double(1 + shares.count))
    }
    behaviour = run.cell.behaviour
    seed = run.cell.seed
    self.top = top.blocks
    blocks = run.norms.count
    self.random = random.count
    groups = asked.count
    source = side([run.source])
    self.others = side(others)
    correlation = try Correlation.spearman(
      run.parts.map { mean([run.source], $0) }, run.parts.map { mean(others, $0) })?.coefficient
  }
}
