internal import Foundation
internal import IsoglossDigests

/// The fields of a query or of a form (`application/x-www-form-urlencoded`): of two of one name the last one counts.
struct FormFields: Sendable {
  private(set) var values: [String: String] = [:]

  init() {}

  /// Reads what is between `?` and the end. Anything is read: what is no escape stays as it is, and bytes that are no
  /// UTF-8 are replaced.
  init(_ text: some StringProtocol) {
    for pair in text.split(separator: "&").prefix(200) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      values[Self.unescape(parts[0])] = parts.count > 1 ? Self.unescape(parts[1]) : ""
    }
  }

  /// A field that is there and not empty.
  subscript(_ name: String) -> String? {
    get { values[name].flatMap { $0.isEmpty ? nil : $0 } }
    set { values[name] = newValue }
  }

  /// A whole number from 0; null for anything else.
  func number(_ name: String) -> Int? {
    self[name].flatMap { $0.utf8.count <= 9 ? Int($0) : nil }.flatMap { $0 >= 0 ? $0 : nil }
  }

  /// The fields as a query, sorted by name, without empty ones.
  var query: String {
    values.filter { !$0.value.isEmpty }.sorted { $0.key < $1.key }
      .map { "\(Self.escape($0.key))=\(Self.escape($0.value))" }.joined(separator: "&")
  }

  /// A text for a place in a query.
  static func escape(_ text: String) -> String {
    var found = ""
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x2F, 0x7E:
        found.unicodeScalars.append(Unicode.Scalar(byte))
      default: found += "%" + Hex.of([byte]).uppercased()
      }
    }
    return found
  }

  private static func unescape(_ text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      if byte == 0x25, rest.count >= 2, let high = digit(rest[rest.startIndex]),
        let low = digit(rest[rest.startIndex + 1])
      {
        bytes.append(high << 4 | low)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte == 0x2B ? 0x20 : byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x41 + 10
    case 0x61...0x66: byte - 0x61 + 10
    default: nil
    }
  }
}
