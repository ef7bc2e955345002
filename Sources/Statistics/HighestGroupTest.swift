import Foundation

/// Is the worst of several groups worse than chance makes the worst of equal ones?
///
/// The highest of several noisy rates lies above their mean though all groups are alike. Under that hypothesis an outcome
/// could as well have been another group's: outcomes change places, within a row where groups are paired, among all of
/// them otherwise. The statistic is the highest rate less the mean of the rates, each group weighing the same; p-values
/// count the observed arrangement among the random ones and are never 0. A group's own p-value compares its excess with
/// the highest of every arrangement (single-step maxT, Westfall and Young 1993), which corrects for having looked at all
/// groups. A group with few outcomes moves more and so raises the bar for all: the test errs on the side of chance.
public struct HighestGroupTest: Hashable, Sendable, Codable {
  /// One group's part.
  public struct Group: Hashable, Sendable, Codable {
    /// Its rate; `nil` without outcomes.
    public var rate: Double?
    /// Probability, were all groups alike, of a highest rate as far above the mean as this one's; `nil` without outcomes.
    public var pValue: Double?
  }

  /// Mean of the rates.
  public var mean: Double
  /// The highest rate less the mean.
  public var excess: Double
  /// What chance alone gives for that, on average.
  public var expected: Double
  /// What chance alone exceeds once in twenty times.
  public var chanceLimit: Double
  /// Probability, were all groups alike, of at least this excess.
  public var pValue: Double
  /// Whether outcomes changed places within rows.
  public var isPaired: Bool
  /// Every group, in the order given.
  public var groups: [Group]

  /// Runs the test. Cost: permutations x outcomes.
  /// - Returns: `nil` where fewer than two groups have outcomes.
  /// - Throws: `StatisticsError.outOfRange` for no permutations.
  public static func run(
    _ outcomes: GroupedOutcomes, permutations: Int = 10_000, seed: UInt64
  ) throws -> HighestGroupTest? {
    try Check.resamples(permutations)
    var arrangement = Arrangement(outcomes)
    guard arrangement.present.count > 1 else { return nil }
    let observed = arrangement.rates
    let (mean, top) = arrangement.meanAndTop
    var generator = SeededGenerator(seed: seed)
    var excesses: [Double] = []
    excesses.reserveCapacity(permutations)
    for _ in 0..<permutations {
      arrangement.shuffle(using: &generator)
      let (mean, top) = arrangement.meanAndTop
      excesses.append(top - mean)
    }
    excesses.sort()
    func pValue(_ excess: Double) -> Double {
      // Sums of the same outcomes in another order differ in their last bits: those are ties.
      let below = excesses.partitioningIndex { $0 >= excess - 1e-12 }
      return Double(permutations - below + 1) / Double(permutations + 1)
    }
    return HighestGroupTest(
      mean: mean, excess: top - mean, expected: excesses.reduce(0, +) / Double(permutations),
      chanceLimit: Quantile.of(sorted: excesses, 0.95), pValue: pValue(top - mean), isPaired: outcomes.isPaired,
      groups: observed.map { rate in Group(rate: rate, pValue: rate.map { pValue($0 - mean) }) })
  }
}

/// Outcomes in their places.
private struct Arrangement {
  private var values: [Double]
  /// Group of each value.
  private let group: [Int]
  /// Ends of the stretches within which values change places.
  private let ends: [Int]
  private let counts: [Double]
  /// Groups with outcomes.
  let present: [Int]

  init(_ outcomes: GroupedOutcomes) {
    let groups = outcomes.groupCount
    var values: [Double] = []
    var group: [Int] = []
    var ends: [Int] = []
    if outcomes.isPaired {
      for (index, value) in outcomes.values.enumerated() {
        if outcomes.weights[index] > 0 {
          values.append(value)
          group.append(index % groups)
        }
        if index % groups == groups - 1 { ends.append(values.count) }
      }
    } else {
      values = outcomes.values
      group = (0..<groups).flatMap { [Int](repeating: $0, count: outcomes.starts[$0 + 1] - outcomes.starts[$0]) }
      ends = [values.count]
    }
    self.values = values
    self.group = group
    self.ends = ends
    counts = outcomes.totals.counts
    present = counts.indices.filter { [counts] in counts[$0] > 0 }
  }

  /// Rates by group.
  var rates: [Double?] {
    var sums = [Double](repeating: 0, count: counts.count)
    for (index, value) in values.enumerated() { sums[group[index]] += value }
    return counts.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : nil }
  }

  var meanAndTop: (mean: Double, top: Double) {
    let rates = rates.compactMap { $0 }
    return (rates.reduce(0, +) / Double(rates.count), rates.max() ?? 0)
  }

  mutating func shuffle(using generator: inout SeededGenerator) {
    var start = 0
    for end in ends {
      var last = end - 1
      while last > start {
        values.swapAt(last, start + generator.index(below: last - start + 1))
        last -= 1
      }
      start = end
    }
  }
}

extension [Double] {
  /// The first position of a sorted list at which a condition holds that holds from there on; `count` where it never does.
  fileprivate func partitioningIndex(_ holds: (Double) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if holds(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
