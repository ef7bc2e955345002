/// Reads little-endian numbers from bytes of unknown honesty: nothing is read past the end.
struct ByteReader {
  let bytes: UnsafeRawBufferPointer
  private(set) var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - position }

  /// Moves over `count` bytes and returns where they start.
  mutating func skip(_ count: Int, _ what: String) throws -> Int {
    guard count >= 0, count <= remaining else {
      throw LanguageIDError.damaged("\(what) needs \(count) bytes and \(remaining) are left")
    }
    defer { position += count }
    return position
  }

  mutating func number<Number: FixedWidthInteger>(_ what: String) throws -> Number {
    let start = try skip(MemoryLayout<Number>.size, what)
    return Number(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: Number.self))
  }

  mutating func int32(_ what: String) throws -> Int { Int(try number(what) as Int32) }
  mutating func int64(_ what: String) throws -> Int { Int(try number(what) as Int64) }

  mutating func flag(_ what: String) throws -> Bool {
    let value: UInt8 = try number(what)
    guard value <= 1 else { throw LanguageIDError.damaged("\(what) is \(value), neither 0 nor 1") }
    return value == 1
  }

  /// Bytes up to a zero byte, which is passed over.
  mutating func terminated(_ what: String) throws -> Range<Int> {
    let start = position
    while position < bytes.count, bytes[position] != 0 { position += 1 }
    guard position < bytes.count else { throw LanguageIDError.damaged("\(what) has no end") }
    position += 1
    return start..<(position - 1)
  }

  /// `rows * columns * size`, or an error where that is no number.
  static func product(_ factors: Int..., what: String) throws -> Int {
    var result = 1
    for factor in factors {
      let (next, overflow) = result.multipliedReportingOverflow(by: factor)
      guard !overflow, next >= 0 else { throw LanguageIDError.damaged("\(what) has an impossible size") }
      result = next
    }
    return result
  }
}
