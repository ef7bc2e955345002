/// What a judge said of answers whose truth is labelled: a two-by-two table.
public struct ConfusionCounts: Hashable, Sendable, Codable {
  /// Labelled positive, judged positive.
  public let truePositives: Int
  /// Labelled positive, judged negative.
  public let falseNegatives: Int
  /// Labelled negative, judged negative.
  public let trueNegatives: Int
  /// Labelled negative, judged positive.
  public let falsePositives: Int

  /// A table of the given counts.
  /// - Throws: `StatisticsError.outOfRange` for a negative count.
  public init(truePositives: Int, falseNegatives: Int, trueNegatives: Int, falsePositives: Int) throws {
    guard min(truePositives, falseNegatives, trueNegatives, falsePositives) >= 0 else {
      throw StatisticsError(.outOfRange, "a confusion table holds a negative count: give counts of answers")
    }
    self.truePositives = truePositives
    self.falseNegatives = falseNegatives
    self.trueNegatives = trueNegatives
    self.falsePositives = falsePositives
  }

  /// The table of a sequence of labels with the judge's readings.
  public init(_ answers: some Sequence<(label: Bool, judged: Bool)>) {
    let pairs = PairedOutcomes(answers.map { ($0.label, $0.judged) })
    truePositives = pairs.both
    falseNegatives = pairs.firstOnly
    trueNegatives = pairs.neither
    falsePositives = pairs.secondOnly
  }

  /// Answers labelled.
  public var total: Int { truePositives + falseNegatives + trueNegatives + falsePositives }
  /// Share of labelled positives that the judge reads as positive.
  public var sensitivity: Proportion { Proportion(unchecked: truePositives, truePositives + falseNegatives) }
  /// Share of labelled negatives that the judge reads as negative.
  public var specificity: Proportion { Proportion(unchecked: trueNegatives, trueNegatives + falsePositives) }
  /// Answers labelled positive.
  public var labelled: Proportion { Proportion(unchecked: truePositives + falseNegatives, total) }
  /// Answers judged positive.
  public var judged: Proportion { Proportion(unchecked: truePositives + falsePositives, total) }
}
