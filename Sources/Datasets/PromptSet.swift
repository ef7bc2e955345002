internal import Foundation
public import IsoglossCore

/// Prompts as read from disk, with what identifies them and what could not be read.
public struct PromptSet: Sendable {
  /// As the user named it.
  public var name: String
  /// The prompts, in the order of the files.
  public var prompts: [Prompt]
  /// Rows that could not be read.
  public var problems: [RowProblem]
  /// SHA-256 over the files' bytes, in order.
  public var fileHash: String

  /// A set of prompts.
  public init(name: String, prompts: [Prompt], problems: [RowProblem] = [], fileHash: String) {
    self.name = name
    self.prompts = prompts
    self.problems = problems
    self.fileHash = fileHash
  }

  /// Languages that occur, in the order of first appearance.
  public var languages: [Language] {
    var seen: Set<Language> = []
    return prompts.map(\.language).filter { seen.insert($0).inserted }
  }

  /// Whether any group occurs in two languages: what makes paired statistics legal.
  public var isParallel: Bool {
    var first: [String: Language] = [:]
    for prompt in prompts {
      guard let group = prompt.group else { continue }
      if let language = first[group], language != prompt.language { return true }
      first[group] = prompt.language
    }
    return false
  }
}

/// Which prompts of a set are asked.
public struct PromptSelection: Hashable, Sendable {
  /// Languages, in the order in which reports show them; null takes all.
  public var languages: [Language]?
  /// Intents; null takes both.
  public var intent: Intent?
  /// Hazards; null takes all.
  public var hazards: Set<Hazard>?
  /// At most this many prompts a language and intent; null takes all.
  public var limit: Int?

  /// A selection.
  public init(
    languages: [Language]? = nil, intent: Intent? = nil, hazards: Set<Hazard>? = nil, limit: Int? = nil
  ) {
    self.languages = languages
    self.intent = intent
    self.hazards = hazards
    self.limit = limit
  }

  /// The selection in words, as the manifest keeps it.
  public var summary: String {
    var parts: [String] = []
    parts.append("languages \(languages.map { $0.map(\.code).joined(separator: ",") } ?? "all")")
    if let intent { parts.append(intent.rawValue) }
    if let hazards { parts.append("hazards \(hazards.sorted().map(\.rawValue).joined(separator: ","))") }
    if let limit { parts.append("at most \(limit) a language and intent") }
    return parts.joined(separator: ", ")
  }

  /// The prompts that fit. A limit keeps the same groups in every language: groups are ranked by a hash of their name,
  /// spread over the hazards in turn, and the first `limit` of each intent stay. Where no two languages share a group,
  /// each language keeps groups of its own. Of a set without any group the first `limit` prompts of each language and
  /// intent stay.
  /// - Throws: `DatasetError.unknownLanguage` for a language that has no prompt, `.empty` where nothing is left.
  public func apply(to set: PromptSet) throws -> [Prompt] {
    var prompts = set.prompts
    if let languages {
      let present = Set(set.languages)
      let missing = languages.filter { !present.contains($0) }
      guard missing.isEmpty else {
        throw DatasetError(
          .unknownLanguage,
          "\(set.name) has no prompts in \(missing.map(\.code).joined(separator: ", ")): it has "
            + "\(present.sorted().map(\.code).joined(separator: ", ")).")
      }
      let wanted = Set(languages)
      prompts = prompts.filter { wanted.contains($0.language) }
    }
    if let intent { prompts = prompts.filter { $0.intent == intent } }
    if let hazards { prompts = prompts.filter { $0.hazard.map(hazards.contains) ?? false } }
    if let limit {
      // Groups of one language alone are in nobody's way in another: a limit over all of them would divide it among the
      // languages.
      let isParallel = PromptSet(name: set.name, prompts: prompts, fileHash: set.fileHash).isParallel
      let parts = isParallel ? [prompts] : Array(Dictionary(grouping: prompts, by: \.language).values)
      let kept = Set(parts.flatMap { limited($0, to: limit) })
      prompts = prompts.filter { kept.contains($0) }
    }
    guard !prompts.isEmpty else {
      throw DatasetError(.empty, "No prompt of \(set.name) fits (\(summary)): widen the selection.")
    }
    return prompts
  }

  private func limited(_ prompts: [Prompt], to limit: Int) -> [Prompt] {
    struct Key: Hashable {
      var intent: Intent
      var hazard: Hazard?
    }
    // A harmful group and its benign twin share a rank, so that a limit keeps pairs together.
    func rank(_ prompt: Prompt) -> String {
      let name = prompt.group ?? prompt.id
      let pair = prompt.twin.map { [name, $0].sorted().joined(separator: "|") } ?? name
      return ContentHash.of(pair)
    }
    var groups: [Key: [String: String]] = [:]
    for prompt in prompts where prompt.group != nil {
      groups[Key(intent: prompt.intent, hazard: prompt.hazard), default: [:]][unit(prompt)] = rank(prompt)
    }
    var kept: Set<String> = []
    for intent in Intent.allCases {
      let queues = groups.filter { $0.key.intent == intent }
        .sorted { ($0.key.hazard?.number ?? 0) < ($1.key.hazard?.number ?? 0) }
        .map { $0.value.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key) }
      var perLanguageCount = 0
      var depth = 0
      // Prompts without a group are distinct in every language, so they are limited language by language below.
      while perLanguageCount < limit, queues.contains(where: { depth < $0.count }) {
        for queue in queues where depth < queue.count && perLanguageCount < limit {
          kept.insert(queue[depth])
          perLanguageCount += 1
        }
        depth += 1
      }
    }
    // Prompts without a group fill up what groups leave open in their language.
    func place(_ prompt: Prompt) -> String { "\(prompt.language.code) \(prompt.intent)" }
    var counts: [String: Int] = [:]
    for prompt in prompts where prompt.group != nil && kept.contains(unit(prompt)) {
      counts[place(prompt), default: 0] += 1
    }
    return prompts.filter { prompt in
      guard prompt.group == nil else { return kept.contains(unit(prompt)) }
      counts[place(prompt), default: 0] += 1
      return counts[place(prompt), default: 0] <= limit
    }
  }

  private func unit(_ prompt: Prompt) -> String { "\(prompt.intent.rawValue) \(prompt.group ?? prompt.id)" }
}
