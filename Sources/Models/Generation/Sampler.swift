internal import IsoglossCore

/// Draws tokens from scores: temperature, then the `topK` best, then the smallest set with mass `topP`, as transformers
/// orders them. Each request has a random stream of its own.
struct Sampler {
  private let temperature: Double
  private let topP: Double
  private let topK: Int
  private var stream: SplitMix64

  /// The sampler of one request.
  init(_ decoding: Decoding, requestID: String) {
    temperature = decoding.temperature
    topP = decoding.topP
    topK = decoding.topK
    // FNV-1a (Fowler, Noll, Vo) over the id, started from the seed's own mix.
    var seed = SplitMix64(state: decoding.seed)
    var hash = seed.next() ^ 0xcbf2_9ce4_8422_2325
    for byte in requestID.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    stream = SplitMix64(state: hash)
  }

  /// One token out of scores, one score a token. Exactly one number is taken from the stream.
  mutating func draw(_ logits: UnsafeBufferPointer<Float>) -> Int {
    let point = stream.unit()
    guard let top = logits.max(), top.isFinite else { return 0 }
    let candidates = Self.candidates(logits, top: top, temperature: temperature, topP: topP, topK: topK)
    let total = candidates.reduce(0) { $0 + $1.weight }
    var left = point * total
    for candidate in candidates {
      left -= candidate.weight
      if left < 0 { return candidate.token }
    }
    return candidates.last?.token ?? 0
  }

  /// Tokens that may be drawn, with weights that need not sum to one. Without limits they stand in the order of their
  /// ids, otherwise the likeliest first and equals by id.
  static func candidates(
    _ logits: UnsafeBufferPointer<Float>, top: Float, temperature: Double, topP: Double, topK: Int
  ) -> [(token: Int, weight: Double)] {
    func weight(_ logit: Float) -> Double { exponential(Double(logit - top) / temperature) }
    let limited = topP < 1 || (topK > 0 && topK < logits.count)
    guard limited else { return logits.enumerated().map { ($0.offset, weight($0.element)) } }
    let total = topP < 1 && topK == 0 ? logits.reduce(0) { $0 + weight($1) } : 0
    // Almost all tokens have almost no weight: sort only those near the top, and go further down only where needed.
    var reach = Float(8 * temperature)
    while true {
      let near = logits.enumerated().filter { $0.element >= top - reach }
      let isAll = near.count == logits.count
      let enough =
        topK > 0
        ? near.count >= min(topK, logits.count)
        : near.reduce(0) { $0 + weight($1.element) } >= topP * total
      guard enough || isAll else {
        reach = reach > 1e6 ? .infinity : reach * 2
        continue
      }
      var sorted = near.sorted { ($1.element, $0.offset) < ($0.element, $1.offset) }
      if topK > 0 { sorted = Array(sorted.prefix(topK)) }
      let weights = sorted.map { (token: $0.offset, weight: weight($0.element)) }
      guard topP < 1 else { return weights }
      let mass = topP * (topK > 0 ? weights.reduce(0) { $0 + $1.weight } : total)
      var sum = 0.0
      let kept = weights.prefix { candidate in
        defer { sum += candidate.weight }
        return sum < mass
      }
      return Array(kept.isEmpty ? weights.prefix(1) : kept)
    }
  }
}

/// SplitMix64 (Steele, Lea, Flood 2014).
struct SplitMix64 {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }

  /// A number in 0 ..< 1 with 53 random bits.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
