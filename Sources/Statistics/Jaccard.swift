/// Overlap of sets.
public enum Jaccard {
  /// Size of the intersection by size of the union (Jaccard 1901); `nil` for two empty sets.
  public static func index<Element: Hashable>(_ first: Set<Element>, _ second: Set<Element>) -> Double? {
    let union = first.union(second).count
    return union == 0 ? nil : Double(first.intersection(second).count) / Double(union)
  }

  /// The mean index over items that two labellers gave sets of labels; two empty sets agree and count as 1.
  ///
  /// - Returns: `nil` for no items.
  /// - Throws: `StatisticsError.lengthMismatch` for lists of different lengths.
  public static func mean<Element: Hashable>(_ first: [Set<Element>], _ second: [Set<Element>]) throws -> Double? {
    try Check.sameLength(first.count, second.count, "first and second")
    guard !first.isEmpty else { return nil }
    return zip(first, second).reduce(0.0) { $0 + (index($1.0, $1.1) ?? 1) } / Double(first.count)
  }
}
