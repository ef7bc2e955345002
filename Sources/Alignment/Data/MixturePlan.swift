internal import Foundation
internal import IsoglossCore

/// How many pairs of each kind a mixture takes in each language.
struct MixturePlan {
  /// Languages in the order of the supply.
  private(set) var targets: [(language: Language, count: (harmful: Int, benign: Int))] = []

  /// More pairs than any training takes.
  private static let largest = 100_000_000

  init(_ mixture: Mixture, supply: PairSupply) throws {
    try Self.check(mixture)
    let weights = try Self.weights(mixture, supply)
    let limits = weights.map { language, _ in
      min(mixture.cap ?? .max, mixture.caps[language] ?? .max)
    }
    func most(_ language: Language) -> Int { Self.most(language, mixture.harmless, supply) }
    let totals: [Int]
    switch mixture.size {
    case .perLanguage(let count): totals = limits.map { min($0, count) }
    case .total(let total): totals = try Self.divided(total, weights.map(\.weight), limits)
    case .all:
      let bounds = zip(weights, limits).map { min(most($0.language), $1) }
      let scales = zip(weights, bounds).map { Double($1) / $0.weight }
      let scale = (mixture.repeats ? scales.max() : scales.min()) ?? 0
      totals = try zip(weights, limits).map { item, limit in
        let count = min((item.weight * scale + 1e-9).rounded(.down), Double(limit))
        guard count <= Double(Self.largest) else {
          throw AlignmentError(
            .badMixture,
            "The weight of \(item.language.code) asks for \(count) of its pairs: lower it, or give a size or a cap.")
        }
        return Int(count)
      }
    }
    targets = zip(weights, totals).map { item, total in
      (item.language, Self.split(total, Self.benignShare(item.language, mixture.harmless, supply)))
    }
  }

  private static func check(_ mixture: Mixture) throws {
    func bad(_ message: String) -> AlignmentError { AlignmentError(.badMixture, message) }
    guard mixture.temperature > 0, mixture.temperature.isFinite else {
      throw bad("A mixture's temperature is a number above 0, not \(mixture.temperature).")
    }
    if let ratio = mixture.harmless, !(ratio >= 0 && ratio.isFinite) {
      throw bad("Harmless pairs for each harmful one are a number from 0, not \(ratio).")
    }
    if let bound = ([mixture.cap].compactMap { $0 } + mixture.caps.values).first(where: { $0 < 0 }) {
      throw bad("A cap is a number of pairs from 0, not \(bound).")
    }
    let isWeighted =
      switch mixture.share {
      case .weights, .natural: true
      default: false
      }
    if mixture.temperature != 1, !isWeighted {
      throw bad("The mixture \(mixture.share) weighs its languages alike; a temperature has nothing to change there.")
    }
    switch mixture.size {
    case .total(let count), .perLanguage(let count):
      guard (1...Self.largest).contains(count) else {
        throw bad("The size of a mixture is a number of pairs from 1, not \(count).")
      }
      if case .perLanguage = mixture.size, isWeighted {
        throw bad(
          "\(mixture.share) weighs languages, and per-language:\(count) holds them equal: give a total instead.")
      }
    case .all: break
    }
  }

