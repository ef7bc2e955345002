/// Reads JSON from untrusted bytes in one pass, without building a tree: memory is that of what the caller keeps.
struct JSONScanner {
  let bytes: UnsafeRawBufferPointer
  let path: String
  private(set) var offset = 0
  /// Values inside values that are skipped.
  private static let deepest = 64

  init(_ bytes: UnsafeRawBufferPointer, path: String) {
    self.bytes = bytes
    self.path = path
  }

  /// An object: `member` is called after each key and must read the value. A key that comes twice is an error.
  mutating func object(_ member: (inout JSONScanner, String) throws -> Void) throws {
    var seen: Set<String> = []
    try expect(UInt8(ascii: "{"), "an object")
    if takes(UInt8(ascii: "}")) { return }
    repeat {
      let key = try string()
      guard seen.insert(key).inserted else {
        let message = "\(quoted(key)) comes twice in the header. The file is damaged: fetch it again."
        throw ModelFileError(code: .duplicateName, message: message, path: path)
      }
      try expect(UInt8(ascii: ":"), "a colon")
      try member(&self, key)
    } while takes(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"), "a comma or a closing brace")
  }

  /// An array: `element` must read one value.
  mutating func array(_ element: (inout JSONScanner) throws -> Void) throws {
    try expect(UInt8(ascii: "["), "an array")
    if takes(UInt8(ascii: "]")) { return }
    repeat { try element(&self) } while takes(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"), "a comma or a closing bracket")
  }

  /// A whole number that is not negative.
  mutating func integer() throws -> Int {
    skipSpace()
    let start = offset
    var value = 0
    while offset < bytes.count, case let digit = bytes[offset] &- UInt8(ascii: "0"), digit < 10 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(Int(digit))
      guard !overflow, !carry else {
        let message = "the number at byte \(start) of the header is too large to count with."
        throw ModelFileError(code: .tooLarge, message: message, path: path)
      }
      value = sum
      offset += 1
    }
    guard offset > start, offset == start + 1 || bytes[start] != UInt8(ascii: "0") else {
      throw malformed("a whole number")
    }
    if offset < bytes.count, [UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E")].contains(bytes[offset]) {
      throw malformed("a whole number")
    }
    return value
  }

  /// A text.
  mutating func string() throws -> String {
    try expect(UInt8(ascii: "\""), "a text in quotes")
    let start = offset
    var unescaped: [UInt8]?
    while offset < bytes.count {
      let byte = bytes[offset]
      offset += 1
      switch byte {
      case UInt8(ascii: "\""):
        let text =
          if let unescaped {
            String(validating: unescaped, as: UTF8.self)
          } else {
            String(validating: UnsafeRawBufferPointer(rebasing: bytes[start..<offset - 1]), as: UTF8.self)
          }
        guard let text else {
          let message = "the text at byte \(start) of the header is not UTF-8. The file is damaged: fetch it again."
          throw ModelFileError(code: .invalidText, message: message, path: path)
        }
        return text
      case UInt8(ascii: "\\"):
        if unescaped == nil { unescaped = Array(bytes[start..<offset - 1]) }
        let text = try escape()
        unescaped?.append(contentsOf: text)
      case ..<0x20: throw malformed("a text without control characters")
      default: unescaped?.append(byte)
      }
    }
    throw malformed("the end of a text")
  }

  /// Passes over any value.
  mutating func skip(depth: Int = 0) throws {
    guard depth < Self.deepest else { throw malformed("values nested less than \(Self.deepest) deep") }
    skipSpace()
    guard offset < bytes.count else { throw malformed("a value") }
    switch bytes[offset] {
    case UInt8(ascii: "{"): try object { scanner, _ in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "["): try array { scanner in try scanner.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    default:
      let start = offset
      while offset < bytes.count, Self.isWord(bytes[offset]) { offset += 1 }
      let word = String(decoding: bytes[start..<offset], as: UTF8.self)
      guard ["true", "false", "null"].contains(word) || Double(word)?.isFinite == true else {
        throw malformed("a value")
      }
    }
  }

  /// Nothing but space may follow.
  mutating func end() throws {
    skipSpace()
    guard offset == bytes.count else { throw malformed("the end of the header") }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "E"),
      UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."):
      true
    default: false
    }
  }

  /// What follows a backslash, as UTF-8.
  private mutating func escape() throws -> [UInt8] {
    guard offset < bytes.count else { throw malformed("an escape") }
    let byte = bytes[offset]
    offset += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard remaining(2), bytes[offset] == UInt8(ascii: "\\"), bytes[offset + 1] == UInt8(ascii: "u") else {
          throw malformed("the second half of a surrogate pair")
        }
        offset += 2
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw malformed("the second half of a surrogate pair") }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw malformed("a Unicode character") }
      return Array(String(scalar).utf8)
    default: throw malformed("an escape")
    }
  }

  private mutating func hexadecimal() throws -> UInt32 {
    guard remaining(4) else { throw malformed("four hexadecimal digits") }
    var value: UInt32 = 0
    for byte in bytes[offset..<offset + 4] {
      guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue, byte < 0x80 else {
        throw malformed("four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
    }
    offset += 4
    return value
  }

  private func remaining(_ count: Int) -> Bool { bytes.count - offset >= count }

  private mutating func skipSpace() {
    while offset < bytes.count {
      let byte = bytes[offset]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      offset += 1
    }
  }

  private mutating func takes(_ byte: UInt8) -> Bool {
    skipSpace()
    guard offset < bytes.count, bytes[offset] == byte else { return false }
    offset += 1
    return true
  }

  private mutating func expect(_ byte: UInt8, _ what: String) throws {
    guard takes(byte) else { throw malformed(what) }
  }

  /// An error that names the place.
  func malformed(_ expected: String) -> ModelFileError {
    let message = "byte \(offset) of the header should be \(expected). The file is damaged: fetch it again."
    return ModelFileError(code: .malformed, message: message, path: path)
  }
}
