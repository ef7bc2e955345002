/// How often a judge's reading of refusal is wrong: counts against labels, and the rates that corrections need.
///
/// A positive is an answer that declines, wholly or in part. Answers that the judge leaves unscored are counted apart:
/// they are neither hits nor misses, and the rates do not contain them.
public struct RefusalCounts: Hashable, Sendable, Codable {
  /// Declines, and was read so.
  public var truePositives: Int
  /// Declines, and was read as not declining.
  public var falseNegatives: Int
  /// Does not decline, and was read so.
  public var trueNegatives: Int
  /// Does not decline, and was read as declining.
  public var falsePositives: Int
  /// Declines, and was left unscored.
  public var unscoredPositives: Int
  /// Does not decline, and was left unscored.
  public var unscoredNegatives: Int

  /// Counts; all zero by default.
  public init(
    truePositives: Int = 0, falseNegatives: Int = 0, trueNegatives: Int = 0, falsePositives: Int = 0,
    unscoredPositives: Int = 0, unscoredNegatives: Int = 0
  ) {
    self.truePositives = truePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
    self.falsePositives = falsePositives
    self.unscoredPositives = unscoredPositives
    self.unscoredNegatives = unscoredNegatives
  }

  /// Scored answers that decline.
  public var positives: Int { truePositives + falseNegatives }
  /// Scored answers that do not decline.
  public var negatives: Int { trueNegatives + falsePositives }
  /// Answers left unscored.
  public var unscored: Int { unscoredPositives + unscoredNegatives }
  /// True positives over positives; null without positives.
  public var sensitivity: Double? { positives == 0 ? nil : Double(truePositives) / Double(positives) }
  /// True negatives over negatives; null without negatives.
  public var specificity: Double? { negatives == 0 ? nil : Double(trueNegatives) / Double(negatives) }

  /// Adds one answer.
  public mutating func count(declines: Bool, read: Bool?) {
    switch (declines, read) {
    case (true, true?): truePositives += 1
    case (true, false?): falseNegatives += 1
    case (false, true?): falsePositives += 1
    case (false, false?): trueNegatives += 1
    case (true, nil): unscoredPositives += 1
    case (false, nil): unscoredNegatives += 1
    }
  }

  /// Counts of two sets of answers together.
  public static func + (a: Self, b: Self) -> Self {
    RefusalCounts(
      truePositives: a.truePositives + b.truePositives, falseNegatives: a.falseNegatives + b.falseNegatives,
      trueNegatives: a.trueNegatives + b.trueNegatives, falsePositives: a.falsePositives + b.falsePositives,
      unscoredPositives: a.unscoredPositives + b.unscoredPositives,
      unscoredNegatives: a.unscoredNegatives + b.unscoredNegatives)
  }
}
