import Foundation

/// Is a true rate on the right side of a limit? Yes beyond doubt, no beyond doubt, or not known.
///
/// The test is one of `family` tests that must all pass, such as one a language. A wrong pass of the whole needs a wrong
/// pass of one given test (that of a rate which lies beyond the limit), so that this side needs no correction: the
/// intersection-union test of Berger 1982. A wrong fail can come from any of them: that side's tail is divided by
/// `family` (Bonferroni). With α = 1 - confidence, each of the two risks is at most α/2.
public struct ThresholdTest: Hashable, Sendable, Codable {
  /// What the data say.
  public enum Decision: String, Sendable, Codable, CaseIterable {
    /// The rate is within the limit beyond doubt.
    case passed
    /// The data do not tell.
    case inconclusive
    /// The rate is beyond the limit beyond doubt.
    case failed
  }

  /// Which rates are right.
  public enum Side: String, Sendable, Codable {
    /// Those at or below the limit.
    case ceiling
    /// Those at or above the limit.
    case floor
  }

  /// The counts at which the answer changes, among a number of trials.
  public struct Cutoffs: Hashable, Sendable, Codable {
    /// For a ceiling the highest count that passes, for a floor the lowest one; `nil` where none does.
    public var passing: Int?
    /// For a ceiling the lowest count that fails, for a floor the highest one; `nil` where none does.
    public var failing: Int?
  }

  /// The limit.
  public let limit: Double
  /// Which rates are right.
  public let side: Side
  /// 1 less both risks.
  public let confidence: Double
  /// Tests that must all pass, this one among them.
  public let family: Int

  /// A test.
  /// - Throws: `StatisticsError.outOfRange` for a limit outside -1...1 or not a number, a confidence outside 0...1, and a
  ///   family below 1.
  public init(limit: Double, side: Side = .ceiling, confidence: Double = 0.95, family: Int = 1) throws {
    try Check.confidence(confidence)
    guard limit >= -1, limit <= 1 else {
      throw StatisticsError(.outOfRange, "a limit is \(limit): give a share, or a difference of shares")
    }
    guard family >= 1 else { throw StatisticsError(.outOfRange, "a family has \(family) tests: give 1 or more") }
    self.limit = limit
    self.side = side
    self.confidence = confidence
    self.family = family
  }

  /// Confidence of the two-sided interval whose far end shows a failure.
  public var failConfidence: Double { 1 - (1 - confidence) / Double(family) }

  /// Clopper and Pearson's limits of a rate, each at its own tail; `nil` without trials.
  public func bounds(_ rate: Proportion) -> ConfidenceInterval? {
    rate.trials == 0 ? nil : bounds(Double(rate.successes), Double(rate.trials))
  }

  /// An interval of another kind: one end at ``confidence``, the other at ``failConfidence``.
  /// - Parameter make: the interval at a confidence; `nil` where there is none.
  public func bounds(_ make: (Double) throws -> ConfidenceInterval?) rethrows -> ConfidenceInterval? {
    guard let pass = try make(confidence) else { return nil }
    guard let fail = family == 1 ? pass : try make(failConfidence) else { return nil }
    return side == .ceiling
      ? ConfidenceInterval(lower: fail.lower, upper: pass.upper, confidence: confidence)
      : ConfidenceInterval(lower: pass.lower, upper: fail.upper, confidence: confidence)
  }

  /// What limits say.
  public func decide(_ bounds: ConfidenceInterval) -> Decision {
    switch side {
    case .ceiling: bounds.upper <= limit ? .passed : bounds.lower > limit ? .failed : .inconclusive
    case .floor: bounds.lower >= limit ? .passed : bounds.upper < limit ? .failed : .inconclusive
    }
  }

  /// What a rate says; inconclusive without trials.
  public func decide(_ rate: Proportion) -> Decision { bounds(rate).map(decide) ?? .inconclusive }

  /// The threshold in counts: what this many trials must show.
  public func cutoffs(of trials: Int) -> Cutoffs {
    cutoffs(of: trials) { decide(bounds(Double($0), Double(trials))) }
  }

  /// The same for another way to decide on a count, one that turns from passed to failed as a rate goes from the right side
  /// of the limit to the wrong one.
  public func cutoffs(of trials: Int, by decision: (Int) throws -> Decision) rethrows -> Cutoffs {
    guard trials > 0 else { return Cutoffs() }
    func first(_ isSo: (Decision) -> Bool) throws -> Int {
      var (low, high) = (0, trials + 1)
      while low < high {
        let middle = (low + high) / 2
        let isThere = try middle > trials || isSo(decision(middle))
        if isThere { high = middle } else { low = middle + 1 }
      }
      return low
    }
    func count(_ value: Int) -> Int? { (0...trials).contains(value) ? value : nil }
    switch side {
    case .ceiling:
      return try Cutoffs(
        passing: count(first { $0 != .passed } - 1), failing: count(first { $0 == .failed }))
    case .floor:
      return try Cutoffs(
        passing: count(first { $0 == .passed }), failing: count(first { $0 != .failed } - 1))
    }
  }

  /// About how many trials would settle the matter, if the true rate were this one: the counts that it would give are taken
  /// as they are expected.
  /// - Returns: `nil` where the rate lies on the limit, or so close that a million trials are not enough.
  public func trialsNeeded(rate: Double) -> Int? {
    func isSettled(_ trials: Int) -> Bool {
      decide(bounds(rate * Double(trials), Double(trials))) != .inconclusive
    }
    var high = 1
    while !isSettled(high) {
      high *= 2
      if high > 1_000_000 { return nil }
    }
    var low = high / 2
    while high - low > 1 {
      let middle = (low + high) / 2
      if isSettled(middle) { high = middle } else { low = middle }
    }
    return high
  }

  private func bounds(_ count: Double, _ trials: Double) -> ConfidenceInterval {
    let pass = (1 - confidence) / 2
    let fail = pass / Double(family)
    let isCeiling = side == .ceiling
    let found = Proportion.exactBounds(
      count, trials, lowerTail: isCeiling ? fail : pass, upperTail: isCeiling ? pass : fail)
    return ConfidenceInterval(lower: found.lower, upper: found.upper, confidence: confidence)
  }
}
