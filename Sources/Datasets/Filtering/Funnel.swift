internal import Foundation
public import IsoglossCore

/// How many pairs each stage of filtering dropped, of which kind, and why.
public struct Funnel: Hashable, Sendable, Codable {
  /// One stage.
  public struct Stage: Hashable, Sendable, Codable, Identifiable {
    /// Its name; of a rule, the rule as it is written.
    public var name: String
    /// Pairs that came to it.
    public var entered: Int
    /// Pairs that it dropped.
    public var dropped: Int
    /// The same by language.
    public var byLanguage: [Language: Int]
    /// The same by hazard; pairs without one are in none.
    public var byHazard: [String: Int]
    /// The same by style; pairs without one are in none.
    public var byStyle: [String: Int]
    /// Some of the dropped pairs, the first by id.
    public var examples: [Example]

    /// The stage's name.
    public var id: String { name }
  }

  /// A pair that was dropped.
  public struct Example: Hashable, Sendable, Codable {
    /// The pair's id.
    public var pair: String
    /// Its language.
    public var language: Language
    /// The beginning of its request.
    public var request: String
    /// Why it was dropped.
    public var reason: String
  }

  /// Pairs that came to the first stage.
  public private(set) var entered: Int
  /// The same by language.
  public private(set) var byLanguage: [Language: Int]
  /// The stages, in order.
  public private(set) var stages: [Stage] = []

  /// Pairs that are left.
  public var left: Int { stages.last.map { $0.entered - $0.dropped } ?? entered }

  /// Examples that a stage keeps.
  private static let exampleCount = 5

  init(_ pairs: [PreferencePair]) {
    entered = pairs.count
    byLanguage = Self.counts(pairs) { $0.language }
  }

  /// Adds a stage: the pairs that came to it, and of those it dropped the reasons by id.
  mutating func add(_ name: String, _ pairs: [PreferencePair], _ reasons: [String: String]) {
    let dropped = pairs.filter { reasons[$0.id] != nil }
    let examples = dropped.sorted { $0.id < $1.id }.prefix(Self.exampleCount).map { pair in
      Example(
        pair: pair.id, language: pair.language, request: String(pair.prompt.prefix(120)), reason: reasons[pair.id] ?? ""
      )
    }
    stages.append(
      Stage(
        name: name, entered: pairs.count, dropped: dropped.count, byLanguage: Self.counts(dropped, by: { $0.language }),
        byHazard: Self.counts(dropped, by: { $0.hazard?.rawValue }),
        byStyle: Self.counts(dropped, by: { $0.style?.rawValue }),
        examples: examples))
  }

  private static func counts<Key: Hashable>(_ pairs: [PreferencePair], by key: (PreferencePair) -> Key?) -> [Key: Int] {
    pairs.reduce(into: [:]) { counts, pair in
      if let key = key(pair) { counts[key, default: 0] += 1 }
    }
  }

  /// A similarity as reasons show it.
  static func number(_ value: Double) -> String { String(format: "%.2f", value) }
}
