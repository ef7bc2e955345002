/// How far several labellers, such as judges, agree on labels without order.
///
/// Items may come in clusters, such as one prompt in several languages: the bootstrap draws whole clusters, since items
/// of one cluster tell less than as many items of their own.
public struct LabelAgreement: Hashable, Sendable {
  /// A measure of agreement.
  public enum Measure: String, Sendable, Codable, CaseIterable {
    /// Share of pairs of labels on one item that are the same.
    case raw
    /// Cohen's kappa (1960); of two labellers only.
    case kappa
    /// Krippendorff's alpha for labels without order.
    case alpha
    /// Prevalence-adjusted bias-adjusted kappa (Byrt, Bishop and Carlin 1993; Bennett's S for more than two labels):
    /// what kappa would be were all labels equally common.
    case pabak
  }

  /// Labellers.
  public let labellers: Int
  /// Items with at least two labels: the only ones that tell of agreement.
  public let items: Int
  /// Clusters that these items come in.
  public let clusters: Int
  /// Labels that a labeller can give.
  public let categories: Int
  /// Different labels that were given to these items.
  public let categoriesSeen: Int
  /// The kind of each cluster: those of one kind have the same sums.
  private let kinds: [Int]
  /// By kind, what the measures need: `[kinds][width]`, see ``Sums``.
  private let sums: [Double]
  private let width: Int

  /// Agreement of labels.
  /// - Parameters:
  ///   - units: `[items][labellers]`; a missing label is `nil`.
  ///   - clusters: a key for each item; items of one key are drawn together. Each item by itself where left out.
  ///   - categories: labels that a labeller can give, at least two; ``Measure/pabak`` needs it.
  /// - Throws: `StatisticsError` for rows of different lengths, one key too few or many, or fewer than two categories.
  public init<Label: Hashable>(_ units: [[Label?]], clusters: [String]? = nil, categories: Int = 2) throws {
    let labellers = units.first?.count ?? 0
    for unit in units { try Check.sameLength(unit.count, labellers, "units") }
    if let clusters { try Check.sameLength(units.count, clusters.count, "units and clusters") }
    guard categories >= 2 else {
      throw StatisticsError(.outOfRange, "categories is \(categories): give the number of possible labels, from 2")
    }
    let usable = units.indices.filter { index in units[index].count { $0 != nil } >= 2 }
    var codes: [Label: Int] = [:]
    let coded = usable.map { index in
      units[index].map { label -> Int? in
        guard let label else { return nil }
        let code = codes[label, default: codes.count]
        codes[label] = code
        return code
      }
    }
    let shape = Sums(labels: codes.count)
    var rowOf: [String: Int] = [:]
    var sums: [Double] = []
    for (index, unit) in zip(usable, coded) {
      let key = clusters?[index] ?? "\(index)"
      let row = rowOf[key] ?? rowOf.count
      if rowOf.updateValue(row, forKey: key) == nil { sums += [Double](repeating: 0, count: shape.width) }
      shape.add(unit, to: &sums, at: row * shape.width)
    }
    self.labellers = labellers
    self.items = usable.count
    self.clusters = rowOf.count
    self.categories = max(categories, codes.count)
    categoriesSeen = codes.count
    // Thousands of clusters come in few kinds: two labels of two values make four.
    var placeOf: [ArraySlice<Double>: Int] = [:]
    var distinct: [Double] = []
    kinds = (0..<rowOf.count).map { row in
      let own = sums[(row * shape.width)..<((row + 1) * shape.width)]
      if let place = placeOf[own] { return place }
      let place = placeOf.count
      placeOf[own] = place
      distinct += own
      return place
    }
    self.sums = distinct
    width = shape.width
  }

  /// A measure; `nil` where it is undefined: no item with two labels; for kappa and alpha also where all labels are one
  /// and the same; for kappa where there are not two labellers.
  public func value(_ measure: Measure) -> Double? {
    var counts = [Int](repeating: 0, count: (kinds.max() ?? -1) + 1)
    for kind in kinds { counts[kind] += 1 }
    return values([measure], ofKinds: counts)[0]
  }

