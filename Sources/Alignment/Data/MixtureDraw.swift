public import IsoglossCore

/// The pairs that a mixture takes from a set: the same for the same set, mixture and seed.
///
/// Groups are ranked once for all languages, hazards in turn, so that languages with equal counts train on the same
/// requests.
public struct MixtureDraw: Sendable {
  /// What one language gave.
  public struct Count: Hashable, Sendable, Codable {
    /// The language.
    public var language: Language
    /// Pairs whose request is harmful.
    public var harmful: Int
    /// Pairs whose request is benign.
    public var benign: Int
    /// Pairs that the set has in this language.
    public var available: Int
    /// How many of them stand in the draw again.
    public var repeated: Int

    /// Pairs of both kinds.
    public var total: Int { harmful + benign }
  }

  /// The pairs, language by language in the order of the set; within a language harmful ones first, by rank.
  public let pairs: [PreferencePair]
  /// What each language gave, in the order of the set; languages that give nothing are left out.
  public let counts: [Count]

  /// Draws.
  /// - Throws: `AlignmentError` where the mixture makes no sense for these pairs or a language has too few.
  public init(_ mixture: Mixture, from pairs: [PreferencePair], seed: UInt64) throws {
    let supply = PairSupply(pairs, seed: seed)
    let plan = try MixturePlan(mixture, supply: supply)
    var drawn: [PreferencePair] = []
    var counts: [Count] = []
    for (language, target) in plan.targets where target.harmful + target.benign > 0 {
      var count = Count(
        language: language, harmful: target.harmful, benign: target.benign, available: supply.count(language),
        repeated: 0)
      for (intent, wanted) in [(Intent.harmful, target.harmful), (.benign, target.benign)] where wanted > 0 {
        let ranked = supply.ranked(language, intent)
        guard wanted <= ranked.count || (mixture.repeats && !ranked.isEmpty) else {
          let ways =
            ranked.isEmpty ? Self.ways(without: intent) : "lower the size, cap the language, or allow repeats"
          throw AlignmentError(
            .tooFewPairs,
            "\(language.name) has \(ranked.count) \(intent.rawValue) pairs, and the mixture asks for \(wanted): "
              + "\(ways).")
        }
        drawn += (0..<wanted).map { ranked[$0 % ranked.count] }
        count.repeated += max(0, wanted - ranked.count)
      }
      counts.append(count)
    }
    guard !drawn.isEmpty else {
      throw AlignmentError(
        .badMixture, Self.emptiness(mixture, plan.targets.map(\.language), supply))
    }
    self.pairs = drawn
    self.counts = counts
  }

  /// Why a mixture takes nothing, and what mends it: one language without a kind of pairs empties all that are to be equal.
  private static func emptiness(_ mixture: Mixture, _ languages: [Language], _ supply: PairSupply) -> String {
    let start = "The mixture \(mixture.share) takes no pair"
    for intent in [Intent.benign, .harmful] {
      guard let ratio = mixture.harmless, intent == .harmful || ratio > 0 else { continue }
      let bare = languages.filter { supply.ranked($0, intent).isEmpty }
      if !bare.isEmpty {
        let wanted = ratio > 0 ? "harmful pairs and harmless ones in a fixed ratio" : "harmful pairs alone"
        return "\(start): it wants \(wanted), and there is no \(intent.rawValue) pair in "
          + "\(bare.map(\.code).joined(separator: ", ")): \(ways(without: intent))."
      }
    }
    return "\(start): its caps or its size leave room for none; raise --cap or --size."
  }

  private static func ways(without intent: Intent) -> String {
    let alone = intent == .benign ? "take harmful pairs alone with --harmless 0" : "leave --harmless out"
    return "add some, \(alone), or leave the language out with --mixture"
  }

  /// The counts in a line: `en 20+20, de 20+20: 80 pairs (harmful+benign)`.
  public var summary: String {
    let parts = counts.map {
      "\($0.language.code) \($0.harmful)+\($0.benign)" + ($0.repeated > 0 ? " (\($0.repeated) again)" : "")
    }
    return "\(parts.joined(separator: ", ")): \(pairs.count) pairs (harmful+benign)"
  }
}

/// Pairs by language and intent, each list in the order in which a draw takes from it.
struct PairSupply {
  struct Stratum: Hashable {
    var language: Language
    var intent: Intent
  }

  /// Languages in the order of first appearance.
  let languages: [Language]
  private let lists: [Stratum: [PreferencePair]]

  init(_ pairs: [PreferencePair], seed: UInt64) {
    var seen: Set<Language> = []
    languages = pairs.map(\.language).filter { seen.insert($0).inserted }
    var ranks: [String: String] = [:]
    func rank(_ name: String) -> String {
      if let known = ranks[name] { return known }
      let rank = ContentHash.of(["\(seed)", name])
      ranks[name] = rank
      return rank
    }
    lists = Dictionary(grouping: pairs) { Stratum(language: $0.language, intent: $0.intent) }.mapValues { pairs in
      let byHazard = Dictionary(grouping: pairs, by: \.hazard).values.map { list in
        list.map { (pair: $0, rank: rank($0.group ?? $0.id)) }.sorted { ($0.rank, $0.pair.id) < ($1.rank, $1.pair.id) }
      }
      let placed = byHazard.flatMap { $0.enumerated().map { (depth: $0, item: $1) } }
      return placed.sorted {
        ($0.depth, $0.item.rank, $0.item.pair.id) < ($1.depth, $1.item.rank, $1.item.pair.id)
      }.map(\.item.pair)
    }
  }

  func ranked(_ language: Language, _ intent: Intent) -> [PreferencePair] {
    lists[Stratum(language: language, intent: intent)] ?? []
  }

  func count(_ language: Language) -> Int { ranked(language, .harmful).count + ranked(language, .benign).count }
}
