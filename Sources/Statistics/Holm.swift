/// Correction of several tests at once.
public enum Holm {
  /// Adjusted p-values (Holm 1979), in the order of the input: reject where one is at most the level. An empty list
  /// gives an empty list.
  /// - Throws: `StatisticsError.outOfRange` where a p-value is not in 0...1.
  public static func adjust(_ pValues: [Double]) throws -> [Double] {
    for value in pValues where !(value >= 0 && value <= 1) {
      throw StatisticsError(.outOfRange, "a p-value is \(value): give probabilities")
    }
    var adjusted = pValues
    var largest = 0.0
    for (rank, index) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {
      largest = max(largest, min(1, pValues[index] * Double(pValues.count - rank)))
      adjusted[index] = largest
    }
    return adjusted
  }
}
