/// Agreement of any number of labellers, with gaps (Krippendorff 2011, "Computing Krippendorff's alpha-reliability").
///
/// `units` is `[units][labellers]`; a missing label is `nil`, and units with fewer than two labels count for nothing.
/// Each function returns `nil` where no unit has two labels, or where all labels are one value: disagreement by chance
/// is then impossible and alpha undefined.
public enum KrippendorffAlpha {
  /// Alpha for labels without order.
  public static func nominal<Label: Hashable>(_ units: [[Label?]]) -> Double? {
    var codes: [Label: Double] = [:]
    let coded = units.map { unit in
      unit.map { label -> Double? in
        guard let label else { return nil }
        let code = codes[label, default: Double(codes.count)]
        codes[label] = code
        return code
      }
    }
    return alpha(coded) { $0 == $1 ? 0 : 1 }
  }

  /// Alpha for numbers whose differences mean something; numbers that are not finite count as missing.
  public static func interval(_ units: [[Double?]]) -> Double? {
    alpha(units.map { $0.map { value in value.flatMap { $0.isFinite ? $0 : nil } } }) { ($0 - $1) * ($0 - $1) }
  }

  /// 1 - observed / expected disagreement, over the counts of values a unit and over all.
  private static func alpha(_ units: [[Double?]], _ distance: (Double, Double) -> Double) -> Double? {
    var totals: [Double: Double] = [:]
    var observed = 0.0
    for unit in units {
      let labels = unit.compactMap { $0 }
      guard labels.count >= 2 else { continue }
      var counts: [Double: Double] = [:]
      for label in labels { counts[label, default: 0] += 1 }
      observed += weightedSum(counts, distance) / Double(labels.count - 1)
      for (label, count) in counts { totals[label, default: 0] += count }
    }
    let n = totals.values.reduce(0, +)
    guard n > 1 else { return nil }
    let expected = weightedSum(totals, distance) / (n - 1)
    return expected > 0 ? 1 - observed / expected : nil
  }

  /// The sum of distances over ordered pairs of different values; in a fixed order, so that equal input gives equal bits.
  private static func weightedSum(_ counts: [Double: Double], _ distance: (Double, Double) -> Double) -> Double {
    let entries = counts.sorted { $0.key < $1.key }
    var sum = 0.0
    for (i, a) in entries.enumerated() {
      for b in entries[..<i] { sum += 2 * a.value * b.value * distance(a.key, b.key) }
    }
    return sum
  }
}
