internal import Foundation

/// Which texts are worth comparing: MinHash signatures (Broder 1997) cut into bands (Leskovec, Rajaraman and Ullman,
/// "Mining of Massive Datasets", 3.4).
///
/// Two texts of Jaccard index s share all `rows` values of a band with probability s^rows, and so some band with
/// 1 - (1 - s^rows)^bands.
struct MinHash: Hashable, Sendable {
  /// Number of bands.
  let bands: Int
  /// Values a band.
  let rows: Int
  private let flips: [Int32]
  private let factors: [Int32]

  /// At most so many hash functions.
  private static let budget = 128
  /// At most so often are two texts that are exactly as alike as the threshold passed over.
  private static let bearableMisses = 0.001

  /// The longest bands that hold the bearable misses at a threshold in 0...1: the fewest comparisons for nothing.
  init(threshold: Double) {
    let best = (1...Self.budget).last { Self.misses(threshold, rows: $0) <= Self.bearableMisses } ?? 1
    rows = best
    bands = Self.budget / best
    let count = rows * bands
    flips = (0..<count).map { Int32(truncatingIfNeeded: Mixer.mixed(UInt64(2 * $0))) }
    factors = (0..<count).map { Int32(truncatingIfNeeded: Mixer.mixed(UInt64(2 * $0 + 1)) | 1) }
  }

  private static func misses(_ similarity: Double, rows: Int) -> Double {
    pow(1 - pow(similarity, Double(rows)), Double(budget / rows))
  }

  /// Probability that two texts of this Jaccard index are not compared.
  func missRate(at similarity: Double) -> Double { Self.misses(similarity, rows: rows) }

  /// One key a band, the same for texts that share the band. `salt` keeps apart what is never compared.
  func keys(_ grams: [UInt64], salt: UInt64) -> [UInt32] {
    let count = rows * bands
    return withUnsafeTemporaryAllocation(of: Int32.self, capacity: count) { least in
      least.initialize(repeating: .max)
      flips.withUnsafeBufferPointer { flips in
        factors.withUnsafeBufferPointer { factors in
          for gram in grams {
            let value = Int32(truncatingIfNeeded: gram >> 32)
            for index in 0..<count {
              let hash = (value ^ flips[index]) &* factors[index]
              least[index] = min(least[index], hash)
            }
          }
        }
      }
      return (0..<bands).map { band in
        var hash = salt ^ UInt64(band)
        for row in 0..<rows { hash = Mixer.mixed(hash ^ UInt64(UInt32(bitPattern: least[band * rows + row]))) }
        return UInt32(truncatingIfNeeded: hash)
      }
    }
  }
}
