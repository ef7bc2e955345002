internal import Foundation
internal import IsoglossDigests

/// Somebody signed in.
struct SignedIn: Sendable {
  /// Who.
  let account: Account
  /// What a form must bring to be this session's.
  let csrf: String
}

/// Sessions that are kept by the browser alone: a name, an end and a nonce under a MAC. They outlive the server, so that
/// nobody who is annotating is signed out by its death; an account that leaves the token file, or gets another token,
/// has no session any more.
struct SessionSigner: Sendable {
  /// 256 bits.
  let key: [UInt8]
  /// Seconds that a session lasts.
  var lifetime = 12.0 * 3600

  /// The cookie's value for somebody who signs in.
  func issue(_ account: Account, now: Date = .now) -> String {
    let end = Int(now.timeIntervalSince1970 + lifetime)
    let body = "\(account.name)~\(end)~\(Secret.token().prefix(32))"
    return "\(body)~\(mac("session", body, account))"
  }

  /// The session of a cookie; null for one that was not issued here, is over, or is of nobody.
  /// - Parameter account: the account of a name today.
  func session(_ cookie: String, now: Date = .now, account: (String) -> Account?) -> SignedIn? {
    let parts = cookie.split(separator: "~", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, let end = Int(parts[1]), now.timeIntervalSince1970 < Double(end),
      let found = account(parts[0])
    else { return nil }
    let body = parts.prefix(3).joined(separator: "~")
    guard Self.same(parts[3], mac("session", body, found)) else { return nil }
    return SignedIn(account: found, csrf: mac("form", body, found))
  }

  /// Whether two texts are the same, in time that depends on their lengths alone.
  static func same(_ a: String, _ b: String) -> Bool {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    return a.count == b.count && zip(a, b).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
  }

  private func mac(_ purpose: String, _ body: String, _ account: Account) -> String {
    let text = "isogloss \(purpose)\n\(body)\n\(account.tokenHash ?? "open")"
    return Hex.of(MessageCode.sha256(Data(text.utf8), key: key))
  }
}
