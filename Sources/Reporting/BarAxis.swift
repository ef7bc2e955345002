internal import IsoglossCore

/// The axis of a bar chart: 0...1 for shares; for differences as far as they reach on either side of 0.
struct BarAxis {
  /// Left end, at most 0.
  let low: Double
  /// Right end.
  let high: Double

  /// Distance of the ticks.
  let step: Double
  /// What the values are.
  let scale: Numerals.Scale

  /// An axis that holds the values, their intervals and the reference, as far as they lie in -1...1.
  init(bars: [Figure.Bar], reference: Double?, scale: Numerals.Scale) {
    let values = bars.compactMap(\.estimate).flatMap { [$0.value, $0.low, $0.high] } + [reference ?? 0]
    let least = max(-1, values.filter(\.isFinite).min() ?? 0)
    let most = min(1, values.filter(\.isFinite).max() ?? 0)
    self.scale = scale
    let areDifferences = scale == .differences
    step = areDifferences && max(most, -least) <= 0.25 ? 0.1 : 0.25
    low = least < 0 ? (least / step).rounded(.down) * step : 0
    high = areDifferences ? max(step, (most / step).rounded(.up) * step) : 1
  }

  /// Where a value lies, in 0...1 from left to right; values beyond the ends lie on them.
  func position(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return (min(high, max(low, value)) - low) / (high - low)
  }

  /// Values with a tick and a label, from left to right.
  var ticks: [Double] {
    (Int((low / step).rounded())...Int((high / step).rounded())).map { Double($0) * step }
  }

  /// A value as the axis shows it.
  func label(_ value: Double) -> String { scale.text(value) }
}
