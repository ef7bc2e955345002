import Foundation

/// Counts that tell of a rate through a judge that errs, and their likelihood.
///
/// With θ the rate, u the judge's sensitivity, v its false-positive rate and q = θu + (1-θ)v the rate that it reports:
///
///     ln L = tp ln u + fn ln(1-u) + fp ln v + tn ln(1-v) + x ln q + y ln(1-q) [+ (tp+fn) ln θ + (fp+tn) ln(1-θ)]
///
/// where x and y are answers judged positive and negative without a label. The last two terms are there only where the
/// labelled answers are a random part of those whose rate is asked for: then their labels tell of θ themselves.
struct MisclassifiedRate {
  /// Labelled answers, and answers with the judge's reading only.
  struct Counts {
    var truePositives: Double
    var falseNegatives: Double
    var trueNegatives: Double
    var falsePositives: Double
    var judgedPositive: Double
    var judgedNegative: Double
  }
  /// The best sensitivity and false-positive rate at a given rate.
  struct Fit {
    var sensitivity: Double
    var falsePositiveRate: Double
    /// The rate that the judge reports.
    var judged: Double
    var logLikelihood: Double
  }

  let counts: Counts
  /// Whether the labelled answers are a random part of the answers whose rate is asked for.
  let labelsTellOfRate: Bool
  /// The highest value of the likelihood's logarithm over all rates in 0...1.
  let highest: Double

  init(_ counts: Counts, labelsTellOfRate: Bool) {
    self.counts = counts
    self.labelsTellOfRate = labelsTellOfRate
    let c = counts
    func binomial(_ a: Double, _ b: Double) -> Double { Self.term(a, a / (a + b)) + Self.term(b, b / (a + b)) }
    if labelsTellOfRate {
      let (positive, negative) = (c.truePositives + c.falsePositives, c.falseNegatives + c.trueNegatives)
      highest =
        binomial(c.judgedPositive + positive, c.judgedNegative + negative)
        + binomial(c.truePositives, c.falsePositives) + binomial(c.falseNegatives, c.trueNegatives)
      return
    }
    let saturated =
      binomial(c.truePositives, c.falseNegatives) + binomial(c.falsePositives, c.trueNegatives)
      + binomial(c.judgedPositive, c.judgedNegative)
    if let rate = Self.external(c), rate < 0 || rate > 1 {
      // The best rate lies outside: the best one inside is an end.
      highest = max(
        Self.fit(c, at: 0, labelsTellOfRate: false).logLikelihood,
        Self.fit(c, at: 1, labelsTellOfRate: false).logLikelihood)
    } else {
      highest = saturated
    }
  }

  /// Rogan and Gladen's estimate, not yet held in 0...1; `nil` where a part is missing or the judge tells nothing.
  static func external(_ c: Counts) -> Double? {
    let sensitivity = c.truePositives / (c.truePositives + c.falseNegatives)
    let falsePositiveRate = c.falsePositives / (c.falsePositives + c.trueNegatives)
    let judged = c.judgedPositive / (c.judgedPositive + c.judgedNegative)
    let rate = (judged - falsePositiveRate) / (sensitivity - falsePositiveRate)
    return rate.isFinite ? rate : nil
  }

  /// How much worse than the best rate this one fits: twice the difference of log-likelihoods, never negative.
  func ratio(at rate: Double) -> Double { max(0, 2 * (highest - fit(at: rate).logLikelihood)) }

  /// The best judge at a given rate.
  func fit(at rate: Double) -> Fit { Self.fit(counts, at: rate, labelsTellOfRate: labelsTellOfRate) }

  /// The likelihood is concave in u and v at fixed θ, and both follow from the slope g of its last part: so q is the
  /// root of a falling function.
  private static func fit(_ c: Counts, at rate: Double, labelsTellOfRate: Bool) -> Fit {
    let (positives, negatives) = (c.truePositives + c.falseNegatives, c.trueNegatives + c.falsePositives)
    let (x, y) = (c.judgedPositive, c.judgedNegative)
    func slope(_ q: Double) -> Double { (x == 0 ? 0 : x / q) - (y == 0 ? 0 : y / (1 - q)) }
    func parts(_ q: Double) -> (u: (value: Double, slope: Double), v: (value: Double, slope: Double)) {
      let g = slope(q)
      return (
        share(c.truePositives, positives, pull: rate * g), share(c.falsePositives, negatives, pull: (1 - rate) * g)
      )
    }
    var q = x + y == 0 ? 0.5 : min(max(x / (x + y), 1e-9), 1 - 1e-9)
    if x + y > 0 {
      q = root(from: q) { q in
        let (u, v) = parts(q)
        let bend = (x == 0 ? 0 : x / (q * q)) + (y == 0 ? 0 : y / ((1 - q) * (1 - q)))
        let steep = (rate * rate * u.slope + (1 - rate) * (1 - rate) * v.slope) * bend
        return (q - rate * u.value - (1 - rate) * v.value, 1 + steep)
      }
    }
    var (u, v) = (parts(q).u.value, parts(q).v.value)
    if x + y == 0 { q = rate * u + (1 - rate) * v }
    // Where no label speaks of one of the two, what the judge reports decides.
    if positives == 0 { u = rate > 0 ? min(1, max(0, (q - (1 - rate) * v) / rate)) : q }
    if negatives == 0 { v = rate < 1 ? min(1, max(0, (q - rate * u) / (1 - rate))) : q }
    var logLikelihood =
      term(c.truePositives, u) + term(c.falseNegatives, 1 - u) + term(c.falsePositives, v)
      + term(c.trueNegatives, 1 - v) + term(x, q) + term(y, 1 - q)
    if labelsTellOfRate { logLikelihood += term(positives, rate) + term(negatives, 1 - rate) }
    return Fit(sensitivity: u, falsePositiveRate: v, judged: q, logLikelihood: logLikelihood)
  }

  /// Newton's method inside a shrinking bracket, to 1e-12: the likelihood is flat there, so that its own error is of the
  /// order of the square.
  private static func root(from start: Double, _ f: (Double) -> (value: Double, slope: Double)) -> Double {
    var (low, high, x) = (0.0, 1.0, start)
    for _ in 0..<200 {
      let (value, slope) = f(x)
      if value > 0 { high = x } else { low = x }
      var next = x - value / slope
      if !(next > low && next < high) { next = (low + high) / 2 }
      if abs(next - x) < 1e-12 { return next }
      x = next
    }
    return x
  }

  /// The share p that maximises k ln p + (n-k) ln(1-p) + c p, and its derivative by c.
  private static func share(_ k: Double, _ n: Double, pull c: Double) -> (value: Double, slope: Double) {
    // c p² + (n - c) p - k = 0
    let difference = n - c
    let root = max(0, difference * difference + 4 * c * k).squareRoot()
    let value = difference >= 0 ? (k == 0 ? 0 : 2 * k / (difference + root)) : (root - difference) / (2 * c)
    let p = min(1, max(0, value))
    return (p, root > 0 ? p * (1 - p) / root : 0)
  }

  /// n ln p, with 0 ln 0 = 0.
  private static func term(_ n: Double, _ p: Double) -> Double { n == 0 ? 0 : n * log(p) }
}
