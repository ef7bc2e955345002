internal import IsoglossCore

/// The axis of a bar chart: 0...1, and further down where a value is negative.
struct BarAxis {
  /// Left end, at most 0.
  let low: Double
  /// Right end.
  let high: Double

  /// An axis that holds the values, their intervals and the reference, as far as they lie in -1...1.
  init(bars: [Figure.Bar], reference: Double?) {
    let values = bars.compactMap(\.estimate).flatMap { [$0.value, $0.low, $0.high] } + [reference ?? 0]
    let least = values.filter(\.isFinite).min() ?? 0
    low = least < 0 ? max(-1, (least * 4).rounded(.down) / 4) : 0
    high = 1
  }

  /// Where a value lies, in 0...1 from left to right; values beyond the ends lie on them.
  func position(_ value: Double) -> Double {
    guard value.isFinite else { return 0 }
    return (min(high, max(low, value)) - low) / (high - low)
  }

  /// Values with a tick and a label.
  var ticks: [Double] {
    stride(from: low, through: high, by: 0.25).map { $0 }
  }
}
