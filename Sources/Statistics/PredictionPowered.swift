/// A rate corrected for a judge's errors with labels of **the run's own** answers, drawn from them at random.
///
/// The estimate is prediction-powered inference with the power tuning of PPI++ (Angelopoulos, Duchi and Zrnic 2023,
/// section 6): the labelled mean plus λ times the difference between what the judge says of all and of the labelled
/// answers. For a judge that says yes or no, the best λ gives the estimate of double sampling (Tenenbein 1970), which is
/// the maximum of the likelihood: q·P(true | judged positive) + (1-q)·P(true | judged negative). Nothing is assumed of
/// the judge, not even that it is better than chance; all rests on the labelled answers being a random draw.
public enum PredictionPowered {
  /// The corrected rate with an interval that holds the error of labels and answers: test inversion with simulated
  /// critical values, see `MisclassifiedRate.interval`.
  ///
  /// - Parameters:
  ///   - labelled: the labelled answers of the run.
  ///   - unlabelled: the other answers, by the judge alone: those that it reads as positive.
  ///   - confidence: share of intervals that hold the true rate.
  ///   - draws: simulated data sets a critical value; some ten critical values an interval.
  /// - Returns: `nil` without labelled answers.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  public static func estimate(
    labelled: ConfusionCounts, unlabelled: Proportion, confidence: Double = 0.95, draws: Int = 1000
  ) throws -> Estimate? {
    try Check.confidence(confidence)
    try Check.draws(draws)
    guard let value = point(labelled, unlabelled) else { return nil }
    let rate = MisclassifiedRate(
      .init(
        truePositives: Double(labelled.truePositives), falseNegatives: Double(labelled.falseNegatives),
        trueNegatives: Double(labelled.trueNegatives), falsePositives: Double(labelled.falsePositives),
        judgedPositive: Double(unlabelled.successes), judgedNegative: Double(unlabelled.failures)),
      labelsTellOfRate: true)
    return Estimate(value: value, interval: rate.interval(around: value, confidence: confidence, draws: draws))
  }

  private static func point(_ labelled: ConfusionCounts, _ unlabelled: Proportion) -> Double? {
    guard let plain = labelled.labelled.rate else { return nil }
    let judged = labelled.judged.successes
    // A side of the judge without labels takes the labelled mean: λ is then 0.
    let positive = judged == 0 ? plain : Double(labelled.truePositives) / Double(judged)
    let others = labelled.total - judged
    let negative = others == 0 ? plain : Double(labelled.falseNegatives) / Double(others)
    let q = Double(judged + unlabelled.successes) / Double(labelled.total + unlabelled.trials)
    return q * positive + (1 - q) * negative
  }

  /// Labelled answers that bring the interval to about a half-width; the normal approximation.
  ///
  /// - Parameters:
  ///   - halfWidth: wanted, above 0.
  ///   - rate: the true rate, or the best guess of it.
  ///   - sensitivity: of the judge, likewise.
  ///   - specificity: of the judge, likewise.
  ///   - answers: answers of the run, labelled ones included.
  /// - Returns: `nil` where not even labels for all answers are enough: the run is too small.
  public static func labelsNeeded(
    halfWidth: Double, rate: Double, sensitivity: Double, specificity: Double, answers: Int, confidence: Double = 0.95
  ) -> Int? {
    let judged = rate * sensitivity + (1 - rate) * (1 - specificity)
    // The variance of the label splits into what the judge explains and what it does not.
    let power = sensitivity + specificity - 1
    let explained =
      judged > 0 && judged < 1 ? rate * rate * (1 - rate) * (1 - rate) * power * power / (judged * (1 - judged)) : 0
    let needed = LabelBudget.labels(
      halfWidth: halfWidth, confidence: confidence, perLabel: max(0, rate * (1 - rate) - explained),
      fixed: explained / Double(answers))
    return needed.flatMap { $0 <= answers ? $0 : nil }
  }
}

/// How many labels bring a variance down to what a half-width allows.
enum LabelBudget {
  /// `perLabel / n + fixed` is the variance with n labels.
  static func labels(halfWidth: Double, confidence: Double, perLabel: Double, fixed: Double) -> Int? {
    guard halfWidth > 0, confidence > 0, confidence < 1, fixed.isFinite, perLabel.isFinite else { return nil }
    let step = halfWidth / Normal.critical(confidence: confidence)
    let allowed = step * step - fixed
    guard allowed > 0 else { return nil }
    let labels = (perLabel / allowed).rounded(.up)
    return labels < 1e9 ? Int(labels) : nil
  }
}
