internal import IsoglossCore

/// Who answers what. Nobody sees another's answers, and where two answer the same, neither is told.
public enum Design: Hashable, Sendable, Codable {
  /// Whoever comes takes the next item. In each language a share of the items in 0...1 is wanted from several annotators:
  /// the base of agreement.
  case open(overlap: Double, several: Int)
  /// Items by annotator, in the order in which they are asked.
  case assigned([String: [String]])

  /// Gives each pair of annotators items that both answer, no two pairs the same ones (Yong et al. 2025: four pairs, twenty
  /// papers each), and deals out the rest.
  /// - Parameters:
  ///   - shared: items that each pair shares.
  ///   - rest: whether the other items are dealt out, to one annotator each.
  /// - Returns: for each pair its shared items, sorted; by annotator, what they answer alone.
  /// - Throws: `ReviewError.badSetting` for pairs that are none, and for too few items.
  public static func pairs(
    _ items: [String], pairs: [(String, String)], shared: Int, rest: Bool = true, seed: UInt64
  ) throws(ReviewError) -> (shared: [[String]], alone: [String: [String]]) {
    let names = pairs.flatMap { [$0.0, $0.1] }
    guard !pairs.isEmpty, shared > 0, Set(names).count == names.count, !names.contains("") else {
      throw ReviewError(
        .badSetting, "A plan has pairs of different annotators, each in one pair, and items that they share.")
    }
    guard shared <= items.count / pairs.count else {
      throw ReviewError(
        .badSetting,
        "\(pairs.count) pairs with \(shared) items each need more than the \(items.count) that there are.")
    }
    let ranked = ranked(items, by: ["\(seed)", "plan"])
    var alone: [String: [String]] = [:]
    if rest {
      for (index, item) in ranked.dropFirst(pairs.count * shared).enumerated() {
        alone[names[index % names.count], default: []].append(item)
      }
    }
    return (pairs.indices.map { Array(ranked[($0 * shared)..<(($0 + 1) * shared)]).sorted() }, alone)
  }

  /// Texts in a seeded order that does not depend on the order in which they are given.
  public static func ranked(_ items: [String], by key: [String]) -> [String] {
    items.map { ($0, ContentHash.of(key + [$0])) }.sorted { $0.1 < $1.1 }.map(\.0)
  }
}
