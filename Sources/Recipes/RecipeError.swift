/// What is wrong with a recipe file, where, and what to do next.
public struct RecipeError: Error, Sendable, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// No file of that name.
    case notFound
    /// A file that cannot be read, or is too large to be a recipe.
    case unreadable
    /// Not YAML.
    case syntax
    /// A key that no recipe has.
    case unknownKey
    /// A key that is needed and not there.
    case missingKey
    /// A value that its key does not take.
    case badValue
  }

  /// Kind of failure.
  public let code: Code
  /// File, line, what is wrong and what to do next.
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
