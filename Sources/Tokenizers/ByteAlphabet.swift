/// GPT-2's spelling of bytes: printable Latin-1 stands for itself, the other 68 bytes for U+0100 and up
/// (Radford et al. 2019, `bytes_to_unicode`).
enum ByteAlphabet {
  /// The scalar of each byte.
  static let scalars: [Unicode.Scalar] = {
    var others: UInt32 = 0
    return (0..<256).map { (byte: UInt32) in
      let printable = (0x21...0x7E).contains(byte) || (0xA1...0xAC).contains(byte) || (0xAE...0xFF).contains(byte)
      defer { if !printable { others += 1 } }
      return Unicode.Scalar(printable ? byte : 0x100 + others) ?? "?"
    }
  }()

  /// The byte of each scalar below U+0144, or -1.
  private static let bytes: [Int16] = {
    var bytes = [Int16](repeating: -1, count: 0x144)
    for (byte, scalar) in scalars.enumerated() { bytes[Int(scalar.value)] = Int16(byte) }
    return bytes
  }()

  /// The byte that a scalar stands for, or null.
  static func byte(_ scalar: Unicode.Scalar) -> UInt8? {
    guard scalar.value < 0x144 else { return nil }
    let byte = bytes[Int(scalar.value)]
    return byte < 0 ? nil : UInt8(byte)
  }

  /// The bytes that a token stands for; where it uses any other scalar, its own UTF-8, as `tokenizers` decodes it.
  static func decode(_ token: String) -> [UInt8] {
    var decoded: [UInt8] = []
    for scalar in token.unicodeScalars {
      guard let byte = byte(scalar) else { return Array(token.utf8) }
      decoded.append(byte)
    }
    return decoded
  }

  /// Appends the spelling of one byte, in UTF-8.
  static func append(_ byte: UInt8, to spelling: inout [UInt8]) {
    let value = scalars[Int(byte)].value
    if value < 0x80 {
      spelling.append(UInt8(value))
    } else {
      spelling.append(UInt8(0xC0 | value >> 6))
      spelling.append(UInt8(0x80 | value & 0x3F))
    }
  }
}
