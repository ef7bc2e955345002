/// What can go wrong in training, and what to do next.
public struct AlignmentError: Error, Sendable, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// Options that make no sense together.
    case badOptions
    /// A mixture that its data cannot give, or that contradicts itself.
    case badMixture
    /// Fewer pairs in a language than were asked for.
    case tooFewPairs
    /// A pair that cannot be trained on.
    case badPair
    /// A saved state that does not belong to this trainer.
    case badState
    /// A loss or gradient that is not a finite number.
    case notFinite
    /// A folder that is no run, or a run with other settings.
    case otherRun
    /// Another process trains in this folder.
    case inUse
    /// The disk refused.
    case inputOutput
    /// A file that is damaged, or not what it claims to be.
    case damaged
    /// Processes that cannot train together, or disagree.
    case ranks
    /// What the project's content rule forbids.
    case forbidden
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
