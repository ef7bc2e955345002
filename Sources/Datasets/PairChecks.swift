internal import IsoglossCore

/// What is wrong with a pair: by itself, or beside the pairs of its group that were seen before.
struct PairChecks {
  private struct Place: Hashable {
    var group: String
    var language: Language
  }

  private var places: Set<Place> = []
  private var first: [String: PreferencePair] = [:]

  /// The reason why a pair cannot be used; null for one that can, which later ones are then compared with.
  mutating func objection(to pair: PreferencePair) -> String? {
    for (name, text) in [("prompt", pair.prompt), ("chosen", pair.chosen), ("rejected", pair.rejected)]
    where text.allSatisfy(\.isWhitespace) {
      return "\"\(name)\" is empty"
    }
    if pair.chosen == pair.rejected { return "\"chosen\" and \"rejected\" are the same text" }
    guard let group = pair.group else { return nil }
    guard places.insert(Place(group: group, language: pair.language)).inserted else {
      return "group \"\(group)\" occurs twice in \(pair.language)"
    }
    let other = first[group, default: pair]
    first[group] = other
    guard (other.hazard, other.style, other.intent) == (pair.hazard, pair.style, pair.intent) else {
      return "hazard, style or intent is not that of \"\(other.id)\" of the same group"
    }
    return nil
  }
}
