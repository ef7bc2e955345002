/// The cumulative probabilities of a binomial distribution, for many draws by inversion.
struct BinomialTable {
  /// The count that the first entry stands for.
  private let first: Int
  /// Probability of up to `first + position`; what lies outside has less than 1e-16 at either end.
  private let cumulative: [Double]

  init(trials: Int, probability: Double) {
    let p = min(1, max(0, probability))
    let n = Double(trials)
    let mode = min(trials, Int((n + 1) * p))
    guard p > 0, p < 1, trials > 0 else {
      first = mode
      cumulative = [1]
      return
    }
    let peak = SpecialFunctions.binomialDensity(Double(mode), n, p, 1 - p)
    let odds = p / (1 - p)
    var below: [Double] = []
    var mass = peak
    var count = mode
    while count > 0, mass > 1e-18 {
      mass *= Double(count) / (Double(trials - count + 1) * odds)
      count -= 1
      below.append(mass)
    }
    first = count
    var masses = Array(below.reversed())
    masses.append(peak)
    mass = peak
    count = mode
    while count < trials, mass > 1e-18 {
      mass *= Double(trials - count) * odds / Double(count + 1)
      count += 1
      masses.append(mass)
    }
    var sum = 0.0
    for position in masses.indices {
      sum += masses[position]
      masses[position] = sum
    }
    cumulative = masses
  }

  /// The smallest count with at least this cumulative probability.
  func quantile(_ probability: Double) -> Int {
    var low = 0
    var high = cumulative.count - 1
    while low < high {
      let middle = (low + high) / 2
      if cumulative[middle] < probability { low = middle + 1 } else { high = middle }
    }
    return first + low
  }
}
