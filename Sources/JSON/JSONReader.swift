/// JSON that is not what its reader expects. It says no more: who has to tell a person what is wrong reads the text again
/// with a decoder.
public struct JSONFault: Error {
  /// A fault.
  public init() {}
}

/// Reads JSON in one pass, without a tree of values: for what is read with every request or answer.
///
/// Syntax is checked throughout, also in values that are skipped. Of two members of one name the later counts.
public struct JSONReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  /// Values inside values that are skipped.
  private static let deepest = 64

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  /// What `body` reads in a whole text; null where it is not what `body` expects, or more follows.
  public static func read<Value>(
    _ text: String, _ body: (inout JSONReader) throws(JSONFault) -> Value
  ) -> Value? {
    var text = text
    return text.withUTF8 { read($0, body) }
  }

  /// The same for bytes of unknown origin.
  public static func read<Value>(
    _ bytes: [UInt8], _ body: (inout JSONReader) throws(JSONFault) -> Value
  ) -> Value? {
    bytes.withUnsafeBufferPointer { read($0, body) }
  }

  private static func read<Value>(
    _ bytes: UnsafeBufferPointer<UInt8>, _ body: (inout JSONReader) throws(JSONFault) -> Value
  ) -> Value? {
    var reader = JSONReader(bytes)
    do throws(JSONFault) {
      let value = try body(&reader)
      reader.skipSpace()
      return reader.at == bytes.count ? value : nil
    } catch {
      return nil
    }
  }

  /// An object: `member` is called after each name, and must read the value.
  public mutating func object(
    _ member: (inout JSONReader, String) throws(JSONFault) -> Void
  ) throws(JSONFault) {
    try expect(UInt8(ascii: "{"))
    if takes(UInt8(ascii: "}")) { return }
    repeat {
      skipSpace()
      let name = try string()
      try expect(UInt8(ascii: ":"))
      try member(&self, name)
    } while takes(UInt8(ascii: ","))
    try expect(UInt8(ascii: "}"))
  }

  /// An array: `element` must read one value.
  @discardableResult
  public mutating func array<Element>(
    _ element: (inout JSONReader) throws(JSONFault) -> Element
  ) throws(JSONFault) -> [Element] {
    var elements: [Element] = []
    try expect(UInt8(ascii: "["))
    if takes(UInt8(ascii: "]")) { return elements }
    repeat { elements.append(try element(&self)) } while takes(UInt8(ascii: ","))
    try expect(UInt8(ascii: "]"))
    return elements
  }

  /// Whether `null` stands here, which is then read.
  public mutating func null() throws(JSONFault) -> Bool {
    skipSpace()
    guard at < bytes.count, bytes[at] == UInt8(ascii: "n") else { return false }
    guard takesWord("null") else { throw JSONFault() }
    return true
  }

  /// `true` or `false`.
  public mutating func boolean() throws(JSONFault) -> Bool {
    skipSpace()
    if takesWord("true") { return true }
    guard takesWord("false") else { throw JSONFault() }
    return false
  }

  /// A number without fraction and exponent.
  public mutating func integer() throws(JSONFault) -> Int {
    guard let value = Int(try number()) else { throw JSONFault() }
    return value
  }

  /// A finite number.
  public mutating func double() throws(JSONFault) -> Double {
    guard let value = Double(try number()), value.isFinite else { throw JSONFault() }
    return value
  }

  /// A text.
  public mutating func string() throws(JSONFault) -> String {
    try expect(UInt8(ascii: "\""))
    // What stands before the run of plain bytes that begins at `run`, without escapes.
    var before: [UInt8] = []
    var run = at
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        let rest = UnsafeBufferPointer(rebasing: bytes[run..<at - 1])
        let isPlain = before.isEmpty
        if !isPlain { before.append(contentsOf: rest) }
        let text =
          isPlain ? String(validating: rest, as: UTF8.self) : String(validating: before, as: UTF8.self)
        guard let text else { throw JSONFault() }
        return text
      case UInt8(ascii: "\\"):
        before.append(contentsOf: UnsafeBufferPointer(rebasing: bytes[run..<at - 1]))
        before.append(contentsOf: String(try escaped()).utf8)
        run = at
      case ..<0x20: throw JSONFault()
      default: break
      }
    }
    throw JSONFault()
  }

  /// A text that is often the same as the one before: `known` where it is equal, so that it takes memory once.
  public mutating func string(sharing known: inout String) throws(JSONFault) -> String {
    let text = try string()
    // Bytes are compared: texts that are equal by Unicode may be spelt in two ways.
    if !text.utf8.elementsEqual(known.utf8) { known = text }
    return known
  }

  /// Passes over any value.
  public mutating func skip() throws(JSONFault) { try skip(depth: 0) }

  private mutating func skip(depth: Int) throws(JSONFault) {
    skipSpace()
    guard depth < Self.deepest, at < bytes.count else { throw JSONFault() }
    switch bytes[at] {
    case UInt8(ascii: "{"):
      try object { (reader, _) throws(JSONFault) in try reader.skip(depth: depth + 1) }
    case UInt8(ascii: "["):
      try array { (reader) throws(JSONFault) in try reader.skip(depth: depth + 1) }
    case UInt8(ascii: "\""): _ = try string()
    case UInt8(ascii: "n"): _ = try null()
    case UInt8(ascii: "t"), UInt8(ascii: "f"): _ = try boolean()
    default: _ = try number()
    }
  }

  /// The letters of a number.
  private mutating func number() throws(JSONFault) -> String {
    skipSpace()
    let start = at
    if at < bytes.count, bytes[at] == UInt8(ascii: "-") { at += 1 }
    let leading = at
    try digits()
    guard at == leading + 1 || bytes[leading] != UInt8(ascii: "0") else { throw JSONFault() }
    if at < bytes.count, bytes[at] == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if at < bytes.count, bytes[at] | 0x20 == UInt8(ascii: "e") {
      at += 1
      if at < bytes.count, bytes[at] == UInt8(ascii: "+") || bytes[at] == UInt8(ascii: "-") { at += 1 }
      try digits()
    }
    return String(decoding: UnsafeBufferPointer(rebasing: bytes[start..<at]), as: UTF8.self)
  }

  /// One digit or more.
  private mutating func digits() throws(JSONFault) {
    let start = at
    while at < bytes.count, bytes[at] &- UInt8(ascii: "0") < 10 { at += 1 }
    guard at > start else { throw JSONFault() }
  }

  /// What follows a backslash.
  private mutating func escaped() throws(JSONFault) -> Unicode.Scalar {
    guard at < bytes.count else { throw JSONFault() }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code) {
        guard takesByte(UInt8(ascii: "\\")), takesByte(UInt8(ascii: "u")) else { throw JSONFault() }
        let low = try hexadecimal()
        guard (0xDC00..<0xE000).contains(low) else { throw JSONFault() }
        code = 0x10000 + (code - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let scalar = Unicode.Scalar(code) else { throw JSONFault() }
      return scalar
    default: throw JSONFault()
    }
  }

  /// Four hexadecimal digits.
  private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
    guard bytes.count - at >= 4 else { throw JSONFault() }
    var value: UInt32 = 0
    for byte in bytes[at..<at + 4] {
      let digit: UInt8
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digit = byte - UInt8(ascii: "0")
      case UInt8(ascii: "a")...UInt8(ascii: "f"): digit = byte - UInt8(ascii: "a") + 10
      case UInt8(ascii: "A")...UInt8(ascii: "F"): digit = byte - UInt8(ascii: "A") + 10
      default: throw JSONFault()
      }
      value = value << 4 | UInt32(digit)
    }
    at += 4
    return value
  }

  private mutating func skipSpace() {
    while at < bytes.count {
      let byte = bytes[at]
      guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return }
      at += 1
    }
  }

  private mutating func takesByte(_ byte: UInt8) -> Bool {
    guard at < bytes.count, bytes[at] == byte else { return false }
    at += 1
    return true
  }

  private mutating func takes(_ byte: UInt8) -> Bool {
    skipSpace()
    return takesByte(byte)
  }

  private mutating func takesWord(_ word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard bytes.count - at >= count,
      UnsafeBufferPointer(rebasing: bytes[at..<at + count]).elementsEqual(
        UnsafeBufferPointer(start: word.utf8Start, count: count))
    else { return false }
    at += count
    return true
  }

  private mutating func expect(_ byte: UInt8) throws(JSONFault) {
    guard takes(byte) else { throw JSONFault() }
  }
}
