internal import Foundation

/// Which clauses of a text stand for which of its translation, by their lengths: the dynamic programme of Gale and Church
/// 1993 ("A Program for Aligning Sentences in Bilingual Corpora"), with beads of 1-1, 1-2, 2-1 and 2-2. Clauses are never
/// left out, since both texts say the same.
enum ClauseAlignment {
  /// A run of clauses on either side.
  struct Bead: Hashable {
    var source: Range<Int>
    var target: Range<Int>
  }

  /// Beads with what they cost beyond their lengths: minus the logarithm of their share in Gale and Church's data.
  private static let kinds: [(source: Int, target: Int, cost: Double)] = [
    (1, 1, -log(0.89)), (1, 2, -log(0.089 / 2)), (2, 1, -log(0.089 / 2)), (2, 2, -log(0.011)),
  ]
  /// Variance of the length of a translation, a character of the source.
  private static let variance = 6.8

  /// Beads in order; empty where no row of beads covers both sides.
  /// - Parameter source: lengths in characters; so `target`.
  static func beads(_ source: [Int], _ target: [Int]) -> [Bead] {
    guard !source.isEmpty, !target.isEmpty else { return [] }
    let ratio = Double(target.reduce(0, +)) / Double(max(1, source.reduce(0, +)))
    var best = Array(repeating: Array(repeating: Double.infinity, count: target.count + 1), count: source.count + 1)
    var steps = Array(repeating: Array(repeating: (0, 0), count: target.count + 1), count: source.count + 1)
    best[0][0] = 0
    for i in 0...source.count {
      for j in 0...target.count {
        for kind in kinds where i >= kind.source && j >= kind.target {
          let from = best[i - kind.source][j - kind.target]
          guard from < .infinity else { continue }
          let a = Double(source[(i - kind.source)..<i].reduce(0, +))
          let b = Double(target[(j - kind.target)..<j].reduce(0, +))
          let cost = from + kind.cost + distance(a * ratio, b)
          if cost < best[i][j] { (best[i][j], steps[i][j]) = (cost, (kind.source, kind.target)) }
        }
      }
    }
    guard best[source.count][target.count] < .infinity else { return [] }
    var beads: [Bead] = []
    var (i, j) = (source.count, target.count)
    while i > 0 {
      let (a, b) = steps[i][j]
      beads.append(Bead(source: (i - a)..<i, target: (j - b)..<j))
      (i, j) = (i - a, j - b)
    }
    return beads.reversed()
  }

  /// Minus the logarithm of the chance that lengths of one meaning differ by so much: 2 (1 - Φ(|δ|)).
  private static func distance(_ expected: Double, _ found: Double) -> Double {
    let delta = abs(found - expected) / (variance * max(1, (expected + found) / 2)).squareRoot()
    return -log(max(1e-30, erfc(delta / 2.squareRoot())))
  }
}
