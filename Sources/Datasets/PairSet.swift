public import IsoglossCore

/// Preference pairs as read from disk, with what identifies them and what could not be read.
public struct PairSet: Sendable {
  /// As the user named it.
  public var name: String
  /// The pairs, in the order of the files.
  public var pairs: [PreferencePair]
  /// Rows that could not be read, or that contradict others.
  public var problems: [RowProblem]
  /// SHA-256 over the files' bytes, in order.
  public var fileHash: String

  /// A set of pairs.
  public init(name: String, pairs: [PreferencePair], problems: [RowProblem] = [], fileHash: String) {
    self.name = name
    self.pairs = pairs
    self.problems = problems
    self.fileHash = fileHash
  }

  /// Languages that occur, in the order of first appearance.
  public var languages: [Language] {
    var seen: Set<Language> = []
    return pairs.map(\.language).filter { seen.insert($0).inserted }
  }

  /// SHA-256 over what training sees of the pairs, in order: equal hashes train alike.
  public var contentHash: String { PairSet.contentHash(pairs) }

  /// SHA-256 over what training sees of some pairs, in order.
  public static func contentHash(_ pairs: some Sequence<PreferencePair>) -> String {
    ContentHash.of(pairs.flatMap { [$0.id, $0.language.code, $0.prompt, $0.chosen, $0.rejected] })
  }
}

extension PromptSet {
  /// The requests of some pairs, with the problems of their file.
  public init(_ set: PairSet) {
    let prompts = set.pairs.map { pair in
      Prompt(
        id: pair.id, group: pair.group, language: pair.language, hazard: pair.hazard, style: pair.style,
        intent: pair.intent, text: pair.prompt, provenance: pair.provenance)
    }
    self.init(name: set.name, prompts: prompts, problems: set.problems, fileHash: set.fileHash)
  }
}
