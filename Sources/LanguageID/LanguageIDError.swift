/// Why a language identification model could not be used.
public struct LanguageIDError: Error, CustomStringConvertible, Sendable {
  /// The kind of failure.
  public enum Code: String, Sendable {
    /// The file could not be read at all.
    case unreadable
    /// The file is not a fastText model, or of a version that this reader does not know.
    case notAModel
    /// The file ends early, or holds numbers that cannot be true.
    case damaged
    /// A valid model that cannot identify languages, such as word vectors.
    case unsupported
  }

  /// The kind of failure.
  public var code: Code
  /// What was found, and what to do next.
  public var message: String
  /// The error beneath, where there is one.
  public var underlying: (any Error)?

  /// An error of the given parts.
  public init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// The message.
  public var description: String { message }

  static func damaged(_ what: String) -> LanguageIDError {
    LanguageIDError(.damaged, "the fastText model is damaged: \(what); download it again")
  }
}
