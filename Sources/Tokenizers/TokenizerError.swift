/// What went wrong with a tokenizer or a template, and what to do next.
public struct TokenizerError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The kind of failure, for programs.
  public enum Code: String, Sendable {
    /// A file is missing or cannot be read.
    case unreadable
    /// The text is not JSON.
    case json
    /// A field is missing, has the wrong type, or contradicts another.
    case malformed
    /// The file is well formed, and asks for something that this module does not do.
    case unsupported
    /// A chat template does not follow Jinja's grammar.
    case templateSyntax
    /// A chat template failed while rendering: an undefined name, a wrong type, its own `raise_exception`.
    case templateRender
    /// No template of that name.
    case unknownTemplate
  }

  /// The kind of failure.
  public var code: Code
  /// What is wrong, where, and what to do next.
  public var message: String
  /// The cause, in its own words.
  public var underlying: String?

  /// An error of the given parts.
  public init(_ code: Code, _ message: String, underlying: String? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// Message and cause on one line.
  public var description: String {
    underlying.map { "\(message) (\($0))" } ?? message
  }
}
