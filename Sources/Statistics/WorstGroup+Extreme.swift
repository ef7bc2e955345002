import Foundation

/// The maximum of several rates and what resampling says of it.
struct Extreme {
  /// Observed rates; `nil` for a group without outcomes.
  let rates: [Double?]
  /// Outcomes a group.
  let counts: [Double]
  /// Resampled rates, `[resamples][groups]`.
  let drawn: [Double]
  let confidence: Double
  /// Position and size of the observed maximum.
  let index: Int
  let value: Double
  /// Groups with outcomes.
  let present: [Int]
  /// Share of resamples in which each group is the maximum.
  let probabilities: [Double]
  /// Resampled maxima in rising order.
  let maxima: [Double]

  init(rates: [Double?], counts: [Double], drawn: [Double], confidence: Double) {
    self.rates = rates
    self.counts = counts
    self.drawn = drawn
    self.confidence = confidence
    let present = rates.indices.filter { rates[$0] != nil }
    self.present = present
    index = present.reduce(present[0]) { (rates[$1] ?? 0) > (rates[$0] ?? 0) ? $1 : $0 }
    value = rates[index] ?? 0
    let groups = rates.count
    var maxima: [Double] = []
    maxima.reserveCapacity(drawn.count / groups)
    var wins = [Double](repeating: 0, count: groups)
    for base in stride(from: 0, to: drawn.count, by: groups) {
      // Not a number loses every comparison: a resample without a group goes on without it.
      var top = -1.0
      for group in present where drawn[base + group] > top { top = drawn[base + group] }
      guard top >= 0 else { continue }
      maxima.append(top)
      let tied = present.filter { drawn[base + $0] >= top - 1e-12 }
      for group in tied { wins[group] += 1 / Double(tied.count) }
    }
    let total = Double(max(1, maxima.count))
    probabilities = wins.map { $0 / total }
    self.maxima = maxima.sorted()
  }

  /// Quantiles of the resampled maxima.
  func percentile() -> ConfidenceInterval {
    ConfidenceInterval(
      lower: Quantile.of(sorted: maxima, (1 - confidence) / 2),
      upper: Quantile.of(sorted: maxima, (1 + confidence) / 2), confidence: confidence)
  }

  /// Twice the observed maximum minus the mean of the resampled ones: the bias that resampling shows, taken out once.
  var corrected: Double {
    let mean = maxima.reduce(0, +) / Double(max(1, maxima.count))
    return min(value, max(0, 2 * value - mean))
  }

  /// The interval for the true maximum.
  ///
  /// With error rate α: the upper end is max U_k with each U_k exact at α/2, since the true maximum is one group's rate
  /// and that group's limit alone must hold. The lower end spends β = α/20 on leaving out groups that are surely not
  /// the maximum, and α/2 - β on max L_k over the s that stay, each exact at (α/2 - β)/s. The errors add up to α at
  /// most, for any number of trials and however groups move together.
  func interval() -> ConfidenceInterval {
    let alpha = 1 - confidence
    let beta = alpha / 20
    let kept = candidates(error: beta)
    let tail = (alpha / 2 - beta) / Double(kept.count)
    return ConfidenceInterval(
      lower: kept.map { bounds($0, tail: tail).lower }.max() ?? 0,
      upper: present.map { bounds($0, tail: alpha / 2).upper }.max() ?? 1, confidence: confidence)
  }

  /// Groups whose exact upper limit reaches the highest exact lower limit; all limits hold at once but for `error`.
  func candidates(error: Double) -> [Int] {
    let tail = error / Double(2 * present.count)
    let limits = present.map { bounds($0, tail: tail) }
    let highest = limits.map(\.lower).max() ?? 0
    return zip(present, limits).filter { $0.1.upper >= highest }.map(\.0)
  }

  private func bounds(_ group: Int, tail: Double) -> (lower: Double, upper: Double) {
    let n = counts[group]
    return Proportion.exactBounds((rates[group] ?? 0) * n, n, lowerTail: tail, upperTail: tail)
  }
}
