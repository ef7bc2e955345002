/// What can go wrong when runs are measured, and what to do next.
public struct EvaluationError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    case notComparable
  }
  /// Kind of failure.
  public let code: Code
  /// What happened and what to do next.
  public let message: String

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  /// The message.
  public var description: String { message }
}
