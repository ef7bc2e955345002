/// A pair that filtering dropped, and why.
public struct DroppedPair: Hashable, Sendable, Codable {
  /// The pair's id.
  public var pair: String
  /// The stage that dropped it.
  public var stage: String
  /// Why, in words.
  public var reason: String
  /// Whether a rule could not be decided, since a judge could not read a text or never saw it.
  public var isUndecided: Bool
}
