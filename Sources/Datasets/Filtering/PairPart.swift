/// A text of a preference pair.
public enum PairPart: String, Sendable, Codable, CaseIterable {
  /// The request.
  case question
  /// The answer to prefer.
  case chosen
  /// The answer to move away from.
  case rejected
}
