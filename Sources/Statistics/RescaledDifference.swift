/// The difference of two true rates, read by one judge that errs alike on both sides.
///
/// A reported rate is J times the true one plus a constant, with Youden's J = sensitivity + specificity - 1 (Youden 1950):
/// the constant falls out of a difference, and J is divided out.
public enum RescaledDifference {
  /// Limits of the difference of true rates.
  ///
  /// The two intervals, of the reported difference and of J, each get half of the risk; every pair of ends is looked at, so
  /// that the result holds at least as often as it claims.
  /// - Parameters:
  ///   - reported: the interval of the reported difference at a confidence.
  ///   - sensitivity: labelled positives that the judge reads as positive.
  ///   - specificity: labelled negatives that it reads as negative.
  /// - Returns: `nil` where the labels do not show that the judge tells positives from negatives, or there are none.
  public static func interval(
    reported: (Double) -> ConfidenceInterval?, sensitivity: Proportion, specificity: Proportion, confidence: Double
  ) -> ConfidenceInterval? {
    let shared = (1 + confidence) / 2
    let alarms = Proportion(unchecked: specificity.failures, specificity.trials)
    guard let difference = reported(shared),
      let power = ProportionDifference(sensitivity, minus: alarms).newcombe(confidence: shared), power.lower > 0
    else { return nil }
    let (weak, strong) = (power.lower, min(1, power.upper))
    return ConfidenceInterval(
      lower: max(-1, min(difference.lower / weak, difference.lower / strong)),
      upper: min(1, max(difference.upper / weak, difference.upper / strong)), confidence: confidence)
  }
}
