/// Values of whole blocks as float32.
///
/// Every operation is one IEEE operation in the order of the `gguf` package, so results agree bit for bit.
/// - Parameters:
///   - type: a decodable type.
///   - input: `blocks * bytesPerBlock` bytes, in any alignment.
///   - output: `blocks * elementsPerBlock` values, initialised or not.
func decode(_ type: ElementType, _ input: UnsafeRawPointer, blocks: Int, into output: UnsafeMutablePointer<Float>) {
  switch type {
  case .f32: UnsafeMutableRawPointer(output).copyMemory(from: input, byteCount: blocks * 4)
  case .f16: convert(input, blocks, output) { float32(half: $0) }
  case .bf16: convert(input, blocks, output) { (bits: UInt16) in Float(bitPattern: UInt32(bits) << 16) }
  case .f64: convert(input, blocks, output) { (value: Double) in Float(value) }
  case .i64: convert(input, blocks, output) { (value: Int64) in Float(value) }
  case .i32: convert(input, blocks, output) { (value: Int32) in Float(value) }
  case .i16: convert(input, blocks, output) { (value: Int16) in Float(value) }
  case .i8: convert(input, blocks, output) { (value: Int8) in Float(value) }
  case .u64: convert(input, blocks, output) { (value: UInt64) in Float(value) }
  case .u32: convert(input, blocks, output) { (value: UInt32) in Float(value) }
  case .u16: convert(input, blocks, output) { (value: UInt16) in Float(value) }
  case .u8: convert(input, blocks, output) { (value: UInt8) in Float(value) }
  case .bool: convert(input, blocks, output) { (value: UInt8) in value == 0 ? 0 : 1 }
  case .q4_0: decodeQ4(input, blocks, output, hasMinimum: false)
  case .q4_1: decodeQ4(input, blocks, output, hasMinimum: true)
  case .q5_0: decodeQ5(input, blocks, output, hasMinimum: false)
  case .q5_1: decodeQ5(input, blocks, output, hasMinimum: true)
  case .q8_0: decodeQ8(input, blocks, output)
  case .q4K: decodeQ4K(input, blocks, output)
  case .q5K: decodeQ5K(input, blocks, output)
  case .q6K: decodeQ6K(input, blocks, output)
  default: assertionFailure("\(type) is not decodable; callers check")
  }
}

/// As `decode`, rounded to bfloat16 (nearest, ties to even; a NaN stays one).
func decodeToBFloat16(
  _ type: ElementType, _ input: UnsafeRawPointer, blocks: Int, into output: UnsafeMutablePointer<UInt16>
) {
  let elements = type.elementsPerBlock
  let step = 2048 / elements
  withUnsafeTemporaryAllocation(of: Float.self, capacity: step * elements) { buffer in
    guard let piece = buffer.baseAddress else { return }
    var block = 0
    while block < blocks {
      let count = min(step, blocks - block)
      decode(type, input + block * type.bytesPerBlock, blocks: count, into: piece)
      let target = output + block * elements
      for index in 0..<count * elements { target[index] = bfloat16(piece[index]) }
      block += count
    }
  }
}

/// A float32 rounded to bfloat16.
@inline(__always)
private func bfloat16(_ value: Float) -> UInt16 {
  let bits = value.bitPattern
  let rounded = (bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16
  let isNaN = bits & 0x7FFF_FFFF > 0x7F80_0000
  return UInt16(truncatingIfNeeded: isNaN ? bits >> 16 | 0x40 : rounded)
}

/// A half-precision value, without the processor's conversion, which older ones lack.
@inline(__always)
func float32(half: UInt16) -> Float {
  let bits = UInt32(half)
  let magnitude = bits & 0x7FFF
  let normal = magnitude << 13 &+ 0x3800_0000
  let subnormal = (Float(Int32(truncatingIfNeeded: magnitude)) * 0x1p-24).bitPattern
  let special = magnitude << 13 | 0x7F80_0000
  let result = magnitude < 0x0400 ? subnormal : magnitude < 0x7C00 ? normal : special
  return Float(bitPattern: result | (bits & 0x8000) << 16)
}

/// Value by value.
@inline(__always)
private func convert<T: BitwiseCopyable>(
  _ input: UnsafeRawPointer, _ count: Int, _ output: UnsafeMutablePointer<Float>, _ body: (T) -> Float
) {
  for index in 0..<count {
    output[index] = body(input.loadUnaligned(fromByteOffset: index &* MemoryLayout<T>.stride, as: T.self))
  }
}
