/// Random numbers that are the same on every machine for the same seed: xoshiro256** (Blackman and Vigna 2018), with its
/// state filled by SplitMix64 (Steele et al. 2014).
///
/// Encoded, it goes on where it stood.
///
/// Bounded draws go through ``index(below:)`` so that no number depends on how the standard library draws.
public struct SeededGenerator: RandomNumberGenerator, Hashable, Sendable, Codable {
  private var a: UInt64
  private var b: UInt64
  private var c: UInt64
  private var d: UInt64

  /// A generator; equal seeds give equal streams.
  public init(seed: UInt64) {
    var splitter = SplitMix64(seed: seed)
    a = splitter.next()
    b = splitter.next()
    c = splitter.next()
    d = splitter.next()
  }

  /// The next 64 bits.
  public mutating func next() -> UInt64 {
    let result = Self.rotate(b &* 5, by: 7) &* 9
    let shifted = b << 17
    c ^= a
    d ^= b
    b ^= c
    a ^= d
    c ^= shifted
    d = Self.rotate(d, by: 45)
    return result
  }

  /// A position in `0..<count`: the high half of a 128-bit product (Lemire 2019, without the rejection step; the bias is
  /// below `count / 2^64`). `count` must be positive.
  public mutating func index(below count: Int) -> Int {
    precondition(count > 0, "index(below:) needs a positive count")
    return Int(next().multipliedFullWidth(by: UInt64(count)).high)
  }

  /// A number in `0..<1` with 53 random bits.
  public mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }

  /// A standard normal draw, by inversion.
  public mutating func normal() -> Double {
    Normal.quantile((Double(next() >> 11) + 0.5) * 0x1p-53)
  }

  /// Shuffles in place (Fisher and Yates).
  public mutating func shuffle<Element>(_ items: inout [Element]) {
    var remaining = items.count
    while remaining > 1 {
      let pick = index(below: remaining)
      remaining -= 1
      items.swapAt(pick, remaining)
    }
  }

  private static func rotate(_ x: UInt64, by k: UInt64) -> UInt64 { (x << k) | (x >> (64 - k)) }
}

/// The 64-bit mixer that spreads a seed over a larger state.
struct SplitMix64 {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
