internal import IsoglossCore
internal import IsoglossStatistics

/// How a gradient is made short: each matrix on two sides at random, then all of them together.
///
/// The gradient of a matrix G `[m, n]` becomes L G R with L `[side, m]` and R `[n, side]` (LoGra, Choe et al. 2024), which
/// never forms G where its two factors are known; a side that is short enough stays as it is. The results are laid end to
/// end and folded: entry i is added to place i mod `width` with a random sign. Inner products are kept on average over
/// the seed, exactly where nothing was longer than `side` or `width`.
public struct Projection: Hashable, Sendable, Codable {
  /// Longest side of a matrix after the first step.
  public var side: Int
  /// Numbers of a vector in the end.
  public var width: Int
  /// Seed of all signs.
  public var seed: UInt64

  /// A projection.
  public init(side: Int = 16, width: Int = 1024, seed: UInt64 = 0) {
    self.side = side
    self.width = width
    self.seed = seed
  }

  /// One that changes nothing.
  public static let none = Projection(side: .max, width: .max)

  /// Refuses sizes that no vector can have.
  /// - Throws: `InfluenceError.badOptions`.
  public func validate() throws {
    guard side >= 1, width >= 1 else {
      throw InfluenceError(
        .badOptions, "A projection needs a side and a width of at least 1; they are \(side) and \(width).")
    }
  }

  /// Length of a side of n numbers after the first step.
  func length(_ n: Int) -> Int { min(n, side) }

  /// The matrix `[length(n), n]` of a side in row-major order: signs over √side, or null where the side stays as it is.
  /// - Parameter name: what the side belongs to; every name has its own signs.
  func matrix(_ n: Int, _ name: String) -> [Float]? {
    guard n > side else { return nil }
    var signs = Signs(seed, name)
    let size = 1 / Float(side).squareRoot()
    return (0..<side * n).map { _ in signs.next() * size }
  }

  /// The sign of each of `count` entries in the fold; null where they fit.
  func foldSigns(_ count: Int) -> [Float]? {
    guard count > width else { return nil }
    var signs = Signs(seed, "fold")
    return (0..<count).map { _ in signs.next() }
  }
}

/// A stream of random signs, 64 a draw.
private struct Signs {
  private var generator: SeededGenerator
  private var bits: UInt64 = 0
  private var left = 0

  init(_ seed: UInt64, _ name: String) {
    let digest = ContentHash.of(["isogloss projection", "\(seed)", name])
    generator = SeededGenerator(seed: UInt64(digest.prefix(16), radix: 16) ?? seed)
  }

  mutating func next() -> Float {
    if left == 0 { (bits, left) = (generator.next(), 64) }
    defer {
      bits >>= 1
      left -= 1
    }
    return bits & 1 == 0 ? -1 : 1
  }
}
