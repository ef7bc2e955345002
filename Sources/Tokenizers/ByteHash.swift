/// A hash of short byte strings, for the tables of this module. Not seeded: ids must not depend on the run.
@inline(__always)
func byteHash(_ pointer: UnsafePointer<UInt8>, _ count: Int) -> UInt64 {
  var hash = 0x9E37_79B9_7F4A_7C15 ^ UInt64(truncatingIfNeeded: count)
  let raw = UnsafeRawPointer(pointer)
  var index = 0
  while index + 8 <= count {
    hash = mix(hash ^ raw.loadUnaligned(fromByteOffset: index, as: UInt64.self))
    index += 8
  }
  var tail: UInt64 = 0
  while index < count {
    tail = tail << 8 | UInt64(pointer[index])
    index += 1
  }
  return mix(hash ^ tail)
}

/// Spreads the bits of a word (the multiply-and-fold step of wyhash).
@inline(__always)
func mix(_ word: UInt64) -> UInt64 {
  let product = word.multipliedFullWidth(by: 0xA076_1D64_78BD_642F)
  return product.high ^ product.low
}
