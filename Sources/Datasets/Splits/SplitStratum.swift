public import IsoglossCore

/// Pairs that count together in a split: one intent and hazard, in one language.
public struct SplitStratum: Hashable, Sendable, Codable, Comparable, CustomStringConvertible {
  /// Harmful or benign.
  public var intent: Intent
  /// Null for pairs without one.
  public var hazard: Hazard?
  /// The language.
  public var language: Language

  init(_ pair: PreferencePair) { (intent, hazard, language) = (pair.intent, pair.hazard, pair.language) }

  /// Order of language, intent, hazard.
  public static func < (a: SplitStratum, b: SplitStratum) -> Bool {
    (a.language, a.intent.rawValue, a.hazard?.number ?? 0) < (b.language, b.intent.rawValue, b.hazard?.number ?? 0)
  }

  /// In words.
  public var description: String {
    "\(intent.rawValue) pairs \(hazard.map { "of \($0.rawValue)" } ?? "without a hazard") in \(language)"
  }
}
