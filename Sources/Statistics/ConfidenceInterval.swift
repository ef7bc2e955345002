/// An interval that claims to hold the true value at a stated confidence.
public struct ConfidenceInterval: Hashable, Sendable, Codable {
  /// Lower end.
  public var lower: Double
  /// Upper end.
  public var upper: Double
  /// The claimed share of such intervals that hold the true value: 0.95.
  public var confidence: Double

  /// An interval of the given ends.
  public init(lower: Double, upper: Double, confidence: Double) {
    self.lower = lower
    self.upper = upper
    self.confidence = confidence
  }

  /// Upper minus lower.
  public var width: Double { upper - lower }

  /// Whether a value lies between the ends, ends included.
  public func contains(_ value: Double) -> Bool { lower <= value && value <= upper }
}

/// A number with its interval.
public struct Estimate: Hashable, Sendable, Codable {
  /// The number.
  public var value: Double
  /// Its interval.
  public var interval: ConfidenceInterval

  /// An estimate of the given parts.
  public init(value: Double, interval: ConfidenceInterval) {
    self.value = value
    self.interval = interval
  }
}

/// What a significance test found.
public struct TestResult: Hashable, Sendable, Codable {
  /// The test's statistic, in the units that the test's documentation names.
  public var statistic: Double
  /// Probability under the null hypothesis of a statistic at least as far out.
  public var pValue: Double

  /// A result of the given parts.
  public init(statistic: Double, pValue: Double) {
    self.statistic = statistic
    self.pValue = pValue
  }
}
