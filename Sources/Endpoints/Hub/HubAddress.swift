internal import Foundation

/// Where the Hub is: `HF_ENDPOINT`, else the public one.
struct HubAddress: Sendable {
  /// The base URL without a slash at its end.
  let base: String
  private let root: URL

  /// Reads the address from the environment.
  /// - Throws: `EndpointError.badAddress` where it is no http(s) URL, or holds a secret.
  init(environment: [String: String]) throws(EndpointError) {
    var base = environment["HF_ENDPOINT"] ?? ""
    if base.isEmpty { base = "https://huggingface.co" }
    while base.hasSuffix("/") { base.removeLast() }
    guard EndpointAddress.isAddress(base), base.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
      let parts = URLComponents(string: base), let url = parts.url, parts.host?.isEmpty == false
    else { throw EndpointError(.badAddress, "HF_ENDPOINT is no http or https address with a host.") }
    guard parts.user == nil, parts.password == nil, parts.query == nil, parts.fragment == nil else {
      throw EndpointError(
        .badAddress, "HF_ENDPOINT holds a user name, password or query: give a token in HF_TOKEN instead.")
    }
    self.base = base
    root = url
  }

  /// Host, with the port where one was given: for messages.
  var host: String { (root.host ?? "") + (root.port.map { ":\($0)" } ?? "") }

  /// Whether a token that is sent there can be read on the way.
  var isOpen: Bool {
    root.scheme?.lowercased() == "http" && !["127.0.0.1", "localhost", "::1", "[::1]"].contains(root.host ?? "")
  }

  /// Whether an address is on the Hub itself, and may be sent the token: same scheme, host and port.
  func owns(_ other: URL) -> Bool {
    func origin(_ url: URL) -> [String] {
      let scheme = url.scheme?.lowercased() ?? ""
      return [scheme, url.host?.lowercased() ?? "", String(url.port ?? (scheme == "https" ? 443 : 80))]
    }
    return origin(root) == origin(other)
  }

  /// The address of a path whose parts are escaped here.
  func url(_ parts: [String], query: String = "") throws(EndpointError) -> URL {
    // What RFC 3986 calls unreserved.
    let plain = CharacterSet(charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
    let path = parts.map { $0.addingPercentEncoding(withAllowedCharacters: plain) ?? "" }.joined(separator: "/")
    guard let url = URL(string: "\(base)/\(path)\(query)") else {
      throw EndpointError(.badAddress, "\(base) cannot be asked for \(path).")
    }
    return url
  }

  /// Where a reply sends to.
  /// - Throws: `EndpointError.redirect` for what is no address, or one that gives up encryption.
  func target(of location: String?, from url: URL) throws(EndpointError) -> URL {
    guard let location, let target = URL(string: location, relativeTo: url)?.absoluteURL,
      let scheme = target.scheme?.lowercased(), scheme == "https" || scheme == "http", target.host?.isEmpty == false
    else { throw EndpointError(.redirect, "\(host) sends elsewhere, and not to an address that can be asked.") }
    guard scheme == "https" || url.scheme?.lowercased() == "http" else {
      throw EndpointError(.redirect, "\(host) sends from https to http (\(target.host ?? "")): not followed.")
    }
    return target
  }
}
