/// A model that cannot be found, read or run.
public struct ModelError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: String, Sendable {
    /// No model of that name or path.
    case notFound
    /// A configuration without a needed key, or with a value that makes no sense.
    case badConfiguration
    /// An architecture or option that is not implemented.
    case unsupported
    /// A weight of another shape than the configuration says.
    case badWeight
    /// A request that the model cannot take: empty, or longer than its context.
    case badRequest
    /// An adapter that does not belong to the model, in whole or in part.
    case badAdapter
  }

  /// What kind of failure it is.
  public let code: Code
  /// What is wrong and what to do next.
  public let message: String
  /// The failure underneath, where there is one.
  public let underlying: (any Error)?

  /// A failure.
  public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message, and the failure underneath.
  public var description: String { underlying.map { "\(message) (\($0))" } ?? message }
}
