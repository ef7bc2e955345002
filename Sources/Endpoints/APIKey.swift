internal import Foundation

/// A key that can be sent and cannot be shown: its description, debug description and mirror hold none of it.
struct APIKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What stands before the key in the `Authorization` header.
  enum Scheme: String, Sendable {
    case bearer = "Bearer"
    case deepL = "DeepL-Auth-Key"
  }

  private let secret: String
  /// What stands before it in the header.
  let scheme: Scheme

  /// Below this length a text is a placeholder that servers without keys are given (`EMPTY`), and is no secret.
  private static let shortest = 8

  /// Reads a key from a variable; null where no variable is named.
  /// - Throws: `EndpointError.badKey` where the variable is not set, or holds what cannot be a header's value.
  static func read(
    _ variable: String?, from environment: [String: String], scheme: Scheme = .bearer
  ) throws(EndpointError) -> APIKey? {
    guard let variable else { return nil }
    guard let value = environment[variable]?.trimmingCharacters(in: .whitespacesAndNewlines), !value.isEmpty else {
      throw EndpointError(.badKey, "The environment variable \(variable) is not set: export the server's key in it.")
    }
    guard value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw EndpointError(
        .badKey, "The environment variable \(variable) holds spaces or characters that no key has: set it again.")
    }
    return APIKey(secret: value, scheme: scheme)
  }

  /// The value of the `Authorization` header.
  var authorization: String { "\(scheme.rawValue) \(secret)" }

  /// Whether it ends as keys of DeepL's free plan do, which has a server of its own.
  var isFreeDeepL: Bool { secret.hasSuffix(":fx") }

  /// A text from the server without the key: a server may send back what it was sent.
  func removed(from text: String) -> String {
    secret.utf8.count >= Self.shortest && text.contains(secret)
      ? text.replacingOccurrences(of: secret, with: "[key]") : text
  }

  /// The same for a text that may hold a part of it, such as a server's complaint: any run of 8 of its characters goes.
  func partsRemoved(from text: String) -> String {
    let key = Array(secret.utf8)
    var bytes = Array(text.utf8)
    let length = Self.shortest
    guard key.count >= length, bytes.count >= length else { return text }
    var pieces = Set<ArraySlice<UInt8>>()
    for start in 0...(key.count - length) { pieces.insert(key[start..<start + length]) }
    var hidden = [Bool](repeating: false, count: bytes.count)
    for start in 0...(bytes.count - length) where pieces.contains(bytes[start..<start + length]) {
      for position in start..<start + length { hidden[position] = true }
    }
    for position in bytes.indices where hidden[position] { bytes[position] = UInt8(ascii: "*") }
    return String(decoding: bytes, as: UTF8.self)
  }

  var description: String { "[key]" }
  var debugDescription: String { "[key]" }
  var customMirror: Mirror { Mirror(self, children: [:]) }
}
