/// The cut between negative and positive scores.
enum Threshold {
  /// The cut with the largest mean of sensitivity and specificity, midway between the scores beside it; of equals the
  /// middle one. Scores must be of both kinds.
  static func best(_ scores: [Double], _ positives: [Bool]) -> (value: Double, balancedAccuracy: Double) {
    let order = scores.indices.sorted { scores[$0] < scores[$1] }
    let total = (positive: Double(positives.count { $0 }), negative: Double(positives.count { !$0 }))
    var (missed, kept) = (0.0, 0.0)
    var cuts: [(value: Double, balancedAccuracy: Double)] = [((scores[order[0]]) - 1, 0.5)]
    for (index, place) in order.enumerated() {
      if positives[place] { missed += 1 } else { kept += 1 }
      let next = index + 1 < order.count ? scores[order[index + 1]] : scores[place] + 2
      guard next > scores[place] else { continue }
      cuts.append(
        ((scores[place] + next) / 2, ((total.positive - missed) / total.positive + kept / total.negative) / 2))
    }
    let most = cuts.map(\.balancedAccuracy).max() ?? 0.5
    let equals = cuts.filter { $0.balancedAccuracy == most }
    return equals[equals.count / 2]
  }
}
