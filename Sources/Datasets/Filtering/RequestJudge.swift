public import IsoglossCore

/// A judge of requests alone, such as a guard that is shown no answer.
public protocol RequestJudge: Sendable {
  /// Name with version, the same as in its verdicts.
  var name: String { get }
  /// One verdict a request, in order; `harm` says whether the request is harmful. What cannot be read is unscored, never a
  /// thrown error.
  func judge(requests: [Prompt]) async throws -> [Verdict]
}
