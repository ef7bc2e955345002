/// What a reply's status means for the request, and for the run.
enum ReplyStatus {
  /// An answer, to be read.
  case answer
  /// Too much to do (429, 503, 529): worth another attempt, and a smaller window.
  case refusal
  /// The server's trouble: worth another attempt.
  case passing(String)
  /// The request's own fault: no attempt will help, other requests may do better.
  case lasting(String)
  /// No request can succeed.
  case fatal(EndpointError)

  /// Reads a reply that came from `address`. The server's own words are shown without any part of the key, and not at
  /// all where they are about the key. `proven` tells that this server has answered before: what is then not found is
  /// one request's failure and not the run's.
  static func read(_ reply: Reply, from address: EndpointAddress, key: APIKey?, proven: Bool) -> ReplyStatus {
    var words: String {
      guard let text = Complaints.message(in: reply.body) else { return "" }
      return ": " + (key?.partsRemoved(from: text) ?? text)
    }
    switch reply.status {
    case 200..<300:
      return .answer
    case 300..<400:
      return .fatal(
        EndpointError(
          .redirect, "\(address.host) sends elsewhere (status \(reply.status)): give the address that it sends to."))
    case 401,
      403 where key?.scheme == .deepL:
      return .fatal(
        EndpointError(
          .unauthorized,
          key == nil
            ? "\(address.host) wants a key: put it in an environment variable and name the variable."
            : "\(address.host) does not accept the key: check the environment variable that holds it."))
    case 402:
      return .fatal(
        EndpointError(.quota, "\(address.host) wants payment (status 402)\(words). What is answered stays recorded."))
    case 456:
      return .fatal(
        EndpointError(
          .quota,
          "The quota of \(address.host) is used up (status 456)\(words). What is translated stays recorded: raise the quota "
            + "or wait for the next period, and run the same command again."))
    case 404 where !proven, 405 where !proven:
      return .fatal(
        EndpointError(
          .notFound,
          "\(address.base) has no model \(address.model), or does not speak this protocol (status \(reply.status))"
            + "\(words). Check the address\(address.hint) and the name."))
    case 429, 503, 529:
      return .refusal
    case 408, 409, 425, 500...:
      return .passing("status \(reply.status)\(words)")
    default:
      return .lasting("status \(reply.status)\(words)")
    }
  }
}

extension EndpointAddress {
  /// What an address without the path that most servers have may lack.
  fileprivate var hint: String { base.hasSuffix("/v1") ? "" : " (most servers have a path: \(base)/v1)" }
}
