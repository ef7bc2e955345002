/// What can go wrong while influence is measured, and what to do next.
public struct InfluenceError: Error, Sendable, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// Options that make no sense, alone or together.
    case badOptions
    /// An adapter, checkpoint or pair that influence cannot be measured on.
    case badInput
    /// A folder that is no index, or an index of something else.
    case otherIndex
    /// An index of which parts are missing.
    case unfinished
    /// A file that is damaged, or not what it claims to be.
    case damaged
    /// Another process writes in this folder.
    case inUse
    /// The disk refused.
    case inputOutput
  }

  /// Kind of failure.
  public let code: Code
  /// What happened and what to do next.
  public let message: String
  /// The error below, where there is one.
  public let underlying: (any Error)?

  init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message, and the failure underneath.
  public var description: String { underlying.map { "\(message) (\($0))" } ?? message }
}
