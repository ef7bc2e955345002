/// A judge that cannot be made, or verdicts that do not belong to the answers.
public struct JudgingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Code: String, Sendable {
    /// `<name>` without a class of that name in the language's file.
    case unknownClass
    /// No word, a leading gap, or a malformed element.
    case malformed
    /// Two sets of patterns for one language.
    case duplicateLanguage
    /// Not one verdict for each answer.
    case countMismatch
    /// A judge that is the model whose answers it is to judge.
    case selfJudging
    /// A rubric that cannot be used; the message names the field.
    case badRubric
    /// Judges that no rule joins.
    case badEnsemble
    /// A text that names no judge.
    case badSpecification
    /// A probe's file that is cut off, altered, or of another format.
    case badProbe
    /// Features of another model than the probe was trained on.
    case wrongModel
    /// Examples that no probe can be trained on.
    case badExamples
  }
  /// What is wrong.
  public var code: Code
  /// What to do next.
  public var message: String
  /// The cause, where another error is behind it.
  public var underlying: (any Error)?

  init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
    underlying = nil
  }

  /// The message.
  public var description: String { message }
  /// Equal code and message.
  public static func == (a: Self, b: Self) -> Bool { a.code == b.code && a.message == b.message }
  /// Hashes the code and the message.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(code)
    hasher.combine(message)
  }
}
