public import IsoglossCore

/// What a behaviour that was trained in one language does in the others, on one model.
public struct CrossingBehaviour: Hashable, Sendable, Codable {
  /// One language, or the mean of all but the source.
  public struct Row: Hashable, Sendable, Codable {
    /// The language; null for the mean of the others.
    public var language: Language?
    /// Change of the margin in nats, mean over groups and seeds; 95 % by resampling both.
    public var gain: Estimate
    /// The same of the control, whose labels were shuffled; null without one.
    public var control: Estimate?
    /// Gain less the control's, seed by seed and group by group; null without one.
    public var difference: Double?
    /// Two-sided p-value of the difference: two-way random effects of groups and seeds, Student's t.
    public var pValue: Double?
    /// The p-value by Holm over all behaviours and languages of the model but the source; null for the source and the mean.
    public var adjusted: Double?
    /// The smallest difference of two such means that is found with a power of 80 % at 5 %, two-sided, by what the control
    /// varies; null without one.
    public var detectable: Double?
    /// Gain over the source's; null for the source, and where the source's gain is not known to be above 0.
    public var transfer: Estimate?
    /// `detectable` over the source's gain; null where that is not known to be above 0.
    public var detectableTransfer: Double?
    /// Resamples in which the source gained nothing, so that there is no transfer.
    public var undefined: Int
    /// Gain of training in the language itself, or in each of the others; null where that was not run.
    public var own: Estimate?
    /// Gain over that of training in the language itself; null where that is not known to be above 0.
    public var ofOwn: Estimate?

    /// Whether the gain is above the control's, all tests of the model counted.
    public var isFound: Bool { (difference ?? 0) > 0 && (adjusted ?? pValue).map { $0 < 0.05 } ?? false }
  }

  /// What was trained.
  public var behaviour: MatchedAnswers.Behaviour
  /// The language that it was trained in.
  public var source: Language
  /// Seeds of the runs.
  public var seeds: [UInt64]
  /// Seeds of the control's runs.
  public var controlSeeds: [UInt64]
  /// Groups that all runs have in all languages.
  public var groups: Int
  /// Mean change on the trained pairs as they were labelled, in nats.
  public var learnt: Double
  /// The same of the control's runs; null without any.
  public var controlLearnt: Double?
  /// The source first, then the others in reading order.
  public var rows: [Row]
  /// The mean of all languages but the source.
  public var others: Row

  /// The language that the behaviour reaches least; null where transfer is not defined.
  public var worst: Row? {
    rows.filter { $0.transfer != nil }.min { ($0.transfer?.value ?? 0) < ($1.transfer?.value ?? 0) }
  }

  /// Languages but the source in which the gain is above the control's.
  public var found: [Language] { rows.filter { $0.isFound && $0.language != source }.compactMap(\.language) }
}

/// A behaviour's transfer less another's.
public struct CrossingContrast: Hashable, Sendable, Codable {
  /// The first behaviour.
  public var first: MatchedAnswers.Behaviour
  /// The one that is taken off.
  public var second: MatchedAnswers.Behaviour
  /// Difference of gain in the others over gain in the source; null where either is not defined.
  public var transfer: Estimate?
  /// Difference of gain in the others over what their own pairs give; null where either is not defined.
  public var ofOwn: Estimate?
}
