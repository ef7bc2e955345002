/// What can go wrong around an experiment, and what to do next.
public struct ExperimentError: Error, Sendable, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// A recipe that its data cannot give.
    case badRecipe
    /// A folder with results of other settings.
    case otherExperiment
    /// A file that cannot be read, or is not what it claims to be.
    case damaged
    /// The disk refused.
    case inputOutput
    /// Results that do not fit together, or too few of them.
    case notComparable
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
