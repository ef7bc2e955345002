public import IsoglossCore

/// How a head was chosen, and how well heads of its kind read examples that they were not trained on.
public struct ProbeValidation: Hashable, Sendable, Codable {
  /// One combination that was tried.
  public struct Candidate: Hashable, Sendable, Codable {
    /// Blocks before the states.
    public var layer: Int
    /// Which positions are read.
    public var pooling: Pooling
    /// C of the logistic regression.
    public var cost: Double
    /// Area under the curve on held-out groups: within each language, source and fold, then the mean over languages,
    /// then over sources.
    public var area: Double
  }

  /// The combination in use.
  public var chosen: Candidate
  /// Every combination, in the order tried.
  public var candidates: [Candidate]
  /// Folds over groups.
  public var folds: Int
  /// Examples by source.
  public var examples: [String: Int]
  /// Groups of all sources.
  public var groups: Int
  /// Area under the curve by language, on groups that were held out.
  public var areaByLanguage: [String: Double]
  /// The same where the training held out the whole language as well: what the other languages teach.
  public var areaByUnseenLanguage: [String: Double]
  /// Mean of sensitivity and specificity at the threshold, on the examples that set it.
  public var balancedAccuracy: Double
  /// Number of examples that set the threshold.
  public var thresholdExamples: Int
}
