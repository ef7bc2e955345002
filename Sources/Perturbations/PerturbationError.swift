/// What can go wrong before a text is rewritten, and what to do next.
public struct PerturbationError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// A name that cannot be read, or that nothing has.
    case unknownName
    /// A rate outside its range.
    case badRate
    /// A lexicon that is not there.
    case noLexicon
    /// A line of a lexicon that cannot be read.
    case malformed
    /// A model, a translator or parallel texts that a perturbation needs and was not given.
    case missingPart
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
