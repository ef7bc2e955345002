/// Why a server cannot be used at all, and what to do next. A single request that fails is a value, not this error.
public struct EndpointError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable, CaseIterable {
    /// The address is not `http(s)://HOST[:PORT][/PATH]#NAME`, or holds a secret.
    case badAddress
    /// A setting is outside what it may be.
    case badOption
    /// The key's variable is not set, or does not hold a key.
    case badKey
    /// The server does not accept the key, or none was given.
    case unauthorized
    /// The account behind the key has nothing left to spend.
    case quota
    /// The server has no such path or no such model.
    case notFound
    /// The server's certificate is wrong, or TLS cannot be agreed on.
    case certificate
    /// The server sends elsewhere.
    case redirect
    /// The server cannot do what was asked: no echo, no log-probabilities.
    case unsupported
    /// Nothing answers at the address, and nothing ever did.
    case unreachable
    /// A request of a call that has no other way to tell failed for good.
    case requestFailed
    /// Bytes that are not those which the server lists.
    case damaged
    /// A file or folder here cannot be read or written.
    case file
  }
  /// Kind of failure.
  public let code: Code
  /// What happened and what to do next; never holds a key.
  public let message: String
  /// The error below, where there is one and it is free of request data.
  public let underlying: (any Error)?

  init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}
