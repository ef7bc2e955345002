internal import IsoglossCore

/// Which prompts of a set stay where each language and intent has a limit.
///
/// Groups that the most languages share are taken first, each in all of its languages while all of them have room: a
/// parallel set keeps the same groups in every language. What they leave open in a language is filled up with groups
/// that are left there, such as those written for it alone, and then with prompts without a group. Among groups that as
/// many languages share, the hazards take turns, and a hash of the name decides within each.
struct PromptLimit {
  /// A group under one intent.
  private struct Unit: Hashable {
    var intent: Intent
    var group: String
  }

  /// What has a limit of its own.
  private struct Place: Hashable {
    var intent: Intent
    var language: Language
  }

  private struct Candidate {
    var unit: Unit
    var hazard: Hazard?
    var rank: String
    /// The twin's unit, where the group has one.
    var twin: Unit?
    var languages: Set<Language> = []

    /// A group by one of its prompts; a harmful group and its benign twin share a rank.
    init(_ prompt: Prompt, _ unit: Unit) {
      let other: Intent = unit.intent == .harmful ? .benign : .harmful
      self.unit = unit
      hazard = prompt.hazard
      let pair = prompt.twin.map { [unit.group, $0].sorted().joined(separator: "|") } ?? unit.group
      rank = ContentHash.of(pair)
      twin = prompt.twin.map { Unit(intent: other, group: $0) }
    }
  }

  private let limit: Int
  private var groups: [Place: Set<String>] = [:]

  /// Chooses groups.
  init(_ limit: Int, of prompts: [Prompt]) {
    self.limit = limit
    var candidates: [Unit: Candidate] = [:]
    for prompt in prompts {
      guard let group = prompt.group else { continue }
      let unit = Unit(intent: prompt.intent, group: group)
      candidates[unit, default: Candidate(prompt, unit)].languages.insert(prompt.language)
    }
    /// Languages that share a group and its twin, so that a limit keeps the two together.
    func span(_ candidate: Candidate) -> Int {
      let twin = candidate.twin.flatMap { candidates[$0]?.languages.count } ?? Int.max
      return min(candidate.languages.count, twin)
    }
    for intent in Intent.allCases {
      let own = candidates.values.filter { $0.unit.intent == intent }
      let bySpan = Dictionary(grouping: own, by: span)
      for (count, shared) in bySpan.sorted(by: { $0.key > $1.key }) where count > 1 {
        for candidate in Self.inTurn(shared) {
          let places = candidate.languages.map { Place(intent: intent, language: $0) }
          if places.allSatisfy({ hasRoom($0) }) {
            for place in places { groups[place, default: []].insert(candidate.unit.group) }
          }
        }
      }
      for language in Set(own.flatMap(\.languages)) {
        let place = Place(intent: intent, language: language)
        guard hasRoom(place) else { continue }
        for candidate in Self.inTurn(own.filter { $0.languages.contains(language) }) where hasRoom(place) {
          groups[place, default: []].insert(candidate.unit.group)
        }
      }
    }
  }

  /// The prompts that stay, in their order.
  func kept(of prompts: [Prompt]) -> [Prompt] {
    func place(_ prompt: Prompt) -> Place { Place(intent: prompt.intent, language: prompt.language) }
    func isChosen(_ prompt: Prompt) -> Bool {
      prompt.group.map { groups[place(prompt)]?.contains($0) == true } ?? false
    }
    // Prompts without a group fill up what groups leave open in their language.
    var counts: [Place: Int] = [:]
    for prompt in prompts where isChosen(prompt) { counts[place(prompt), default: 0] += 1 }
    return prompts.filter { prompt in
      guard prompt.group == nil else { return isChosen(prompt) }
      counts[place(prompt), default: 0] += 1
      return counts[place(prompt), default: 0] <= limit
    }
  }

  private func hasRoom(_ place: Place) -> Bool { (groups[place]?.count ?? 0) < limit }

  /// The hazards in turn; within each by rank.
  private static func inTurn(_ candidates: [Candidate]) -> [Candidate] {
    let queues = Dictionary(grouping: candidates) { $0.hazard?.number ?? 0 }.sorted { $0.key < $1.key }
      .map { $0.value.sorted { ($0.rank, $0.unit.group) < ($1.rank, $1.unit.group) } }
    let longest = queues.map(\.count).max() ?? 0
    return (0..<longest).flatMap { depth in queues.compactMap { depth < $0.count ? $0[depth] : nil } }
  }
}
