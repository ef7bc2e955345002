public import IsoglossCore

/// The groups that no stage trains on, so that evaluation asks what training never showed.
///
/// Which groups depends on their names alone: every stage, seed, mixture and subset of languages holds out the same ones.
public enum HeldOut {
  /// Pairs to train on, and pairs held out.
  /// - Parameter share: of the groups of each intent and hazard, rounded for each; in 0...1. Pairs without a group are
  ///   groups of one.
  public static func split(
    _ pairs: [PreferencePair], share: Double
  ) -> (training: [PreferencePair], heldOut: [PreferencePair]) {
    struct Stratum: Hashable {
      var intent: Intent
      var hazard: Hazard?
    }
    func name(_ pair: PreferencePair) -> String { pair.group ?? pair.id }
    var groups: [Stratum: Set<String>] = [:]
    for pair in pairs { groups[Stratum(intent: pair.intent, hazard: pair.hazard), default: []].insert(name(pair)) }
    var held: Set<String> = []
    for names in groups.values {
      let ranked = names.map { (rank: ContentHash.of(["isogloss held-out", $0]), name: $0) }.sorted { $0 < $1 }
      held.formUnion(ranked.prefix(Int((Double(names.count) * share).rounded())).map(\.name))
    }
    return (pairs.filter { !held.contains(name($0)) }, pairs.filter { held.contains(name($0)) })
  }
}
