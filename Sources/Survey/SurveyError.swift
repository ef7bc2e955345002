/// What can go wrong with a survey, and what to do next.
public struct SurveyError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    case notFound, unreadable, malformed, empty
    /// A query, a map of columns or another setting that cannot be read.
    case badSetting
    /// Something is where a result would go.
    case occupied
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

  /// A selection that chose nothing.
  public static func noPaper(_ selection: Selection) -> SurveyError {
    SurveyError(
      .empty,
      "None of \(selection.candidates) papers of these years and venues says \(selection.query): choose others, or "
        + "ingest more.")
  }

  /// The message.
  public var description: String { message }
}
