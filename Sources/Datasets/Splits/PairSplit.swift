public import IsoglossCore

/// Pairs divided into training and test so that nothing in training gives a test request away.
///
/// Bonds make units of pairs (``SplitSettings/Bond``); a unit is never on both sides. Units are taken for the test in a
/// seeded order until every intent and hazard has its count in every language; then groups are taken from them in a seeded
/// order, so that parallel data has the same groups in every language. What is left over of these units is withheld: it is
/// on neither side. The result depends on the pairs and the settings, not on the order of the rows.
public struct PairSplit: Sendable {
  /// For training, in the order of the rows.
  public let train: [PreferencePair]
  /// For testing.
  public let test: [PreferencePair]
  /// On neither side, since they are bound to test pairs.
  public let withheld: [PreferencePair]
  /// That the division holds.
  public let proof: SplitProof

  /// Divides pairs.
  /// - Throws: `DatasetError.shortage` where a hazard has too few pairs in a language, `.duplicate` where two pairs have one
  ///   id, `.empty` for no pairs, `.badSetting`.
  public init(_ pairs: [PreferencePair], settings: SplitSettings = SplitSettings()) throws {
    try settings.check()
    try PairSet.checkIDs(pairs)
    guard !pairs.isEmpty else { throw DatasetError(.empty, "There are no pairs to split.") }
    let sorted = pairs.sorted { $0.id < $1.id }
    var units = SplitUnits(sorted, settings)
    var (parts, found) = Self.draw(pairs, sorted, &units, settings)
    // The index of near-duplicates may pass one over; the proof compares everything, and what it finds is bound too.
    while settings.bonds.contains(.nearDuplicate), !found.nearDuplicates.isEmpty {
      units.join(found.nearDuplicates.map { ($0.train, $0.test) })
      (parts, found) = Self.draw(pairs, sorted, &units, settings)
    }
    (train, test, withheld, proof) = (parts[0], parts[1], parts[2], found)
    if !settings.allowsShortage,
      let short = proof.counts.filter({ $0.test < settings.test }).min(by: { $0.test < $1.test })
    {
      throw DatasetError(
        .shortage,
        "There are test pairs for \(short.test) of \(settings.test) \(short.stratum): ask for \(short.test), loosen the "
          + "bonds (the largest unit has \(units.members().map(\.count).max() ?? 0) of \(pairs.count) pairs), or allow a "
          + "shortage.")
    }
  }

  private static func draw(
    _ pairs: [PreferencePair], _ sorted: [PreferencePair], _ units: inout SplitUnits, _ settings: SplitSettings
  ) -> (parts: [[PreferencePair]], proof: SplitProof) {
    let sides = SplitDraw(sorted, units.members(), settings).sides()
    let side = Dictionary(uniqueKeysWithValues: zip(sorted.map(\.id), sides))
    let parts = SplitSide.allCases.map { part in pairs.filter { side[$0.id] == part } }
    return (parts, SplitProof(train: parts[0], test: parts[1], withheld: parts[2], settings: settings))
  }
}

/// Where a pair goes.
enum SplitSide: CaseIterable {
  case train, test, withheld
}
