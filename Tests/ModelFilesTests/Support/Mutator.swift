/// A small generator with a state that can be written down (SplitMix64, Steele et al. 2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
    return value ^ value >> 31
  }
}

/// Damages files in the ways that break readers.
struct Mutator {
  /// What the bytes are, for damage that keeps enough of the form to get deep into a reader.
  enum Format: String, CaseIterable { case gguf, safetensors }

  let format: Format
  var random: SplitMix64

  /// One damaged file: a seed after one to four steps.
  mutating func mutate(_ seeds: [[UInt8]]) -> [UInt8] {
    guard var bytes = seeds.randomElement(using: &random) else { return [] }
    for _ in 0..<Int.random(in: 1...4, using: &random) { step(&bytes, seeds) }
    if format == .safetensors, Bool.random(using: &random) { repairLength(&bytes) }
    return bytes
  }

  private mutating func step(_ bytes: inout [UInt8], _ seeds: [[UInt8]]) {
    guard !bytes.isEmpty else { return bytes.append(UInt8.random(in: 0...255, using: &random)) }
    switch Int.random(in: 0..<(format == .safetensors ? 13 : 10), using: &random) {
    case 0: bytes[place(bytes)] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    case 1: bytes[place(bytes)] = [0, 1, 0x7F, 0x80, 0xC0, 0xFF].randomElement(using: &random) ?? 0
    case 2: bytes[place(bytes)] = UInt8.random(in: 0...255, using: &random)
    case 3, 4: overwriteInteger(&bytes)
    case 5: bytes.removeLast(Int.random(in: 1...bytes.count, using: &random))
    case 6: bytes += (0..<Int.random(in: 1...64, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
    case 7: bytes.removeSubrange(range(bytes))
    case 8: bytes.insert(contentsOf: Array(bytes[range(bytes)]), at: place(bytes))
    case 9:
      let other = seeds.randomElement(using: &random) ?? []
      bytes = Array(bytes.prefix(place(bytes)) + other.suffix(Int.random(in: 0...other.count, using: &random)))
    case 10, 11: replaceNumber(&bytes)
    default: bytes.insert(contentsOf: Array(token().utf8), at: place(bytes))
    }
  }

  private mutating func place(_ bytes: [UInt8]) -> Int { Int.random(in: 0..<bytes.count, using: &random) }

  private mutating func range(_ bytes: [UInt8]) -> Range<Int> {
    let start = place(bytes)
    return start..<min(bytes.count, start + Int.random(in: 1...40, using: &random))
  }

  /// A number at the edge of something.
  private mutating func edge(_ size: Int) -> UInt64 {
    let edges: [UInt64] = [
      0, 1, 2, 3, 4, 31, 32, 33, 255, 256, 65535, 65536, 1 << 31, 1 << 31 - 1, 1 << 32 - 1, 1 << 32, 1 << 40,
      1 << 61, 1 << 62, 1 << 63, 1 << 63 - 1, .max, .max - 7, .max - 31, UInt64(size), UInt64(size) + 1,
      UInt64(max(1, size)) - 1, 100_000_000, 100_000_001,
    ]
    return edges.randomElement(using: &random) ?? 0
  }

  private mutating func overwriteInteger(_ bytes: inout [UInt8]) {
    let width = [1, 2, 4, 8].randomElement(using: &random) ?? 8
    let start = place(bytes)
    let value = edge(bytes.count)
    for index in 0..<width where start + index < bytes.count {
      bytes[start + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  /// Another number in the place of one that is written in digits.
  private mutating func replaceNumber(_ bytes: inout [UInt8]) {
    let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
    let start = place(bytes)
    guard let first = bytes[start...].firstIndex(where: digits.contains) else { return }
    let end = bytes[first...].firstIndex { !digits.contains($0) } ?? bytes.count
    bytes.replaceSubrange(first..<end, with: Array(String(edge(bytes.count)).utf8))
  }

  private mutating func token() -> String {
    let tokens = [
      "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\ud800", "\\udc00", "null", "-1", "1e9", "0.5", " ", "\n",
      "\"dtype\":\"F32\",", "\"shape\":[1],", "\"__metadata__\":{},", "[[[[[[[[", "{\"a\":{\"a\":{\"a\":",
      "99999999999999999999", "\"Q4_K\"", "\"F6_E2M3\"", "\u{FEFF}",
    ]
    return tokens.randomElement(using: &random) ?? ""
  }

  /// Makes the header's length true again, so that damage inside the header is reached: up to the last brace, or up
  /// to the end, where the header may break off anywhere.
  private mutating func repairLength(_ bytes: inout [UInt8]) {
    guard bytes.count > 9 else { return }
    let brace = bytes.lastIndex(of: UInt8(ascii: "}")) ?? 0
    let end = brace < 8 || Int.random(in: 0..<4, using: &random) == 0 ? bytes.count : brace + 1
    let length = UInt64(end - 8)
    for index in 0..<8 { bytes[index] = UInt8(truncatingIfNeeded: length >> UInt64(8 * index)) }
  }
}
