/// A rate corrected for a judge's errors, which were measured on **other** answers: an external label set.
///
/// The estimate is that of Rogan and Gladen (1978): (p + specificity - 1) / (sensitivity + specificity - 1), held in
/// 0...1. It rests on an assumption that no data of the run can check: that the judge errs on the run's answers as often
/// as on the labelled ones. How common positives are among the labels means nothing and is not used. Where the labels
/// are of the run's own answers, drawn at random, use ``PredictionPowered``, which assumes nothing of the kind.
public enum RoganGladen {
  /// The corrected rate with an interval that holds the error of both counts: test inversion with simulated critical
  /// values, see `MisclassifiedRate.interval`.
  ///
  /// - Parameters:
  ///   - judged: answers of the run that the judge reads as positive.
  ///   - sensitivity: labelled positives that it reads as positive.
  ///   - specificity: labelled negatives that it reads as negative.
  ///   - confidence: share of intervals that hold the true rate.
  ///   - draws: simulated data sets a critical value; some ten critical values an interval.
  /// - Returns: `nil` where one of the three has no trials, or where the judge is no better than chance on the labels:
  ///   its readings then tell nothing of the rate.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  public static func estimate(
    judged: Proportion, sensitivity: Proportion, specificity: Proportion, confidence: Double = 0.95, draws: Int = 1000
  ) throws -> Estimate? {
    try Check.confidence(confidence)
    try Check.draws(draws)
    guard let p = judged.rate, let u = sensitivity.rate, let w = specificity.rate, u + w > 1 else { return nil }
    let rate = MisclassifiedRate(
      .init(
        truePositives: Double(sensitivity.successes), falseNegatives: Double(sensitivity.failures),
        trueNegatives: Double(specificity.successes), falsePositives: Double(specificity.failures),
        judgedPositive: Double(judged.successes), judgedNegative: Double(judged.failures)), labelsTellOfRate: false)
    let value = min(1, max(0, (p + w - 1) / (u + w - 1)))
    return Estimate(value: value, interval: rate.interval(around: value, confidence: confidence, draws: draws))
  }

  /// Labels that bring the interval to about a half-width, half of them positive; the normal approximation.
  ///
  /// - Parameters:
  ///   - halfWidth: wanted, above 0.
  ///   - rate: the true rate, or the best guess of it.
  ///   - sensitivity: of the judge, likewise.
  ///   - specificity: of the judge, likewise.
  ///   - answers: judged answers of the run.
  /// - Returns: `nil` where no number of labels is enough: the run is too small, or the judge no better than chance.
  public static func labelsNeeded(
    halfWidth: Double, rate: Double, sensitivity: Double, specificity: Double, answers: Int, confidence: Double = 0.95
  ) -> Int? {
    let power = sensitivity + specificity - 1
    let judged = rate * sensitivity + (1 - rate) * (1 - specificity)
    guard power > 0 else { return nil }
    let own =
      rate * rate * sensitivity * (1 - sensitivity) + (1 - rate) * (1 - rate) * specificity * (1 - specificity)
    return LabelBudget.labels(
      halfWidth: halfWidth, confidence: confidence, perLabel: 2 * own / (power * power),
      fixed: judged * (1 - judged) / (power * power) / Double(answers))
  }
}