  private static func weights(
    _ mixture: Mixture, _ supply: PairSupply
  ) throws -> [(language: Language, weight: Double)] {
    let there = supply.languages
    func require(_ languages: [Language]) throws {
      let missing = languages.filter { !there.contains($0) }
      guard missing.isEmpty else {
        throw AlignmentError(
          .badMixture,
          "There are no pairs in \(missing.map(\.code).joined(separator: ", ")); the set has "
            + "\(there.map(\.code).joined(separator: ", ")).")
      }
    }
    try require(mixture.caps.keys.sorted())
    let chosen: [(language: Language, weight: Double)]
    switch mixture.share {
    case .balanced: chosen = there.map { ($0, 1) }
    case .highResource: chosen = there.filter { $0.resource == .high }.map { ($0, 1) }
    case .only(let language):
      try require([language])
      chosen = [(language, 1)]
    case .without(let language):
      try require([language])
      chosen = there.filter { $0 != language }.map { ($0, 1) }
    case .weights(let weights):
      try require(weights.keys.sorted())
      if let (language, weight) = weights.first(where: { !($0.value > 0 && $0.value.isFinite) }) {
        throw AlignmentError(.badMixture, "The weight of \(language) is a number above 0, not \(weight).")
      }
      chosen = there.compactMap { language in weights[language].map { (language, $0) } }
    case .natural: chosen = there.map { ($0, Double(supply.count($0))) }
    }
    guard !chosen.isEmpty else {
      throw AlignmentError(
        .badMixture,
        "The mixture \(mixture.share) leaves no language of \(there.map(\.code).joined(separator: ", ")).")
    }
    return try chosen.map { language, weight -> (language: Language, weight: Double) in
      let power = pow(weight, 1 / mixture.temperature)
      // Within these, sums and quotients of weights stay what a Double can hold.
      guard (1e-100...1e100).contains(power) else {
        throw AlignmentError(
          .badMixture,
          "The weight of \(language.code) is \(weight), and \(power) at temperature \(mixture.temperature): give "
            + "weights and a temperature that keep it in 1e-100...1e100.")
      }
      return (language, power)
    }
  }

  /// A total divided by weight under limits: what a full language leaves goes to the others. Remainders go to the
  /// largest fractions, the first of equals.
  private static func divided(_ total: Int, _ weights: [Double], _ limits: [Int]) throws -> [Int] {
    let room = limits.reduce(0) { $0 &+ min($1, total) }
    guard room >= total else {
      throw AlignmentError(.badMixture, "The caps leave room for \(room) pairs, and the mixture asks for \(total).")
    }
    var counts = [Int](repeating: 0, count: weights.count)
    var open = Array(weights.indices)
    var left = total
    while true {
      let sum = open.reduce(0) { $0 + weights[$1] }
      let full = open.filter { Double(left) * weights[$0] / sum >= Double(limits[$0]) }
      guard !full.isEmpty else { break }
      for place in full { counts[place] = limits[place] }
      left -= full.reduce(0) { $0 + limits[$1] }
      open.removeAll { full.contains($0) }
      guard !open.isEmpty else { return counts }
    }
    let sum = open.reduce(0) { $0 + weights[$1] }
    let ideal = open.map { Double(left) * weights[$0] / sum }
    for (place, share) in zip(open, ideal) { counts[place] = Int(share) }
    let rest = left - open.reduce(0) { $0 + counts[$1] }
    let order = open.indices.sorted {
      (ideal[$1] - ideal[$1].rounded(.down), $0) < (ideal[$0] - ideal[$0].rounded(.down), $1)
    }
    for place in order.prefix(rest) { counts[open[place]] += 1 }
    return counts
  }

  /// Benign pairs of a language over all of its pairs in the draw.
  private static func benignShare(_ language: Language, _ ratio: Double?, _ supply: PairSupply) -> Double {
    if let ratio { return ratio / (1 + ratio) }
    let count = supply.count(language)
    return count == 0 ? 0 : Double(supply.ranked(language, .benign).count) / Double(count)
  }

  private static func split(_ total: Int, _ benignShare: Double) -> (harmful: Int, benign: Int) {
    let benign = Int((Double(total) * benignShare).rounded())
    return (total - benign, benign)
  }

  /// The largest number of pairs that a language has in the wanted ratio.
  private static func most(_ language: Language, _ ratio: Double?, _ supply: PairSupply) -> Int {
    let (harmful, benign) = (supply.ranked(language, .harmful).count, supply.ranked(language, .benign).count)
    let share = benignShare(language, ratio, supply)
    return (0...harmful + benign).last { total in
      let part = split(total, share)
      return part.harmful <= harmful && part.benign <= benign
    } ?? 0
  }
}
