/// What can go wrong with answers that people give, and what to do next.
public struct ReviewError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// A form, a design or another setting that cannot be used.
    case badSetting
    /// A file that cannot be read or written.
    case unreadable
    /// A file whose contents are not what they should be.
    case malformed
    /// Another program is writing.
    case locked
    /// Somebody put another file in the place of the one that is being written.
    case replaced
    /// No such item.
    case notFound
    /// An item of somebody else.
    case notAssigned
    /// An answer that the question does not take, or a missing one.
    case badAnswer
    /// A key that came with other answers before.
    case keyReused
  }
  /// Kind of failure.
  public let code: Code
  /// What happened and what to do next.
  public let message: String
  /// The question that it is about, for a screen to mark; null where it is about none.
  public let question: String?
  /// The error below, where there is one.
  public let underlying: (any Error)?

  init(_ code: Code, _ message: String, question: String? = nil, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.question = question
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }
}
