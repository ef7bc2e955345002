import Foundation

/// Confidence sets by test inversion: a rate belongs to the interval where data as far from it as the observed ones are
/// not rare, with the judge's error rates at their best values for that rate.
///
/// The likelihood ratio orders the data (Feldman and Cousins 1998), which keeps the interval from being empty near 0
/// and 1; its critical value comes from simulated data at the fitted error rates (hybrid resampling: Chuang and Lai
/// 2000; Sen, Walker and Woodroofe 2009), since the chi-square one holds neither near an end nor for few counts. The
/// simulated data come from a fixed low-discrepancy set of points: equal counts give equal intervals.
extension MisclassifiedRate {
  /// The interval around a rate that fits best.
  func interval(around best: Double, confidence: Double, draws: Int) -> ConfidenceInterval {
    ConfidenceInterval(
      lower: end(from: best, towards: 0, confidence: confidence, draws: draws),
      upper: end(from: best, towards: 1, confidence: confidence, draws: draws), confidence: confidence)
  }

  /// Where the ratio meets its critical value on one side.
  ///
  /// The ratio is smooth and cheap, the critical value is neither but mostly changes slowly: each round solves the one for
  /// the last of the other, and halves the bracket where that leads nowhere (few labels make the critical value jump).
  private func end(from best: Double, towards limit: Double, confidence: Double, draws: Int) -> Double {
    let z = Normal.critical(confidence: confidence)
    var cut = z * z
    var (inside, outside) = (best, limit)
    var candidate = crossing(cut, from: best, towards: limit)
    for _ in 0..<Self.rounds {
      let next = critical(at: candidate, confidence: confidence, draws: draws)
      if abs(next - cut) < 0.01 * cut { return candidate }
      if ratio(at: candidate) <= next {
        if candidate == limit { return limit }
        inside = candidate
      } else {
        outside = candidate
      }
      if abs(outside - inside) < 1e-4 { break }
      cut = next
      candidate = crossing(cut, from: best, towards: limit)
      let isBetween = (candidate - inside) * (outside - candidate) > 0
      if !isBetween {
        candidate = (inside + outside) / 2
        cut = ratio(at: candidate)
      }
    }
    return (inside + outside) / 2
  }

  private static var rounds: Int { 12 }

  /// The rate furthest from the best one whose ratio is at most `cut`.
  private func crossing(_ cut: Double, from best: Double, towards limit: Double) -> Double {
    if ratio(at: limit) <= cut { return limit }
    var (inside, outside) = (best, limit)
    while abs(outside - inside) > 1e-7 {
      let middle = (inside + outside) / 2
      if ratio(at: middle) <= cut { inside = middle } else { outside = middle }
    }
    return inside
  }

  /// The value that the ratio at `rate` exceeds in a share of at most 1 - confidence of simulated data.
  func critical(at rate: Double, confidence: Double, draws: Int) -> Double {
    var ratios = ratios(at: rate, draws: draws)
    ratios.sort()
    return ratios[min(draws - 1, Int((confidence * Double(draws)).rounded(.up)) - 1)] * (1 + Self.tie)
  }

  /// Ratios at `rate` of simulated data.
  ///
  /// What the judge reports of the answers without label stays as observed, and the rate q behind it is drawn from its
  /// fiducial distribution (Beta, Jeffreys); labels are drawn at the error rates that fit best with that q. Drawing the
  /// reports instead would put them around their own fit, so that labels which are rare at every q that could be the
  /// true one (no false alarm among few labels) would count as half as rare as they are.
  private func ratios(at rate: Double, draws: Int) -> [Double] {
    let (x, y) = (counts.judgedPositive, counts.judgedNegative)
    let strata = x + y == 0 ? 1 : Self.strata
    var ratios: [Double] = []
    ratios.reserveCapacity(draws)
    // Few labels have few outcomes: each is measured once.
    var known: [SIMD3<Int>: Double] = [:]
    for stratum in 0..<strata {
      let fit = refit(at: rate, stratum: stratum, of: strata)
      let points = (stratum * draws / strata)..<((stratum + 1) * draws / strata)
      for drawn in labels(fit, at: rate, points: points) {
        if let ratio = known[drawn] {
          ratios.append(ratio)
          continue
        }
        let (hits, alarms, positives) = (drawn[0], drawn[1], drawn[2])
        let negatives = labelled - positives
        let ratio = MisclassifiedRate(
          Counts(
            truePositives: Double(hits), falseNegatives: Double(positives - hits),
            trueNegatives: Double(negatives - alarms), falsePositives: Double(alarms), judgedPositive: x,
            judgedNegative: y), labelsTellOfRate: labelsTellOfRate
        ).ratio(at: rate)
        known[drawn] = ratio
        ratios.append(ratio)
      }
    }
    return ratios
  }

  private static var strata: Int { 25 }
  /// Ratios that differ by less than this share are alike.
  private static var tie: Double { 0.04 }
  private var positives: Int { Int(counts.truePositives + counts.falseNegatives) }
  private var labelled: Int { positives + Int(counts.trueNegatives + counts.falsePositives) }

  /// The best error rates at a rate, with q held at one of its likely values.
  private func refit(at rate: Double, stratum: Int, of strata: Int) -> Fit {
    let (x, y) = (counts.judgedPositive, counts.judgedNegative)
    guard x + y > 0 else { return fit(at: rate) }
    let q = Beta(x + 0.5, y + 0.5).quantile((Double(stratum) + 0.5) / Double(strata))
    var held = counts
    (held.judgedPositive, held.judgedNegative) = (q * 1e9, (1 - q) * 1e9)
    return MisclassifiedRate(held, labelsTellOfRate: labelsTellOfRate).fit(at: rate)
  }

  /// True positives, false positives and labelled positives of as many labels as observed, at points of the cube.
  private func labels(_ fit: Fit, at rate: Double, points: Range<Int>) -> [SIMD3<Int>] {
    let all = labelsTellOfRate ? BinomialTable(trials: labelled, probability: rate) : nil
    var hits: [Int: BinomialTable] = [:]
    var alarms: [Int: BinomialTable] = [:]
    return points.map { index in
      let point = LowDiscrepancy.point(index)
      let p = all?.quantile(point.2) ?? positives
      return SIMD3(
        table(&hits, p, fit.sensitivity).quantile(point.0),
        table(&alarms, labelled - p, fit.falsePositiveRate).quantile(point.1), p)
    }
  }

  private func table(_ tables: inout [Int: BinomialTable], _ trials: Int, _ probability: Double) -> BinomialTable {
    if let table = tables[trials] { return table }
    let table = BinomialTable(trials: trials, probability: probability)
    tables[trials] = table
    return table
  }
}

/// A fixed sequence of points that fill the unit cube evenly: multiples of the powers of one root (Roberts 2018,
/// after Korobov's lattices).
enum LowDiscrepancy {
  /// The `index`-th point of the four-dimensional cube.
  static func point(_ index: Int) -> (Double, Double, Double, Double) {
    // Powers of 1/x with x⁵ = x + 1.
    let i = Double(index + 1)
    func part(_ step: Double) -> Double { (0.5 + i * step).truncatingRemainder(dividingBy: 1) }
    return (
      part(0.856_674_883_854_502_9), part(0.733_891_856_627_125_9), part(0.628_706_721_037_808_3),
      part(0.538_597_257_223_612_5)
    )
  }
}
