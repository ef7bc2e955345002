/// JSON as bytes, written in one pass: for what is written with every request or answer, where an encoder's detours cost
/// more than the text. Members come in the order of writing, so equal values have equal bytes.
public struct JSONWriter: Sendable {
  /// What is written so far.
  public private(set) var bytes: [UInt8] = []
  private var needsComma = false

  /// An empty text.
  /// - Parameter capacity: bytes that are kept ready.
  public init(capacity: Int = 256) { bytes.reserveCapacity(capacity) }

  /// The text so far.
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// An object, whose members the closure writes.
  public mutating func object(_ members: (inout JSONWriter) -> Void) {
    bytes.append(UInt8(ascii: "{"))
    needsComma = false
    members(&self)
    bytes.append(UInt8(ascii: "}"))
    needsComma = true
  }

  /// An array, each of whose elements the closure writes.
  public mutating func array<Element>(_ elements: [Element], _ write: (inout JSONWriter, Element) -> Void) {
    bytes.append(UInt8(ascii: "["))
    for (position, element) in elements.enumerated() {
      if position > 0 { bytes.append(UInt8(ascii: ",")) }
      write(&self, element)
    }
    bytes.append(UInt8(ascii: "]"))
    needsComma = true
  }

  /// A member's name; its value is written next.
  public mutating func key(_ name: String) {
    if needsComma { bytes.append(UInt8(ascii: ",")) }
    string(name)
    bytes.append(UInt8(ascii: ":"))
    needsComma = true
  }

  /// A member that is a text.
  public mutating func member(_ name: String, _ value: String) {
    key(name)
    string(value)
  }

  /// A member that is JSON already: a number, `true`.
  public mutating func member(_ name: String, raw value: String) {
    key(name)
    bytes.append(contentsOf: value.utf8)
  }

  /// A text. Characters beyond ASCII stand as they are.
  public mutating func string(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    var text = text
    text.withUTF8 { all in
      // What needs no escape goes in runs.
      var start = 0
      for at in all.indices where all[at] < 0x20 || all[at] == UInt8(ascii: "\"") || all[at] == UInt8(ascii: "\\") {
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: all[start..<at]))
        escape(all[at])
        start = at + 1
      }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: all[start...]))
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    bytes.append(UInt8(ascii: "\\"))
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes.append(byte)
    case 0x0A: bytes.append(UInt8(ascii: "n"))
    default:
      bytes.append(contentsOf: "u00".utf8)
      for digit in [byte >> 4, byte & 15] {
        bytes.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
      }
    }
  }
}
