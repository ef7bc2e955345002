// The K blocks of llama.cpp: 256 values in sub-blocks, whose scales are themselves quantised.

/// The eight 6-bit scales and minima of Q4_K and Q5_K out of 12 bytes.
@inline(__always)
private func scalesAndMinima(_ source: UnsafeRawPointer) -> (scales: SIMD8<UInt8>, minima: SIMD8<UInt8>) {
  let first = source.loadUnaligned(as: SIMD4<UInt8>.self)
  let second = source.loadUnaligned(fromByteOffset: 4, as: SIMD4<UInt8>.self)
  let third = source.loadUnaligned(fromByteOffset: 8, as: SIMD4<UInt8>.self)
  let scales = SIMD8(lowHalf: first & 0x3F, highHalf: third & 0x0F | (first &>> 2) & 0x30)
  let minima = SIMD8(lowHalf: second & 0x3F, highHalf: third &>> 4 | (second &>> 2) & 0x30)
  return (scales, minima)
}

/// Q4_K: d, dmin, 12 bytes of scales and minima, 128 bytes; d sc q - dmin m.
/// 32 bytes hold sub-block 2k in their low and 2k + 1 in their high nibbles.
func decodeQ4K(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>) {
  for block in 0..<blocks {
    let source = input + block &* 144
    let target = output + block &* 256
    let d = float32(half: source.loadUnaligned(as: UInt16.self))
    let dmin = float32(half: source.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    let (scales, minima) = scalesAndMinima(source + 4)
    for pair in 0..<4 {
      let bytes = source.loadUnaligned(fromByteOffset: 16 &+ pair &* 32, as: SIMD32<UInt8>.self)
      let (even, odd) = (pair &* 2, pair &* 2 &+ 1)
      let (lowScale, highScale) = (d * Float(Int32(scales[even])), d * Float(Int32(scales[odd])))
      let (lowMinimum, highMinimum) = (dmin * Float(Int32(minima[even])), dmin * Float(Int32(minima[odd])))
      let values = target + pair &* 64
      for lane in 0..<32 {
        values[lane] = lowScale * Float(Int32(bytes[lane] & 15)) - lowMinimum
        values[lane + 32] = highScale * Float(Int32(bytes[lane] >> 4)) - highMinimum
      }
    }
  }
}

/// Q5_K: d, dmin, 12 bytes of scales and minima, 32 bytes of fifth bits, 128 bytes; d sc q - dmin m.
/// Bit s of fifth byte l belongs to value l of sub-block s.
func decodeQ5K(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>) {
  for block in 0..<blocks {
    let source = input + block &* 176
    let target = output + block &* 256
    let d = float32(half: source.loadUnaligned(as: UInt16.self))
    let dmin = float32(half: source.loadUnaligned(fromByteOffset: 2, as: UInt16.self))
    let (scales, minima) = scalesAndMinima(source + 4)
    let fifth = source.loadUnaligned(fromByteOffset: 16, as: SIMD32<UInt8>.self)
    for pair in 0..<4 {
      let bytes = source.loadUnaligned(fromByteOffset: 48 &+ pair &* 32, as: SIMD32<UInt8>.self)
      let (even, odd) = (pair &* 2, pair &* 2 &+ 1)
      let low = bytes & 15 | ((fifth &>> UInt8(truncatingIfNeeded: even)) & 1) &<< 4
      let high = bytes &>> 4 | ((fifth &>> UInt8(truncatingIfNeeded: odd)) & 1) &<< 4
      let (lowScale, highScale) = (d * Float(Int32(scales[even])), d * Float(Int32(scales[odd])))
      let (lowMinimum, highMinimum) = (dmin * Float(Int32(minima[even])), dmin * Float(Int32(minima[odd])))
      let values = target + pair &* 64
      for lane in 0..<32 {
        values[lane] = lowScale * Float(Int32(low[lane])) - lowMinimum
        values[lane + 32] = highScale * Float(Int32(high[lane])) - highMinimum
      }
    }
  }
}

/// Q6_K: 128 bytes of low nibbles, 64 bytes of upper bit pairs, 16 signed scales, d; d sc (q - 32).
/// Per half of 128 values, group g of 32 has its nibbles in bytes 32 (g % 2)… (low for g < 2, else high) and its
/// upper bits at 2 g of the half's 32 bytes. One scale serves 16 values.
func decodeQ6K(_ input: UnsafeRawPointer, _ blocks: Int, _ output: UnsafeMutablePointer<Float>) {
  for block in 0..<blocks {
    let source = input + block &* 210
    let target = output + block &* 256
    let scales = source.loadUnaligned(fromByteOffset: 192, as: SIMD16<Int8>.self)
    let d = float32(half: source.loadUnaligned(fromByteOffset: 208, as: UInt16.self))
    for half in 0..<2 {
      for group in 0..<4 {
        // The compiler makes vector code of 16 values at a time, not of 32.
        for side in 0..<2 {
          let offset = half &* 64 &+ (group & 1) &* 32 &+ side &* 16
          let nibbles = source.loadUnaligned(fromByteOffset: offset, as: SIMD16<UInt8>.self)
          let upper = source.loadUnaligned(fromByteOffset: 128 &+ half &* 32 &+ side &* 16, as: SIMD16<UInt8>.self)
          let low = group < 2 ? nibbles & 15 : nibbles &>> 4
          let bytes = low | ((upper &>> UInt8(truncatingIfNeeded: group &* 2)) & 3) &<< 4
          let scale = d * Float(Int32(scales[half &* 8 &+ group &* 2 &+ side]))
          let values = target + (half &* 128 &+ group &* 32 &+ side &* 16)
          for lane in 0..<16 { values[lane] = scale * Float(Int32(bytes[lane]) &- 32) }
        }
      }
    }
  }
}
