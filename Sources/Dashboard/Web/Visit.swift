internal import Hummingbird

/// One request on its way: who asks, as far as that is known.
struct Visit: RequestContext {
  var coreContext: CoreRequestContextStorage
  /// The address that the connection comes from; empty where it has none.
  let peer: String
  /// Who is signed in; null for nobody.
  var session: SignedIn?

  init(source: ApplicationRequestContextSource) {
    coreContext = .init(source: source)
    peer = source.channel.remoteAddress?.ipAddress ?? ""
  }

  /// Forms and notes are short.
  var maxUploadSize: Int { 256 * 1024 }

  /// Whom a limit counts for: an account, or the address of somebody who has none.
  var key: String { session.map { "account \($0.account.name)" } ?? "address \(peer)" }

  /// Whether this visitor may do what a role may.
  func may(_ role: Account.Role) -> Bool { session.map { $0.account.role >= role } == true }
}
