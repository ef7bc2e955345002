// The legacy blocks of llama.cpp: 32 values with one half-precision scale d and, in the _1 types, a minimum m.
// The first 16 values are the low nibbles of 16 bytes, the last 16 the high ones.

/// Q4_0: d, 16 bytes; d (q - 8). Q4_1: d, m, 16 bytes; d q + m.
@inline(__always)
func decodeQ4(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>, hasMinimum: Bool) {
  let stride = hasMinimum ? 20 : 18
  for block in 0..<blocks {
    let source = input + block &* stride
    let target = output + block &* 32
    let scale = float32(half: source.loadUnaligned(as: UInt16.self))
    let minimum = hasMinimum ? float32(half: source.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) : 0
    let bytes = source.loadUnaligned(fromByteOffset: stride &- 16, as: SIMD16<UInt8>.self)
    for lane in 0..<16 {
      let low = Int32(bytes[lane] & 15)
      let high = Int32(bytes[lane] >> 4)
      if hasMinimum {
        target[lane] = scale * Float(low) + minimum
        target[lane + 16] = scale * Float(high) + minimum
      } else {
        target[lane] = scale * Float(low &- 8)
        target[lane + 16] = scale * Float(high &- 8)
      }
    }
  }
}

/// Q5_0: d, 32 fifth bits, 16 bytes; d (q - 16). Q5_1: d, m, 32 fifth bits, 16 bytes; d q + m.
@inline(__always)
func decodeQ5(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>, hasMinimum: Bool) {
  let stride = hasMinimum ? 24 : 22
  for block in 0..<blocks {
    let source = input + block &* stride
    let target = output + block &* 32
    let scale = float32(half: source.loadUnaligned(as: UInt16.self))
    let minimum = hasMinimum ? float32(half: source.loadUnaligned(fromByteOffset: 2, as: UInt16.self)) : 0
    let fifth = source.loadUnaligned(fromByteOffset: stride &- 20, as: UInt32.self)
    let bytes = source.loadUnaligned(fromByteOffset: stride &- 16, as: SIMD16<UInt8>.self)
    for lane in 0..<16 {
      let shift = UInt32(truncatingIfNeeded: lane)
      let low = Int32(bytes[lane] & 15) | Int32(truncatingIfNeeded: (fifth &>> shift & 1) << 4)
      let high = Int32(bytes[lane] >> 4) | Int32(truncatingIfNeeded: (fifth &>> (shift &+ 16) & 1) << 4)
      if hasMinimum {
        target[lane] = scale * Float(low) + minimum
        target[lane + 16] = scale * Float(high) + minimum
      } else {
        target[lane] = scale * Float(low &- 16)
        target[lane + 16] = scale * Float(high &- 16)
      }
    }
  }
}

/// Q8_0: d, 32 signed bytes; q d.
func decodeQ8(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>) {
  for block in 0..<blocks {
    let source = input + block &* 34
    let target = output + block &* 32
    let scale = float32(half: source.loadUnaligned(as: UInt16.self))
    let bytes = source.loadUnaligned(fromByteOffset: 2, as: SIMD32<Int8>.self)
    for lane in 0..<32 { target[lane] = Float(Int32(bytes[lane])) * scale }
  }
}
