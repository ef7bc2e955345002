import Foundation

/// How often a gate over several groups gives each answer, by simulation, as the number of prompts grows.
///
/// Outcomes of a prompt in several groups move together: each is a normal variable below a cut, and the variables of one
/// prompt share `correlation`. Decisions are those of ``ThresholdTest`` over all groups.
public struct WorstCasePower: Hashable, Sendable, Codable {
  /// What is asked of each group.
  public enum Question: Hashable, Sendable, Codable {
    /// Is the rate at most the limit? Exact limits.
    case ceiling
    /// Has the rate risen by at most the limit over `before`, on the same prompts? Newcombe's paired limits; the two
    /// outcomes of a prompt and group share `repeatability` of their variables.
    case regression(before: [Double], repeatability: Double)
  }

  /// Shares of the simulated evaluations with each answer at one number of prompts.
  public struct Point: Hashable, Sendable, Codable {
    /// Prompts a group.
    public var prompts: Int
    /// Every group passes.
    public var passed: Double
    /// A group fails.
    public var failed: Double
    /// None fails, and one is left open.
    public var inconclusive: Double
    /// The mean over the groups is within the limit.
    public var meanPasses: Double
  }

  /// The question.
  public var question: Question
  /// True rates by group.
  public var rates: [Double]
  /// The limit of every group.
  public var limit: Double
  /// Confidence of the decisions.
  public var confidence: Double
  /// Correlation of the variables behind one prompt's outcomes in two groups.
  public var correlation: Double

  /// A scenario.
  /// - Throws: `StatisticsError.outOfRange` for rates that are no shares, no group, or correlations outside 0..<1;
  ///   `.lengthMismatch` where the rates before are of other groups.
  public init(
    _ question: Question = .ceiling, rates: [Double], limit: Double, confidence: Double = 0.95, correlation: Double = 0
  ) throws {
    try Check.finite(rates, "rates")
    func check(_ values: [Double], _ holds: (Double) -> Bool, _ what: String) throws {
      guard values.allSatisfy(holds) else { throw StatisticsError(.outOfRange, "\(values): \(what)") }
    }
    guard !rates.isEmpty else { throw StatisticsError(.outOfRange, "there is no rate: give one a group") }
    try check(rates, { $0 >= 0 && $0 <= 1 }, "give rates in 0...1")
    try check([correlation], { $0 >= 0 && $0 < 1 }, "give a correlation from 0, below 1")
    if case .regression(let before, let repeatability) = question {
      try Check.sameLength(before.count, rates.count, "rates before and after")
      try check(before, { $0 >= 0 && $0 <= 1 }, "give rates in 0...1")
      try check([repeatability], { $0 >= 0 && $0 < 1 }, "give a repeatability from 0, below 1")
    }
    _ = try ThresholdTest(limit: limit, confidence: confidence, family: rates.count)
    self.question = question
    self.rates = rates
    self.limit = limit
    self.confidence = confidence
    self.correlation = correlation
  }

  /// Simulates evaluations; those of fewer prompts are the first part of those of more. Cost: rounds x the most prompts x
  /// groups.
  /// - Throws: `StatisticsError.outOfRange` for numbers of prompts below 1, or no rounds.
  public func simulate(prompts: [Int], rounds: Int = 1000, seed: UInt64) throws -> [Point] {
    try Check.resamples(rounds)
    let sizes = Array(Set(prompts)).sorted()
    guard let most = sizes.last, sizes[0] > 0, most <= 1_000_000 else {
      throw StatisticsError(.outOfRange, "prompts are \(prompts): give numbers from 1 to a million")
    }
    let test = try ThresholdTest(limit: limit, confidence: confidence, family: rates.count)
    let cutoffs = sizes.map { test.cutoffs(of: $0) }
    var points = sizes.map { Point(prompts: $0, passed: 0, failed: 0, inconclusive: 0, meanPasses: 0) }
    var drawing = Drawing(self, seed: seed)
    for _ in 0..<rounds {
      drawing.start()
      for (index, size) in sizes.enumerated() {
        drawing.add(size - (index == 0 ? 0 : sizes[index - 1]))
        var decision = ThresholdTest.Decision.passed
        for group in rates.indices where decision != .failed {
          let own: ThresholdTest.Decision
          if case .regression = question {
            own =
              drawing.pairs(group).flatMap { pairs in test.bounds { pairs.newcombe(confidence: $0) } }
              .map(test.decide) ?? .inconclusive
          } else {
            let count = drawing.after[group]
            own =
              cutoffs[index].passing.map { count <= $0 } == true
              ? .passed : cutoffs[index].failing.map { count >= $0 } == true ? .failed : .inconclusive
          }
          if own != .passed { decision = own }
        }
        switch decision {
        case .passed: points[index].passed += 1
        case .failed: points[index].failed += 1
        case .inconclusive: points[index].inconclusive += 1
        }
        if drawing.meanRise(size) <= limit + 1e-12 { points[index].meanPasses += 1 }
      }
    }
    return points.map { point in
      let total = Double(rounds)
      return Point(
        prompts: point.prompts, passed: point.passed / total, failed: point.failed / total,
        inconclusive: point.inconclusive / total, meanPasses: point.meanPasses / total)
    }
  }
}

/// One simulated evaluation as its prompts come in.
private struct Drawing {
  private let cuts: [Double]
  private let cutsBefore: [Double]?
  private let shared: Double
  private let own: Double
  private let kept: Double
  private let fresh: Double
  private var generator: SeededGenerator
  /// Events by group.
  private(set) var after: [Int]
  private var before: [Int]
  private var both: [Int]
  private var prompts = 0

  init(_ scenario: WorstCasePower, seed: UInt64) {
    cuts = scenario.rates.map(Self.cut)
    shared = scenario.correlation.squareRoot()
    own = (1 - scenario.correlation).squareRoot()
    if case .regression(let rates, let repeatability) = scenario.question {
      cutsBefore = rates.map(Self.cut)
      (kept, fresh) = (repeatability, (1 - repeatability * repeatability).squareRoot())
    } else {
      cutsBefore = nil
      (kept, fresh) = (0, 1)
    }
    generator = SeededGenerator(seed: seed)
    after = [Int](repeating: 0, count: cuts.count)
    before = after
    both = after
  }

  private static func cut(_ rate: Double) -> Double {
    rate <= 0 ? -.infinity : rate >= 1 ? .infinity : Normal.quantile(rate)
  }

  mutating func start() {
    for group in cuts.indices { (after[group], before[group], both[group]) = (0, 0, 0) }
    prompts = 0
  }

  mutating func add(_ count: Int) {
    prompts += count
    for _ in 0..<count {
      let common = shared == 0 ? 0 : shared * generator.normal()
      for group in cuts.indices {
        let noise = generator.normal()
        let happened = common + own * noise < cuts[group]
        if happened { after[group] += 1 }
        guard let cutsBefore else { continue }
        let earlier = common + own * (kept * noise + fresh * generator.normal()) < cutsBefore[group]
        if earlier { before[group] += 1 }
        if earlier && happened { both[group] += 1 }
      }
    }
  }

  func pairs(_ group: Int) -> PairedOutcomes? {
    try? PairedOutcomes(
      both: both[group], firstOnly: after[group] - both[group], secondOnly: before[group] - both[group],
      neither: prompts - after[group] - before[group] + both[group])
  }

  /// Mean over groups of the rate, or of its rise.
  func meanRise(_ size: Int) -> Double {
    let events = after.reduce(0, +) - (cutsBefore == nil ? 0 : before.reduce(0, +))
    return Double(events) / Double(size * cuts.count)
  }
}
