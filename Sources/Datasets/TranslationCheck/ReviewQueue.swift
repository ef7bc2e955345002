public import Foundation
public import IsoglossCore

/// Flagged translations for people, the most suspicious first.
public struct ReviewQueue: Sendable {
  /// One row of the queue.
  public struct Item: Sendable, Codable, Identifiable {
    /// Id of the row.
    public var id: String
    /// The language that was translated to.
    public var language: Language
    /// Score in 0...1.
    public var score: Double
    /// Kinds of the signs.
    public var kinds: [LossKind]
    /// Reasons in words.
    public var reasons: [String]
    /// What was translated.
    public var source: String
    /// What came of it.
    public var translation: String
    /// The translation back; null without one.
    public var backTranslation: String?
  }

  /// Items by falling score, then id.
  public let items: [Item]

  /// The flagged rows.
  /// - Precondition: one finding a text, in their order.
  public init(_ texts: [TranslatedText], _ findings: [TranslationFinding]) {
    precondition(texts.map(\.id) == findings.map(\.id), "findings must be of these texts, in their order")
    items = zip(texts, findings).filter { $1.isFlagged }
      .map { text, finding in
        Item(
          id: text.id, language: text.language, score: finding.score, kinds: finding.kinds,
          reasons: finding.signs.map(\.reason), source: text.source, translation: text.translation,
          backTranslation: text.backTranslation)
      }
      .sorted { ($1.score, $0.id) < ($0.score, $1.id) }
  }

  /// One JSON object a line.
  public func lines() throws -> Data { try JSONLines.data(items) }

  /// A table with a heading, and empty columns `loss` and `reviewer` to fill in. A text that a spreadsheet would take for a
  /// formula starts with an apostrophe.
  public func table() -> Data {
    let heading = [
      "id", "language", "score", "kinds", "reasons", "source", "translation", "back_translation", "loss", "reviewer",
    ]
    let rows = items.map { item -> [String] in
      [
        item.id, item.language.code, String(format: "%.3f", item.score),
        item.kinds.map(\.rawValue).joined(separator: " "), item.reasons.joined(separator: "; "), item.source,
        item.translation, item.backTranslation ?? "", "", "",
      ]
    }
    return CSV.sheet([heading] + rows)
  }
}
