internal import Foundation

/// Where a served model is: `http://HOST[:PORT]/v1#NAME`. Any base URL will do; `/chat/completions` is put after it.
public struct EndpointAddress: Hashable, Sendable, CustomStringConvertible {
  /// The base URL without a slash at its end: `https://api.example.org/v1`.
  public let base: String
  /// The model's name, as the server knows it; it may hold any character.
  public let model: String
  /// Host, with the port where one was given: for messages.
  public let host: String

  /// Whether a text given as a model's name is meant as an address.
  public static func isAddress(_ text: String) -> Bool {
    let start = text.prefix(8).lowercased()
    return start.hasPrefix("http://") || start.hasPrefix("https://")
  }

  /// Reads an address.
  /// - Throws: `EndpointError.badAddress` where a part is missing, or where the URL could carry a secret (a user name, a
  ///   password, a query): an address is stored in run files and shown.
  public init(_ text: String) throws(EndpointError) {
    let example = "write http://HOST:PORT/v1#NAME"
    guard Self.isAddress(text) else {
      throw EndpointError(.badAddress, "This is no http or https address of a model: \(example).")
    }
    guard let hash = text.firstIndex(of: "#") else {
      throw EndpointError(.badAddress, "The address names no model: \(example).")
    }
    var base = String(text[..<hash])
    while base.hasSuffix("/") { base.removeLast() }
    if let colon = base.firstIndex(of: ":") { base = base[..<colon].lowercased() + base[colon...] }
    let model = String(text[text.index(after: hash)...])
    guard !model.isEmpty, !model.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
      throw EndpointError(.badAddress, "The address names no model after `#`: \(example).")
    }
    guard base.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), let parts = URLComponents(string: base),
      let host = parts.host, !host.isEmpty, (1...65535).contains(parts.port ?? 1)
    else { throw EndpointError(.badAddress, "The address before `#` is no URL with a host: \(example).") }
    guard parts.user == nil, parts.password == nil, parts.query == nil else {
      throw EndpointError(
        .badAddress,
        "The address holds a user name, password or query, and addresses are stored: \(example), "
          + "and give a key by an environment variable.")
    }
    self.base = base
    self.model = model
    self.host = parts.port.map { "\(host):\($0)" } ?? host
  }

  /// The address as it was given.
  public var description: String { "\(base)#\(model)" }
}
