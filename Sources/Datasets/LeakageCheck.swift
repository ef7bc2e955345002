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

  /// Everything that the pairs have in common with a prompt set, in the order of the pairs.
  ///
  /// Cost: every text is folded once; prompts are found by their letters, not one by one.
  public func findings(_ pairs: [PreferencePair], against set: PromptSet) -> [Finding] {
    var index: [Language: GramIndex] = [:]
    for (position, prompt) in set.prompts.enumerated() {
      index[prompt.language, default: GramIndex()].add(TextGrams(prompt.text), position)
    }
    var found: [[Finding]] = pairs.map { pair in
      let text = TextGrams(pair.prompt)
      return index[pair.language]?.matches(text, threshold: threshold).map { position, similarity, isExact in
        Finding(
          kind: isExact ? .exact : .nearDuplicate, pair: pair.id, set: set.name, prompt: set.prompts[position].id,
          similarity: similarity)
      } ?? []
    }
    addGroups(pairs, set, to: &found)
    addCells(pairs, set, to: &found)
    return found.flatMap { $0 }
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

  private struct Cell: Hashable {
    var hazard: Hazard
    var style: AttackStyle

    init?(_ hazard: Hazard?, _ style: AttackStyle?, _ intent: Intent) {
      guard let hazard, let style, intent == .harmful else { return nil }
      (self.hazard, self.style) = (hazard, style)
    }
  }

  private func addCells(_ pairs: [PreferencePair], _ set: PromptSet, to found: inout [[Finding]]) {
    var cells: [Cell: String] = [:]
    for prompt in set.prompts {
      if let cell = Cell(prompt.hazard, prompt.style, prompt.intent), cells[cell] == nil { cells[cell] = prompt.id }
    }
    for (position, pair) in pairs.enumerated() {
      guard let cell = Cell(pair.hazard, pair.style, pair.intent), let prompt = cells[cell] else { continue }
      found[position].append(Finding(kind: .cell, pair: pair.id, set: set.name, prompt: prompt, similarity: nil))
    }
  }
}

/// Texts by their runs of letters.
private struct GramIndex {
  private var places: [Int: [Int32]] = [:]
  private var texts: [(position: Int, folded: String, count: Int)] = []

  mutating func add(_ text: TextGrams, _ position: Int) {
    for gram in text.grams { places[gram, default: []].append(Int32(texts.count)) }
    texts.append((position, text.folded, text.grams.count))
  }

  /// Positions of the texts that are alike, by position.
  func matches(_ text: TextGrams, threshold: Double) -> [(position: Int, similarity: Double, isExact: Bool)] {
    var shared: [Int32: Int] = [:]
    for gram in text.grams { for place in places[gram] ?? [] { shared[place, default: 0] += 1 } }
    return shared.compactMap { place, count in
      let other = texts[Int(place)]
      let similarity = Double(count) / Double(other.count + text.grams.count - count)
      let isExact = other.folded == text.folded
      guard isExact || similarity >= threshold else { return nil }
      return (other.position, similarity, isExact)
    }.sorted { $0.position < $1.position }
  }
}
