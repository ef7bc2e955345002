internal import Foundation

/// What can go wrong with a data file, and what to do next.
public struct DatasetError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    case notFound, unreadable, malformed, duplicate, empty, unknownFormat, unknownLanguage
    /// A rule that cannot be read, or that names a judge that is not there.
    case badRule
    /// Fewer rows than were asked for.
    case shortage
    /// Something is where a result would go.
    case occupied
    /// Another process is at work in the folder.
    case inUse
    /// A setting outside its range.
    case badSetting
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

/// A row that could not be read: reported by file and line, while the rest loads.
public struct RowProblem: Hashable, Sendable, CustomStringConvertible {
  /// File name.
  public var file: String
  /// Line or row number, from 1.
  public var line: Int
  /// What is wrong with it.
  public var reason: String

  /// A problem.
  public init(file: String, line: Int, reason: String) {
    self.file = file
    self.line = line
    self.reason = reason
  }

  /// `file:line: reason`.
  public var description: String { "\(file):\(line): \(reason)" }
}
