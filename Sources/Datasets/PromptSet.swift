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

  /// The prompts that fit. A limit keeps the same groups in every language as far as the set is parallel, and fills up
  /// what these leave open with the language's own: see `PromptLimit`.
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
    if let limit { prompts = PromptLimit(limit, of: prompts).kept(of: prompts) }
    guard !prompts.isEmpty else {
      throw DatasetError(.empty, "No prompt of \(set.name) fits (\(summary)): widen the selection.")
    }
    return prompts
  }
}
