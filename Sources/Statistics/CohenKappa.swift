/// Agreement of two labellers beyond chance (Cohen 1960).
public enum CohenKappa {
  /// Kappa of two lists of labels for the same items; `nil` for no items, or where both use one and the same label
  /// throughout, so that chance agreement is complete.
  /// - Throws: `StatisticsError.lengthMismatch` for lists of different lengths.
  public static func value<Label: Hashable>(_ first: [Label], _ second: [Label]) throws -> Double? {
    try Check.sameLength(first.count, second.count, "first and second")
    let (a, b, labels) = coded(first, second)
    return kappa(a, b, labels, Array(a.indices))
  }

  /// Kappa with a bootstrap interval over items.
  /// - Throws: `StatisticsError` for lists of different lengths, and for bad settings.
  public static func estimate<Label: Hashable>(
    _ first: [Label], _ second: [Label], bootstrap: Bootstrap
  ) throws -> Estimate? {
    try Check.sameLength(first.count, second.count, "first and second")
    let (a, b, labels) = coded(first, second)
    return try bootstrap.estimate(of: a.count) { kappa(a, b, labels, $0) }
  }

  private static func coded<Label: Hashable>(_ first: [Label], _ second: [Label]) -> ([Int], [Int], Int) {
    var codes: [Label: Int] = [:]
    func code(_ label: Label) -> Int {
      let code = codes[label, default: codes.count]
      codes[label] = code
      return code
    }
    return (first.map(code), second.map(code), codes.count)
  }

  private static func kappa(_ a: [Int], _ b: [Int], _ labels: Int, _ items: [Int]) -> Double? {
    guard !items.isEmpty else { return nil }
    var first = [Int](repeating: 0, count: labels)
    var second = first
    var agreements = 0
    for item in items {
      first[a[item]] += 1
      second[b[item]] += 1
      if a[item] == b[item] { agreements += 1 }
    }
    let n = items.count
    let chance = zip(first, second).reduce(0) { $0 + $1.0 * $1.1 }
    guard chance < n * n else { return nil }
    let expected = Double(chance) / Double(n * n)
    return (Double(agreements) / Double(n) - expected) / (1 - expected)
  }
}
