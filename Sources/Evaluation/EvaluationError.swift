/// What can go wrong when runs are measured, and what to do next.
public struct EvaluationError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    case notComparable
    /// An adapter's manifest that cannot be read.
    case badAdapterManifest
    /// A judge that a run does not have, or a name that fits several.
    case noSuchJudge
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

  /// The message.
  public var description: String { message }
}
