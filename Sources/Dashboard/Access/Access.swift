internal import Foundation
internal import HTTPTypes
internal import Hummingbird

/// Who may look, and who is who.
struct Access: Sendable {
  /// Accounts with tokens; null where a dashboard asks for none.
  let tokens: TokenFile?
  let signer: SessionSigner
  let limiter: RateLimiter
  /// The cookie's name: cookies do not know ports, so that the port is in it.
  let cookie: String
  /// Whether the cookie goes over TLS alone.
  let isSecure: Bool

  /// Whether nobody gets in without a token.
  var needsToken: Bool { tokens != nil }

  /// Pages that everybody may see: the door, and what it is drawn with.
  func isOpenToAll(_ path: String) -> Bool {
    path == "/sign-in" || path == "/health" || path.hasPrefix("/assets/")
  }

  /// The account that a token opens; null where there is none.
  func account(token: String) -> Account? { tokens?.account(token: token) }

  /// The account of a name today. Where no token is asked for, everybody is who they say they are and may do everything.
  func account(named name: String) -> Account? {
    if let tokens { return tokens.accounts.first { $0.name == name } }
    return Account.isName(name) ? Account(name: name, role: .admin, tokenHash: nil) : nil
  }

  /// The session that a request's cookie is of; null for none.
  func session(of request: Request) -> SignedIn? {
    request.cookies[cookie].flatMap { signer.session($0.value, account: account(named:)) }
  }

  /// The header that signs somebody in.
  func header(signingIn account: Account) -> String { header(signer.issue(account), seconds: Int(signer.lifetime)) }

  /// The header that signs somebody out.
  var headerSigningOut: String { header("", seconds: 0) }

  private func header(_ value: String, seconds: Int) -> String {
    "\(cookie)=\(value); Path=/; Max-Age=\(seconds); HttpOnly; SameSite=Strict\(isSecure ? "; Secure" : "")"
  }
}
