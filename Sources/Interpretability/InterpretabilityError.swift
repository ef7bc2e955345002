/// A measurement that cannot be made as it was asked for.
public struct InterpretabilityError: Error, Sendable, CustomStringConvertible {
  /// What kind of failure it is.
  public enum Code: String, Sendable {
    /// A setting outside of its range.
    case badSetting
    /// A language or class with too few prompts.
    case tooFewPrompts
    /// No token tells a refusal in a language.
    case noRefusalTokens
    /// Vectors of another width than the model's, or without a direction.
    case badDirection
    /// The folder of a study that was asked for otherwise.
    case otherStudy
    /// Another program measures into this folder.
    case inUse
    /// The disk refused.
    case inputOutput
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
