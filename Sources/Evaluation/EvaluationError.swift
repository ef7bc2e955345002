/// What can go wrong around a run, and what to do next.
public struct EvaluationError: Error, CustomStringConvertible {
  /// Kind of failure.
  public enum Code: String, Sendable {
    /// Two runs that did not ask the same.
    case notComparable
    /// An adapter's manifest that cannot be read.
    case badAdapterManifest
    /// A judge that a run does not have, or a name that fits several.
    case noSuchJudge
    /// A judge that has no verdict in a run.
    case noVerdicts
    /// Agreement of fewer than two judges, or of a judge with itself.
    case tooFewJudges
    /// No label says anything of what is asked.
    case noLabels
    /// Labels of answers that the run does not have.
    case foreignLabels
    /// Assumptions under which no gate can be planned.
    case badPlan
    /// Fewer examples than are to stand before a question.
    case tooFewExamples
    /// No text, or no answer, whose likelihood could be measured.
    case nothingToScore
    /// A model that does not score answers in a chat template.
    case noChatScores
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
