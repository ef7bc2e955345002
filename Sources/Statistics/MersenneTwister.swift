/// Draws as Python's `random.Random(seed)` makes them: MT19937 (Matsumoto and Nishimura 1998), seeded by an array. For
/// protocols that are defined by Python's draws; everything else uses ``SeededGenerator``.
public struct MersenneTwister: Sendable {
  private static let count = 624
  private var state: [UInt32]
  private var place = count

  /// The generator of `random.Random(seed)`, for a seed of 32 bits.
  public init(seed: UInt32) {
    let count = Self.count
    var state = [UInt32](repeating: 0, count: count)
    state[0] = 19_650_218
    for i in 1..<count { state[i] = 1_812_433_253 &* (state[i - 1] ^ (state[i - 1] >> 30)) &+ UInt32(i) }
    var i = 1
    func wrap() {
      guard i >= count else { return }
      state[0] = state[count - 1]
      i = 1
    }
    for _ in 0..<count {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_664_525)) &+ seed
      i += 1
      wrap()
    }
    for _ in 0..<count - 1 {
      state[i] = (state[i] ^ ((state[i - 1] ^ (state[i - 1] >> 30)) &* 1_566_083_941)) &- UInt32(i)
      i += 1
      wrap()
    }
    state[0] = 0x8000_0000
    self.state = state
  }

  /// The next 32 bits.
  public mutating func next() -> UInt32 {
    if place == Self.count { twist() }
    var y = state[place]
    place += 1
    y ^= y >> 11
    y ^= (y << 7) & 0x9D2C_5680
    y ^= (y << 15) & 0xEFC6_0000
    return y ^ (y >> 18)
  }

  private mutating func twist() {
    let count = Self.count
    for i in 0..<count {
      let y = (state[i] & 0x8000_0000) | (state[(i + 1) % count] & 0x7FFF_FFFF)
      state[i] = state[(i + 397) % count] ^ (y >> 1) ^ (y & 1 == 1 ? 0x9908_B0DF : 0)
    }
    place = 0
  }

  /// A position in `0..<count`, `count` positive and below 2^32: `_randbelow`.
  mutating func index(below count: Int) -> Int {
    precondition(count > 0 && count < 1 << 32, "index(below:) needs a positive count of 32 bits")
    let width = Int.bitWidth - count.leadingZeroBitCount
    var drawn = Int(next() >> UInt32(32 - width))
    while drawn >= count { drawn = Int(next() >> UInt32(32 - width)) }
    return drawn
  }

  /// `chosen` different positions of `0..<count` in the order drawn: `random.sample(range(count), chosen)`.
  public mutating func sample(_ chosen: Int, of count: Int) -> [Int] {
    precondition(chosen >= 0 && chosen <= count, "a sample is no larger than what it is drawn from")
    var setSize = 21
    // 4 ** ceil(log(3 * chosen, 4)), the size of Python's set.
    if chosen > 5 {
      var size = 1
      while size < 3 * chosen { size *= 4 }
      setSize += size
    }
    guard count > setSize else {
      var pool = Array(0..<count)
      return (0..<chosen).map { i in
        let j = index(below: count - i)
        defer { pool[j] = pool[count - i - 1] }
        return pool[j]
      }
    }
    var seen: Set<Int> = []
    return (0..<chosen).map { _ in
      var j = index(below: count)
      while !seen.insert(j).inserted { j = index(below: count) }
      return j
    }
  }
}
