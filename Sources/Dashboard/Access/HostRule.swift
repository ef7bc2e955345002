internal import Foundation

/// Under which names a dashboard answers: a page of another site whose name is made to point here (DNS rebinding) asks
/// under a name that is not one of these.
struct HostRule: Sendable {
  /// Host names in lower case, without port.
  let hosts: Set<String>
  /// Whether an address in numbers is taken for one of its own: others reach it by one. A rebound name is never one.
  private let takesAddresses: Bool
  /// The origin that a proxy in front of it has, as a browser writes it; null without one.
  let origin: String?

  /// - Parameters:
  ///   - address: what the server is bound to.
  ///   - origin: `https://dash.example.org`.
  init(address: String, origin: URL? = nil) throws {
    var names: Set = ["localhost", "127.0.0.1", "::1"]
    if !Self.isAny(address) { names.insert(address.lowercased()) }
    takesAddresses = !Self.isLoopback(address)
    if let origin {
      guard let scheme = origin.scheme?.lowercased(), ["http", "https"].contains(scheme),
        let host = origin.host()?.lowercased(), origin.path().isEmpty || origin.path() == "/", origin.query() == nil,
        origin.user() == nil
      else {
        throw DashboardError(.badAddress, "An origin is a scheme and a host, such as https://dash.example.org.")
      }
      names.insert(host)
      self.origin = "\(scheme)://\(host)" + (origin.port.map { ":\($0)" } ?? "")
    } else {
      self.origin = nil
    }
    hosts = names
  }

  /// Whether only this machine reaches an address.
  static func isLoopback(_ address: String) -> Bool {
    let parts = address.split(separator: ".", omittingEmptySubsequences: false)
    let isFour = parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
    return isFour || address == "::1" || address.lowercased() == "localhost"
  }

  private static func isAny(_ address: String) -> Bool { ["0.0.0.0", "::", "*", ""].contains(address) }

  /// Whether a request's `Host` is a name of this dashboard.
  func allows(host authority: String?) -> Bool {
    guard let name = authority.flatMap(Self.name) else { return false }
    return hosts.contains(name) || (takesAddresses && Self.isAddress(name))
  }

  private static func isAddress(_ name: String) -> Bool {
    let parts = name.split(separator: ".", omittingEmptySubsequences: false)
    return (parts.count == 4 && parts.allSatisfy { UInt8($0) != nil })
      || (name.contains(":") && name.allSatisfy { $0.isHexDigit || $0 == ":" })
  }

  /// Whether a request that changes something comes from this dashboard's own pages: its `Origin` is the one that it was
  /// sent to. A request without `Origin` is taken where the browser says that it comes from the same origin.
  func allows(origin: String?, fetchSite: String?, authority: String?) -> Bool {
    if let fetchSite, fetchSite != "same-origin", fetchSite != "none" { return false }
    guard let origin else { return fetchSite == "same-origin" }
    if origin == self.origin { return true }
    guard let authority, allows(host: authority) else { return false }
    return origin == "http://\(authority.lowercased())"
  }

  /// A host's name without its port, in lower case; null where it is no host.
  static func name(_ authority: String) -> String? {
    let text = authority.lowercased()
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      let rest = text[text.index(after: end)...]
      guard rest.isEmpty || isPort(rest) else { return nil }
      return String(text[text.index(after: text.startIndex)..<end])
    }
    guard let colon = text.firstIndex(of: ":") else { return text.isEmpty ? nil : text }
    return isPort(text[colon...]) && colon > text.startIndex ? String(text[..<colon]) : nil
  }

  private static func isPort(_ text: Substring) -> Bool {
    text.hasPrefix(":") && text.dropFirst().allSatisfy { $0.isASCII && $0.isNumber } && text.utf8.count <= 6
  }
}