  /// A measure with its bootstrap interval over clusters.
  ///
  /// - Returns: `nil` where the measure is undefined on the data, or on half of the resamples.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  public func estimate(_ measure: Measure, bootstrap: Bootstrap) throws -> Estimate? {
    try bootstrap.estimates(ofKinds: kinds) { values([measure], ofKinds: $0) }[0]
  }

  /// Every measure with its bootstrap interval over clusters, by the same draws: as ``estimate(_:bootstrap:)`` has them one by
  /// one, for the cost of one. Measures that are undefined are absent.
  /// - Throws: `StatisticsError.outOfRange` for bad settings.
  public func estimates(bootstrap: Bootstrap) throws -> [Measure: Estimate] {
    let measures = Measure.allCases
    let found = try bootstrap.estimates(ofKinds: kinds) { values(measures, ofKinds: $0) }
    return zip(measures, found).reduce(into: [:]) { $0[$1.0] = $1.1 }
  }

  /// Measures of so many clusters of each kind.
  private func values(_ measures: [Measure], ofKinds counts: [Int]) -> [Double?] {
    guard counts.contains(where: { $0 > 0 }) else { return measures.map { _ in nil } }
    var sum = [Double](repeating: 0, count: width)
    sums.withUnsafeBufferPointer { sums in
      for (kind, count) in counts.enumerated() where count > 0 {
        let base = kind * width
        for position in 0..<width { sum[position] += Double(count) * sums[base + position] }
      }
    }
    let shape = Sums(labels: categoriesSeen)
    return measures.map { measure in
      measure == .kappa && labellers != 2 ? nil : shape.value(measure, of: sum, categories: categories)
    }
  }
}

/// What the measures need of a set of items, as a list of numbers that add up over items: how often each label was given
/// by the first, by the second (of two labellers) and by all, agreeing and all pairs, items weighted by their pairs, and
/// Krippendorff's observed disagreement.
private struct Sums {
  let labels: Int
  var width: Int { 3 * labels + 4 }

  func add(_ unit: [Int?], to sums: inout [Double], at base: Int) {
    let given = unit.compactMap { $0 }
    var counts = [Double](repeating: 0, count: labels)
    for label in given {
      counts[label] += 1
      sums[base + 2 * labels + label] += 1
    }
    if given.count == 2 {
      sums[base + given[0]] += 1
      sums[base + labels + given[1]] += 1
    }
    let m = Double(given.count)
    let same = counts.reduce(0) { $0 + $1 * ($1 - 1) / 2 }
    let rest = base + 3 * labels
    // An item weighs 1 however many labels it has: raw agreement is the mean of the items' own.
    sums[rest] += same / (m * (m - 1) / 2)
    sums[rest + 1] += 1
    sums[rest + 2] += m
    sums[rest + 3] += (m * m - counts.reduce(0) { $0 + $1 * $1 }) / (m - 1)
  }

  func value(_ measure: LabelAgreement.Measure, of sum: [Double], categories: Int) -> Double? {
    let rest = 3 * labels
    let items = sum[rest + 1]
    guard items > 0 else { return nil }
    let raw = sum[rest] / items
    switch measure {
    case .raw: return raw
    case .pabak: return (Double(categories) * raw - 1) / Double(categories - 1)
    case .kappa:
      let chance = (0..<labels).reduce(0.0) { $0 + sum[$1] * sum[labels + $1] }
      guard chance < items * items else { return nil }
      let expected = chance / (items * items)
      return (raw - expected) / (1 - expected)
    case .alpha:
      let n = sum[rest + 2]
      let squares = (0..<labels).reduce(0.0) { $0 + sum[2 * labels + $1] * sum[2 * labels + $1] }
      let expected = (n * n - squares) / (n - 1)
      return expected > 0 ? 1 - sum[rest + 3] / expected : nil
    }
  }
}
