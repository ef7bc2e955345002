public import IsoglossCore

/// Whether training pairs give away what a prompt set is going to ask.
public struct LeakageCheck: Sendable {
  /// How a pair and a prompt meet.
  public enum Kind: String, Sendable, Codable, CaseIterable {
    /// The same words, letter case and punctuation aside.
    case exact
    /// Much the same letters in one language.
    case nearDuplicate
    /// A group of pairs that met a group of prompts in another language, or bears its name.
    case group
    /// A harmful pair with the hazard and style of a harmful prompt.
    case cell
  }

  /// One meeting.
  public struct Finding: Hashable, Sendable, Codable {
    /// How they meet.
    public var kind: Kind
    /// The pair's id.
    public var pair: String
    /// The prompt set's name.
    public var set: String
    /// The prompt's id; for a cell the first prompt in it.
    public var prompt: String
    /// Jaccard index of the runs of five letters; null where they were not compared.
    public var similarity: Double?
  }

  /// Jaccard index of runs of five letters from which two texts count as near-duplicates.
  public var threshold: Double

  /// A check.
  public init(threshold: Double = 0.6) { self.threshold = threshold }

  /// Probability that a pair and a prompt exactly as alike as the threshold are passed over.
  public var missRate: Double { MinHash(threshold: threshold).missRate(at: threshold) }

  /// Everything that the pairs have in common with a prompt set, in the order of the pairs.
  public func findings(_ pairs: [PreferencePair], against set: PromptSet) -> [Finding] {
    findings(pairs, against: [set])
  }

  /// Everything that the pairs have in common with prompt sets: set by set, in the order of the pairs.
  ///
  /// Cost: every text is folded and hashed once, whatever the number of sets; prompts are found by their letters, not one
  /// by one (`NearDuplicateIndex`).
  public func findings(_ pairs: [PreferencePair], against sets: [PromptSet]) -> [Finding] {
    var index = NearDuplicateIndex(threshold: threshold)
    let prompts = sets.flatMap { set in set.prompts.map { (text: $0.text, language: $0.language) } }
    for (_, sketch) in TextSketch.inTurn(prompts, index.minHash) { index.add(sketch) }
    let places = sets.enumerated().flatMap { number, set in set.prompts.indices.map { (set: number, prompt: $0) } }
    var found = sets.map { _ in [[Finding]](repeating: [], count: pairs.count) }
    for (position, sketch) in TextSketch.inTurn(pairs.map { ($0.prompt, $0.language) }, index.minHash) {
      for match in index.matches(sketch) {
        let place = places[match.position]
        let set = sets[place.set]
        found[place.set][position].append(
          Finding(
            kind: match.isExact ? .exact : .nearDuplicate, pair: pairs[position].id, set: set.name,
            prompt: set.prompts[place.prompt].id, similarity: match.similarity))
      }
    }
    return zip(sets, found).flatMap { set, found in
      var found = found
      addGroups(pairs, set, to: &found)
      addCells(pairs, set, to: &found)
      return found.flatMap { $0 }
    }
  }

  /// What met in one language is known in all: the group's other pairs meet the group's other prompts.
  private func addGroups(_ pairs: [PreferencePair], _ set: PromptSet, to found: inout [[Finding]]) {
    let groupOfPrompt = Dictionary(set.prompts.map { ($0.id, $0.group) }) { first, _ in first }
    var promptsOfGroup: [String: [Prompt]] = [:]
    for prompt in set.prompts { if let group = prompt.group { promptsOfGroup[group, default: []].append(prompt) } }
    var met: [String: Set<String>] = [:]
    for (pair, findings) in zip(pairs, found) {
      guard let group = pair.group else { continue }
      if promptsOfGroup[group] != nil { met[group, default: []].insert(group) }
      for finding in findings {
        if let other = groupOfPrompt[finding.prompt] ?? nil { met[group, default: []].insert(other) }
      }
    }
    for (position, pair) in pairs.enumerated() {
      guard let group = pair.group, let others = met[group] else { continue }
      let direct = Set(found[position].compactMap { groupOfPrompt[$0.prompt] ?? nil })
      for other in others.subtracting(direct).sorted() {
        let prompts = promptsOfGroup[other] ?? []
        guard let prompt = prompts.first(where: { $0.language == pair.language }) ?? prompts.first else { continue }
        found[position].append(
          Finding(kind: .group, pair: pair.id, set: set.name, prompt: prompt.id, similarity: nil))
      }
    }
  }

  private func addCells(_ pairs: [PreferencePair], _ set: PromptSet, to found: inout [[Finding]]) {
    var cells: [HarmfulCell: String] = [:]
    for prompt in set.prompts {
      if let cell = HarmfulCell(prompt.hazard, prompt.style, prompt.intent), cells[cell] == nil {
        cells[cell] = prompt.id
      }
    }
    for (position, pair) in pairs.enumerated() {
      guard let cell = HarmfulCell(of: pair), let prompt = cells[cell] else { continue }
      found[position].append(Finding(kind: .cell, pair: pair.id, set: set.name, prompt: prompt, similarity: nil))
    }
  }
}
