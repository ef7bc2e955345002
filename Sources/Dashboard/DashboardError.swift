/// What can go wrong with a dashboard, and what to do next.
public struct DashboardError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    case notAFolder, badTokenFile, exposed, badAddress, noKey, notFound, forbidden, badRequest, tooMany, unreadable
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

  /// That something which a page is asked for cannot be read, such as a policy.
  public static func unreadable(_ message: String, underlying: (any Error)? = nil) -> DashboardError {
    DashboardError(.unreadable, message, underlying: underlying)
  }

  /// The message.
  public var description: String { message }
}
