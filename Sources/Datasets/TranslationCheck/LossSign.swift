/// One reason to look at a translation again.
public struct LossSign: Hashable, Sendable, Codable {
  /// What may be lost.
  public var kind: LossKind
  /// How much it counts, in 0...1: the share of rows with this sign alone that are thought to have lost something.
  public var weight: Double
  /// The reason, for a reader: what stood in the source, and what became of it.
  public var reason: String

  /// A sign.
  public init(_ kind: LossKind, _ weight: Double, _ reason: String) {
    self.kind = kind
    self.weight = weight
    self.reason = reason
  }
}
