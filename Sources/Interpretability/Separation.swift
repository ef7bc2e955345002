internal import IsoglossStatistics

/// How far two classes of points lie apart.
public struct Separation: Hashable, Sendable, Codable {
  /// The chance that a harmful prompt lies further along the direction than a harmless one; null where a class is absent.
  public var auc: Double?
  /// The mean silhouette of all points in their full space (Rousseeuw 1987), -1...1; null for fewer than two of a class.
  public var silhouette: Double?

  /// The separation of states `[prompts][width]` along a direction `[width]`.
  /// - Throws: `StatisticsError` for states that are not finite.
  init(harmful: [[Double]], benign: [[Double]], along direction: [Double]) throws {
    let scores = (harmful + benign).map { $0.dot(direction) }
    auc = try AreaUnderCurve.value(
      scores: scores, positives: harmful.map { _ in true } + benign.map { _ in false })
    silhouette = Self.silhouette(harmful, benign)
  }

  /// The mean over points of (b - a) / max(a, b): a the mean distance to the point's own class, b to the other one.
  /// Quadratic in the number of points.
  static func silhouette(_ first: [[Double]], _ second: [[Double]]) -> Double? {
    guard first.count > 1, second.count > 1 else { return nil }
    let points = first + second
    let split = first.count
    var own = [Double](repeating: 0, count: points.count)
    var other = own
    for i in points.indices {
      for j in 0..<i {
        let distance = (points[i] - points[j]).length
        if (i < split) == (j < split) {
          own[i] += distance
          own[j] += distance
        } else {
          other[i] += distance
          other[j] += distance
        }
      }
    }
    let widths = points.indices.map { index in
      let (mine, theirs) = index < split ? (first.count, second.count) : (second.count, first.count)
      let (a, b) = (own[index] / Double(mine - 1), other[index] / Double(theirs))
      return max(a, b) > 0 ? (b - a) / max(a, b) : 0
    }
    return widths.mean
  }
}
