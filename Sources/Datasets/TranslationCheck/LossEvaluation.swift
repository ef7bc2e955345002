public import IsoglossCore
public import IsoglossStatistics

/// How well a check finds planted losses: precision and recall, by language and by kind.
public struct LossEvaluation: Sendable, Encodable {
  /// Counts over a part of the rows.
  public struct Line: Sendable, Codable {
    /// A language's code, or `all`.
    public var name: String
    /// Rows with a loss among the flagged ones.
    public var precision: Proportion
    /// Flagged rows among those with a loss.
    public var recall: Proportion
    /// Flagged rows among the clean ones.
    public var falseAlarms: Proportion
    /// Chance that a row with a loss scores above a clean one, ties counting half; null where a class is absent.
    public var areaUnderCurve: Double?
  }
  /// How one kind of loss was found.
  public struct Kind: Sendable, Codable {
    /// The kind.
    public var kind: LossKind
    /// Flagged rows among those with this loss.
    public var found: Proportion
    /// Rows with this loss that have a sign of this very kind.
    public var named: Proportion
    /// Rows with this loss among the flagged ones whose strongest sign is of this kind.
    public var precision: Proportion
  }

  /// All rows, then each language in order of codes.
  public var lines: [Line]
  /// Kinds in their order; kinds without a row are left out.
  public var kinds: [Kind]
  /// Kinds by language: found.
  public var cells: [Language: [String: Proportion]]

  /// An evaluation of findings against what the texts say is lost.
  /// - Throws: `StatisticsError` where a score is not finite.
  /// - Precondition: one finding a text, in their order.
  public init(_ texts: [TranslatedText], _ findings: [TranslationFinding]) throws {
    precondition(texts.map(\.id) == findings.map(\.id), "findings must be of these texts, in their order")
    let rows = Array(zip(texts, findings))
    func line(_ name: String, _ rows: [(TranslatedText, TranslationFinding)]) throws -> Line {
      Line(
        name: name, precision: Proportion(rows.filter { $0.1.isFlagged }.map { $0.0.loss != nil }),
        recall: Proportion(rows.filter { $0.0.loss != nil }.map(\.1.isFlagged)),
        falseAlarms: Proportion(rows.filter { $0.0.loss == nil }.map(\.1.isFlagged)),
        areaUnderCurve: try AreaUnderCurve.value(scores: rows.map(\.1.score), positives: rows.map { $0.0.loss != nil }))
    }
    let languages = Set(texts.map(\.language)).sorted()
    lines = [try line("all", rows)]
    for language in languages { lines.append(try line(language.code, rows.filter { $0.0.language == language })) }
    kinds = LossKind.allCases.compactMap { kind in
      let planted = rows.filter { $0.0.loss == kind }
      guard !planted.isEmpty else { return nil }
      return Kind(
        kind: kind, found: Proportion(planted.map(\.1.isFlagged)),
        named: Proportion(planted.map { $0.1.isFlagged && $0.1.kinds.contains(kind) }),
        precision: Proportion(
          rows.filter { $0.1.isFlagged && $0.1.signs.first?.kind == kind }.map { $0.0.loss == kind }))
    }
    cells = [:]
    for language in languages {
      for kind in LossKind.allCases {
        let planted = rows.filter { $0.0.language == language && $0.0.loss == kind }
        cells[language, default: [:]][kind.rawValue] = Proportion(planted.map(\.1.isFlagged))
      }
    }
  }
}
