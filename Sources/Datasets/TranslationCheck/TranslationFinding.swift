public import Foundation
public import IsoglossCore

/// What was found about one translation: a score, the reasons in words, and what was measured.
public struct TranslationFinding: Sendable, Codable, Identifiable {
  /// Id of the row.
  public var id: String
  /// The language that was translated to.
  public var language: Language
  /// How likely something is lost, in 0...1: 1 - Π(1 - weight) over the strongest sign of each kind. A rank for
  /// reviewers; it is not calibrated.
  public var score: Double
  /// Whether the score reaches the threshold.
  public var isFlagged: Bool
  /// Reasons, the strongest first.
  public var signs: [LossSign]
  /// Likeness of source and translation back.
  public var similarity: TextSimilarity
  /// What guards said before and after.
  public var guards: [GuardChange]
  /// What could not be looked at, and why.
  public var unchecked: [String]

  init(
    _ text: TranslatedText, signs: [LossSign], similarity: TextSimilarity, guards: [GuardChange], unchecked: [String],
    threshold: Double
  ) {
    id = text.id
    language = text.language
    self.signs = signs.sorted { $0.weight > $1.weight }
    var strongest: [LossKind: Double] = [:]
    for sign in signs { strongest[sign.kind] = max(strongest[sign.kind] ?? 0, sign.weight) }
    score = 1 - strongest.values.sorted().reduce(1) { $0 * (1 - $1) }
    isFlagged = score >= threshold
    self.similarity = similarity
    self.guards = guards
    self.unchecked = unchecked
  }

  /// Kinds of the signs, the strongest first, each once.
  public var kinds: [LossKind] {
    signs.reduce(into: []) { if !$0.contains($1.kind) { $0.append($1.kind) } }
  }

  /// Findings as JSON, one a line.
  public static func lines(_ findings: [TranslationFinding]) throws -> Data { try JSONLines.data(findings) }
}
