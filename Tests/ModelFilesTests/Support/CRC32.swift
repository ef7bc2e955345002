/// The checksum of zlib, eight bytes at a step.
struct CRC32 {
  private static let tables: [UInt32] = {
    var tables = [UInt32](repeating: 0, count: 8 * 256)
    for byte in 0..<256 {
      var value = UInt32(byte)
      for _ in 0..<8 { value = value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1 }
      tables[byte] = value
    }
    for index in 256..<8 * 256 {
      let before = tables[index - 256]
      tables[index] = before >> 8 ^ tables[Int(before & 255)]
    }
    return tables
  }()

  private var state: UInt32 = 0xFFFF_FFFF

  /// The checksum of what was added.
  var value: UInt32 { ~state }

  mutating func add(_ bytes: UnsafeRawBufferPointer) {
    var crc = state
    Self.tables.withUnsafeBufferPointer { table in
      var offset = 0
      while bytes.count - offset >= 8 {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) ^ UInt64(crc)
        crc = 0
        for step in 0..<8 { crc ^= table[(7 - step) &* 256 &+ Int(word &>> UInt64(step &* 8) & 255)] }
        offset &+= 8
      }
      while offset < bytes.count {
        crc = crc >> 8 ^ table[Int((crc ^ UInt32(bytes[offset])) & 255)]
        offset += 1
      }
    }
    state = crc
  }

  /// The checksum of the bytes of values.
  static func of<T: BitwiseCopyable>(_ values: [T]) -> UInt32 {
    var crc = CRC32()
    values.withUnsafeBytes { crc.add($0) }
    return crc.value
  }

  /// The checksum of texts, each preceded by its length in 64 bits.
  static func of(texts: [String]) -> UInt32 {
    var crc = CRC32()
    for text in texts {
      withUnsafeBytes(of: UInt64(text.utf8.count).littleEndian) { crc.add($0) }
      Array(text.utf8).withUnsafeBytes { crc.add($0) }
    }
    return crc.value
  }
}
