public import IsoglossCore

/// The groups that no stage trains on, so that evaluation asks what training never showed.
///
/// Which groups depends on the names in the set alone: every stage, seed, mixture and language holds out the same ones.
public enum HeldOut {
  /// Pairs to train on, and pairs held out.
  ///
  /// Of each intent the groups stand in the order of their hazards, and every (1 / share)-th is held out: so the share holds
  /// for the intents, and for the hazards as nearly as their numbers allow.
  /// - Parameter share: of the groups, in 0...1. Pairs without a group are groups of one.
  public static func split(
    _ pairs: [PreferencePair], share: Double
  ) -> (training: [PreferencePair], heldOut: [PreferencePair]) {
    struct Place: Hashable, Comparable {
      var hazard: Int
      var rank: String
      var name: String

      static func < (a: Place, b: Place) -> Bool { (a.hazard, a.rank, a.name) < (b.hazard, b.rank, b.name) }
    }
    func name(_ pair: PreferencePair) -> String { pair.group ?? pair.id }
    var held: Set<String> = []
    for intent in Intent.allCases {
      var hazards: [String: Int] = [:]
      for pair in pairs where pair.intent == intent { hazards[name(pair)] = pair.hazard?.number ?? 0 }
      let places = hazards.map { name, hazard in
        Place(hazard: hazard, rank: ContentHash.of(["isogloss held-out", name]), name: name)
      }.sorted()
      for (index, place) in places.enumerated() {
        // A hundred-millionth keeps shares such as 0.2 from falling short of whole numbers.
        func reached(_ count: Int) -> Int { Int((Double(count) * share + 1e-8).rounded(.down)) }
        if reached(index + 1) > reached(index) { held.insert(place.name) }
      }
    }
    return (pairs.filter { !held.contains(name($0)) }, pairs.filter { held.contains(name($0)) })
  }
}
